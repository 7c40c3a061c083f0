package volley.servermetrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ServerSeriesTest {
    private static ServerSample sample(String server, long atS, Map<ServerFigure, Double> values) {
        return new ServerSample(server, atS * 1_000_000_000L, 1, values, Optional.empty());
    }

    private static ServerSample silent(String server, long atS) {
        return new ServerSample(server, atS * 1_000_000_000L, 1, Map.of(), Optional.of(server + " did not answer"));
    }

    private static ServerSample prompts(String server, long atS, double tokens) {
        return sample(server, atS, Map.of(ServerFigure.PROMPT_TOKENS, tokens));
    }

    @Test
    void serversAreAddedFromBeforeToAfter() {
        ServerSeries series = new ServerSeries(List.of(
                prompts("a", 0, 100),
                prompts("b", 0, 7),
                silent("b", 1),
                prompts("a", 1, 150),
                prompts("b", 2, 17),
                prompts("a", 2, 160)));
        assertThat(series.grown(ServerFigure.PROMPT_TOKENS)).hasValue(70);
        assertThat(series.failures()).isEqualTo(1);
        assertThat(series.firstFailure()).contains("b did not answer");
        assertThat(series.restarted()).isFalse();
        assertThat(series.grown(ServerFigure.HIT_TOKENS)).isEmpty();
    }

    @Test
    void aServerThatBeganAnewHasNoTotalsThoughItCountedFurtherThanBefore() {
        ServerSeries series = new ServerSeries(List.of(prompts("a", 0, 100), prompts("a", 1, 3), prompts("a", 2, 400)));
        assertThat(series.grown(ServerFigure.PROMPT_TOKENS)).isEmpty();
        assertThat(series.restarted()).isTrue();
    }

    @Test
    void withoutAnAnswerBeforeOrAfterOfEachServerThereIsNoTotal() {
        assertThat(new ServerSeries(List.of(prompts("a", 0, 100))).grown(ServerFigure.PROMPT_TOKENS))
                .isEmpty();
        assertThat(new ServerSeries(List.of(prompts("a", 0, 1), prompts("a", 1, 2), silent("b", 0), silent("b", 1)))
                        .grown(ServerFigure.PROMPT_TOKENS))
                .isEmpty();
        assertThat(new ServerSeries(List.of()).grown(ServerFigure.PROMPT_TOKENS))
                .isEmpty();
    }

    @Test
    void meansAndSharesAreOfTheRunAlone() {
        ServerSeries series = new ServerSeries(List.of(
                sample(
                        "a",
                        0,
                        Map.of(
                                ServerFigure.QUEUE_SECONDS, 100.0,
                                ServerFigure.QUEUE_COUNT, 10.0,
                                ServerFigure.QUERY_TOKENS, 1000.0,
                                ServerFigure.HIT_TOKENS, 900.0,
                                ServerFigure.EXTERNAL_HIT_TOKENS, 5.0)),
                sample(
                        "a",
                        1,
                        Map.of(
                                ServerFigure.QUEUE_SECONDS, 101.0,
                                ServerFigure.QUEUE_COUNT, 14.0,
                                ServerFigure.QUERY_TOKENS, 1200.0,
                                ServerFigure.HIT_TOKENS, 940.0,
                                ServerFigure.EXTERNAL_HIT_TOKENS, 25.0))));
        assertThat(series.meanSeconds(ServerTime.QUEUE)).hasValue(0.25);
        assertThat(series.cachedTokens()).hasValue(60);
        assertThat(series.hitRatePercent()).hasValue(30);
        assertThat(series.meanSeconds(ServerTime.PREFILL)).isEmpty();
        assertThat(series.acceptedPercent()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void nothingDividedByNothingIsAbsent() {
        Map<ServerFigure, Double> still = Map.of(
                ServerFigure.QUEUE_SECONDS, 1.0,
                ServerFigure.QUEUE_COUNT, 1.0,
                ServerFigure.QUERY_TOKENS, 9.0,
                ServerFigure.HIT_TOKENS, 3.0);
        ServerSeries series = new ServerSeries(List.of(sample("a", 0, still), sample("a", 1, still)));
        assertThat(series.meanSeconds(ServerTime.QUEUE)).isEmpty();
        assertThat(series.hitRatePercent()).isEmpty();
        assertThat(series.cachedTokens()).hasValue(0);
    }
}
