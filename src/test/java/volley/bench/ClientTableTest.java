package volley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import volley.report.GoldenFile;

class ClientTableTest {
    private static ClientRun run(String tool, ClientWork work, int round, Map<ClientFigure, Double> figures) {
        return new ClientRun(tool, "1.0", work, round, 1, 0, "", figures);
    }

    @Test
    void aTableOfEachWorkWithMediansAndRanges() throws IOException {
        List<ClientRun> runs = new ArrayList<>(List.of(
                run("volley", ClientWork.SHORT, 1, Map.of(ClientFigure.REQUESTS, 160000.0, ClientFigure.START_S, 2.5)),
                run("volley", ClientWork.SHORT, 2, Map.of(ClientFigure.REQUESTS, 160000.0, ClientFigure.START_S, 2.25)),
                run("volley", ClientWork.SHORT, 3, Map.of(ClientFigure.REQUESTS, 160000.0, ClientFigure.START_S, 3.0)),
                run("aiperf", ClientWork.SHORT, 1, Map.of(ClientFigure.REQUESTS, 10000.0)),
                new ClientRun("aiperf", "1.0", ClientWork.SHORT, 2, 1, 124, "", Map.of(ClientFigure.REQUESTS, 77.0))));
        String probed = FirstToken.cells(List.of(
                ClientRecord.ofAnswer("[1]", 101).withGapsMs(new double[7]).withLatencyMs(1803)));
        runs.add(new ClientRun("vllm-rs", "0.33.0", ClientWork.PROBE, 1, 1, 0, probed, Map.of()));
        runs.add(new ClientRun("volley", "1.0", ClientWork.START, 1, 40, 0, "", Map.of(ClientFigure.END_S, 0.125)));

        List<ClientRun> read = new ArrayList<>();
        for (ClientRun run : runs) {
            read.add(ClientRun.of(new ObjectMapper().readTree(run.toJson())));
        }

        assertThat(read).isEqualTo(runs);
        GoldenFile.assertMatches("clients-table.md", ClientTable.of(read));
    }

    @Test
    void aTimeBelongsToTheEventBeforeIt() {
        assertThat(FirstToken.event(100.4)).isEqualTo("the role event");
        assertThat(FirstToken.event(505)).isEqualTo("the first reasoning text");
        assertThat(FirstToken.event(1001)).isEqualTo("the first text");
        assertThat(FirstToken.event(196)).isEqualTo("the role event"); // late
        assertThat(FirstToken.event(985)).isEqualTo("the first text"); // its clock began late
        assertThat(FirstToken.event(50)).isEqualTo("50 ms after the request, before anything was sent");
    }

    @Test
    void aDryRunHasFewerRequestsButNotTooFew() {
        assertThat(ClientWork.SHORT.requests(true, 1)).isEqualTo(160_000);
        assertThat(ClientWork.SHORT.requests(false, 1)).isEqualTo(5_000);
        assertThat(ClientWork.SHORT.requests(true, 40)).isEqualTo(4000);
        assertThat(ClientWork.START.requests(true, 40)).isEqualTo(200);
        assertThat(ClientWork.PROBE.requests(true, 40)).isEqualTo(12);
    }
}
