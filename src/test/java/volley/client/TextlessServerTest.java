package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Backend;
import volley.config.TokenStamps;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.network.Route;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

/** A simulated server whose model has said all, and sends special tokens without text. */
class TextlessServerTest {
    private static final int ASKED = 12;

    private static Exchange ask(Backend backend, WireFormat format, int textTokens, boolean ignoreEos)
            throws Exception {
        try (SimulatedServer server = SimulatedServer.with(
                                new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 1, 1_000)),
                                new WordTokenizer())
                        .backend(backend)
                        .textTokens(textTokens)
                        .start();
                DirectClient client = DirectClient.start(Route.DIRECT)) {
            BodyOptions options =
                    new BodyOptions(backend, "simulated", Optional.empty(), true, ignoreEos, Optional.empty());
            RequestFactory requests = new RequestFactory(
                    URI.create(server.baseUrl()),
                    format,
                    format.newBodyEncoder(options),
                    true,
                    ApiKey.NONE,
                    Optional.empty());
            ResponseReader reader = new ResponseReader(
                    format, true, ApiKey.NONE, System::nanoTime, TokenStamps.READ, true, Timeouts.NONE);
            return client.ask(requests, reader, List.of(JsonText.of("Say it")), ASKED, () -> false)
                    .orElseThrow();
        }
    }

    private static RequestFigures figures(Exchange exchange) {
        return RequestFigures.of(
                TurnRecord.builder()
                        .order(0)
                        .conversationId("one")
                        .requestedOutputTokens(ASKED)
                        .exchange(exchange)
                        .build(),
                null);
    }

    /** With counts in every event, and with those at the end only. */
    @ParameterizedTest
    @CsvSource({"VLLM, CHAT", "VLLM, COMPLETIONS", "SGLANG, GENERATE", "LLAMACPP, CHAT", "LMDEPLOY, CHAT"})
    void theyAreCountedAndTimed(Backend backend, WireFormat format) throws Exception {
        Exchange exchange = ask(backend, format, 5, true);
        RequestFigures figures = figures(exchange);
        assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
        assertThat(JsonText.ofEscaped(exchange.answer()).text().strip().split(" "))
                .hasSize(5);
        assertThat(figures.get(RequestMetric.OUTPUT_TOKENS)).isEqualTo(ASKED);
        assertThat(figures.get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(ASKED - 5);
        assertThat(figures.get(RequestMetric.TPOT)).isNotEqualTo(RequestFigures.ABSENT);
    }

    @Test
    void anAnswerMayHaveNoTextAtAll() throws Exception {
        Exchange exchange = ask(Backend.VLLM, WireFormat.CHAT, 0, true);
        assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
        assertThat(exchange.answer()).isEmpty();
        assertThat(figures(exchange).get(RequestMetric.TEXTLESS_TOKENS)).isEqualTo(ASKED);
    }

    @Test
    void whoNeedNotGoOnEndsWithItsText() throws Exception {
        Exchange exchange = ask(Backend.SGLANG, WireFormat.CHAT, 5, false);
        assertThat(exchange.usage().completionTokens()).isEqualTo(5);
        assertThat(exchange.finishReason()).isEqualTo("stop");
        assertThat(figures(exchange).get(RequestMetric.TEXTLESS_TOKENS)).isZero();
    }
}
