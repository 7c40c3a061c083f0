package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.metrics.GapMetric;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.RunAccumulator;
import volley.metrics.TurnRecord;

/**
 * A server that sends what vLLM sent, whose own times are known: it makes a token, text or not, and sends an event for
 * it at once. What the client finds is held against these times.
 */
class TextlessCapturesTest {
    private static final Path CAPTURES = Path.of("../shared/data/captures/vllm-0.32.0-cpu-eos");
    private static final long FIRST_TOKEN_NS = 120_000_000;
    private static final long TOKEN_NS = 8_730_000;
    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

    @BeforeAll
    static void needsTheCaptures() {
        Assumptions.assumeThat(CAPTURES)
                .as("captures of real servers, not part of the checkout")
                .isDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "ignore_eos_special_tokens_continuous, 12, 8",
        "ignore_eos_special_tokens_usage, 12, 8",
        "stop_at_eos_continuous, 5, 1",
        "stop_at_eos_usage, 5, 1",
        "sampled_utf8_continuous, 24, 0",
        "sampled_utf8_usage, 24, 0"
    })
    void timesAreTheServersOwn(String capture, int tokens, int textless) throws IOException {
        TurnRecord turn = turn(play(CurlCapture.read(CAPTURES.resolve(capture + ".txt")), "no line"));
        RequestFigures figures = RequestFigures.of(turn, null);
        long lastTokenNs = FIRST_TOKEN_NS + (tokens - 1) * TOKEN_NS;

        assertThat(figures.get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(tokens);
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(textless);
        assertThat((double) figures.get(RequestMetric.TTFT)).isCloseTo(FIRST_TOKEN_NS, ONE_PERCENT);
        assertThat((double) figures.get(RequestMetric.E2E)).isCloseTo((double) lastTokenNs, ONE_PERCENT);
        assertThat((double) figures.get(RequestMetric.TPOT)).isCloseTo(TOKEN_NS, ONE_PERCENT);
        RunAccumulator run = new RunAccumulator(0, null);
        run.accept(turn);
        assertThat(run.gaps().of(GapMetric.ITL).count()).isEqualTo(tokens - 1);
        assertThat(run.gaps().of(GapMetric.ITL).stats().orElseThrow().mean()).isCloseTo(TOKEN_NS, ONE_PERCENT);
        assertThat(run.gaps().of(GapMetric.ITL).stats().orElseThrow().std()).isCloseTo(0, within(1000.0));
    }

    /** The same stream without its usage event: nothing tells whether the empty events are tokens. */
    @ParameterizedTest
    @CsvSource("ignore_eos_special_tokens_usage")
    void withoutCountsTheEndIsNotKnown(String capture) throws IOException {
        Exchange exchange = play(CurlCapture.read(CAPTURES.resolve(capture + ".txt")), "\"usage\":{");
        RequestFigures figures = RequestFigures.of(turn(exchange), null);

        assertThat(exchange.outcome()).isEqualTo(Outcome.OK);
        assertThat((double) figures.get(RequestMetric.TTFT)).isCloseTo(FIRST_TOKEN_NS, ONE_PERCENT);
        for (RequestMetric metric : List.of(RequestMetric.E2E, RequestMetric.TPOT, RequestMetric.TEXTLESS_TOKENS)) {
            assertThat(figures.get(metric)).as(metric.id()).isEqualTo(RequestFigures.ABSENT);
        }
    }

    /** Special tokens alone, as when the model has nothing to say: the same events without their text. */
    @ParameterizedTest
    @CsvSource({"ignore_eos_special_tokens_continuous", "ignore_eos_special_tokens_usage"})
    void anAnswerWithoutTextIsAnAnswer(String capture) throws IOException {
        CurlCapture said = CurlCapture.read(CAPTURES.resolve(capture + ".txt"));
        byte[] silent = new String(said.body(), StandardCharsets.UTF_8)
                .replaceAll("\"content\":\"[^\"]+\"", "\"content\":\"\"")
                .getBytes(StandardCharsets.UTF_8);
        Exchange exchange = play(new CurlCapture(said.status(), said.headers(), silent, said.format()), "no line");
        RequestFigures figures = RequestFigures.of(turn(exchange), null);

        assertThat(exchange.outcome()).isEqualTo(Outcome.OK);
        assertThat(exchange.answer()).isEmpty();
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(12);
        assertThat((double) figures.get(RequestMetric.TTFT)).isCloseTo(FIRST_TOKEN_NS, ONE_PERCENT);
        assertThat((double) figures.get(RequestMetric.TPOT)).isCloseTo(TOKEN_NS, ONE_PERCENT);
    }

    /** Plays a capture's events, the first one and that of the first token together as vLLM does, without those that contain something. */
    private static Exchange play(CurlCapture capture, String without) {
        Replay.Run run = new Replay.Run(WireFormat.CHAT, true);
        run.response.onSend();
        run.response.onHttpResponse(HttpResponseStatus.OK, capture.headers());
        long startNs = run.clock.get();
        List<String> events = new ArrayList<>();
        for (String event : new String(capture.body(), StandardCharsets.UTF_8).split("(?<=\n\n)")) {
            if (!event.contains(without)) {
                events.add(event);
            }
        }
        int tokens = 0;
        for (int i = 0; i < events.size(); i++) {
            String event = events.get(i);
            boolean bearsToken = event.contains("\"delta\"") && !event.contains("\"role\"");
            tokens += bearsToken ? 1 : 0;
            run.clock.set(startNs + FIRST_TOKEN_NS + Math.max(0, tokens - 1) * TOKEN_NS);
            run.read(event, i == events.size() - 1);
        }
        return run.only();
    }

    private static TurnRecord turn(Exchange exchange) {
        return TurnRecord.builder()
                .order(0)
                .conversationId("one")
                .requestedOutputTokens(12)
                .exchange(exchange)
                .build();
    }
}
