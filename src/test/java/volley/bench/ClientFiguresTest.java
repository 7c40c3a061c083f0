package volley.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientFiguresTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final long EXEC = 5 * SECOND;

    private final List<ServedAnswer> served = new ArrayList<>();

    /** An answer whose tokens are 20 ms apart, the first 30 ms after the request. */
    private ServedAnswer serve(long number, long requestNs, int tokens) {
        ServedAnswer answer =
                new ServedAnswer(number, new ServedAnswer.Arrival(requestNs, 1, requestNs, 100 + number), tokens, true);
        for (int i = 0; i < tokens; i++) {
            answer.tokenSent(requestNs + (30 + 20L * i) * MS);
        }
        answer.ended(answer.lastNs() + MS);
        served.add(answer);
        return answer;
    }

    private static ClientProcess.Measured process(long exitNs, ClientProcess.CpuSample... samples) {
        return new ClientProcess.Measured(EXEC, exitNs, 0, 4.0, 3 << 20, 2, List.of(samples));
    }

    private Map<ClientFigure, Double> figures(
            ClientWork work, String tool, int requests, List<ClientRecord> records, ClientProcess.Measured process) {
        return ClientFigures.of(work, ClientTool.of(tool), requests, served, records, Double.NaN, process);
    }

    @Test
    void startAndEndAreOfTheRequestsThatWereAskedForAndThoseBeforeAreWarmUp() {
        serve(1, EXEC - SECOND, 2); // of another client
        serve(2, EXEC + SECOND, 2); // a test request
        serve(3, EXEC + 3 * SECOND, 2);
        serve(4, EXEC + 4 * SECOND, 2);

        Map<ClientFigure, Double> figures = figures(ClientWork.SHORT, "c", 2, List.of(), process(EXEC + 6 * SECOND));

        assertThat(figures).containsEntry(ClientFigure.REQUESTS, 2.0).containsEntry(ClientFigure.START_S, 3.0);
        assertThat(figures.get(ClientFigure.END_S)).isCloseTo(6 - 4.051, within(1e-9));
        assertThat(figures.get(ClientFigure.REQUESTS_PER_S)).isCloseTo(2 / 1.051, within(1e-9));
        assertThat(figures.get(ClientFigure.TOKENS_PER_S)).isCloseTo(4 / 1.051, within(1e-9));
        assertThat(figures)
                .containsEntry(ClientFigure.CPU_S_PER_10K, 20_000.0)
                .containsEntry(ClientFigure.MEMORY_MB, 3.0);
        assertThat(figures).doesNotContainKeys(ClientFigure.TTFT_ERROR_P50, ClientFigure.STREAMS, ClientFigure.JOINED);
    }

    @Test
    void processorTimeBetweenStartAndEndIsInterpolatedBetweenSamples() {
        ClientProcess.Measured process = process(
                EXEC + 10 * SECOND,
                new ClientProcess.CpuSample(EXEC + 2 * SECOND, 1.0),
                new ClientProcess.CpuSample(EXEC + 4 * SECOND, 3.0));

        assertThat(process.cpuSecondsBetween(EXEC + SECOND, EXEC + 3 * SECOND)).isCloseTo(1.5, within(1e-9));
        assertThat(process.cpuSecondsBetween(EXEC + 4 * SECOND, EXEC + 7 * SECOND))
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void timesAreJoinedByTheNumberInTheAnswerOrThePromptAndAnExtraFirstGapIsLeftOut() {
        serve(7, EXEC + SECOND, 3);
        serve(8, EXEC + SECOND, 3);
        serve(9, EXEC + SECOND, 3);
        List<ClientRecord> records = List.of(
                ClientRecord.ofAnswer("[00000007] t0001 t0002", 30.5).withGapsMs(new double[] {1, 20.25, 19.5}),
                new ClientRecord(0, 108, 32, new double[] {1, 20, 20}, Double.NaN),
                ClientRecord.ofAnswer("[00000099]", 1000)); // of no request of this run

        Map<ClientFigure, Double> figures =
                figures(ClientWork.STREAMS, "vllm-rs", 3, records, process(EXEC + 6 * SECOND));

        assertThat(figures.get(ClientFigure.JOINED)).isCloseTo(200 / 3.0, within(1e-9));
        assertThat(figures)
                .containsEntry(ClientFigure.TTFT_ERROR_P50, 0.5)
                .containsEntry(ClientFigure.TTFT_ERROR_P99, 2.0);
        assertThat(figures)
                .containsEntry(ClientFigure.GAP_ERROR_P50, 0.0)
                .containsEntry(ClientFigure.GAP_ERROR_P99, 0.5);
        assertThat(figures)
                .containsEntry(ClientFigure.GAPS_TOO_MANY, 1.0)
                .containsEntry(ClientFigure.GAPS_P99_ERROR, 0.25);
    }

    @Test
    void gapsOfAnAnswerOfWhichSomeAreMissingAreNotPairedWithOthers() {
        serve(7, EXEC + SECOND, 4);
        List<ClientRecord> records = List.of(ClientRecord.ofAnswer("[7]", 30).withGapsMs(new double[] {40, 20}));

        Map<ClientFigure, Double> figures =
                figures(ClientWork.STREAMS, "aiperf", 1, records, process(EXEC + 6 * SECOND));

        assertThat(figures)
                .containsEntry(ClientFigure.GAPS_TOO_MANY, -1.0)
                .doesNotContainKey(ClientFigure.GAP_ERROR_P99);
    }

    @Test
    void streamsReachedAreTheMeanNumberOfAnswersAtATime() {
        for (int i = 0; i < 1000; i++) {
            serve(i + 1, EXEC, 250); // 5.01 s
        }
        serve(1001, EXEC + 3 * SECOND, 2);

        Map<ClientFigure, Double> figures =
                figures(ClientWork.STREAMS, "c", 1001, List.of(), process(EXEC + 6 * SECOND));

        assertThat(figures.get(ClientFigure.STREAMS)).isCloseTo(1000, within(1e-9));
    }

    @Test
    void arrivalsAreComparedWithAnEvenScheduleWhereTheClientCanKeepOne() {
        for (int i = 0; i < 101; i++) {
            serve(i + 1, EXEC + SECOND + 2L * i * MS, 4); // half of what was asked
        }

        Map<ClientFigure, Double> even =
                figures(ClientWork.ARRIVALS, "vllm-rs", 101, List.of(), process(EXEC + 6 * SECOND));
        Map<ClientFigure, Double> random =
                figures(ClientWork.ARRIVALS, "sglang-rust", 101, List.of(), process(EXEC + 6 * SECOND));

        assertThat(even.get(ClientFigure.ARRIVALS_KEPT)).isCloseTo(50, within(1e-9));
        assertThat(even.get(ClientFigure.LAG_P50)).isCloseTo(50, within(1e-9));
        assertThat(random).containsEntry(ClientFigure.ARRIVALS_KEPT, even.get(ClientFigure.ARRIVALS_KEPT));
        assertThat(random).doesNotContainKey(ClientFigure.LAG_P50);
    }

    @Test
    void aRunWithoutAnyRequestHasNoFiguresButMemory() {
        assertThat(figures(ClientWork.STREAMS, "c", 10, List.of(), process(EXEC + SECOND))
                        .keySet())
                .containsExactlyInAnyOrder(ClientFigure.REQUESTS, ClientFigure.MEMORY_MB);
    }
}
