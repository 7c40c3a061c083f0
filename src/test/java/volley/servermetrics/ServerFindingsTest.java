package volley.servermetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import volley.client.Outcome;
import volley.client.Usage;
import volley.metrics.ExchangeBuilder;
import volley.metrics.PercentileRule;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.TokenTotals;
import volley.metrics.TurnRecord;

class ServerFindingsTest {
    private static final int REQUESTS = 10;

    /** Ten answers of 4 tokens to prompts of 100, of which 40 were cached; TTFT 10 ms, E2E 40 ms. */
    private static TurnRecord answered(int order, int cachedTokens) {
        return new ExchangeBuilder()
                .sent(order)
                .content(order + 10, order + 20, order + 30, order + 40)
                .done(order + 41)
                .usage(100, 4, cachedTokens)
                .answer("one two three four")
                .turn(order, order, 0, 100);
    }

    private static RunFigures run(int cachedTokens, TurnRecord... more) {
        RunAccumulator all = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        for (int order = 0; order < REQUESTS; order++) {
            all.accept(answered(order, cachedTokens));
        }
        for (TurnRecord turn : more) {
            all.accept(turn);
        }
        return all.figures(REQUESTS + more.length, TokenTotals.Retokenized.NONE, PercentileRule.LINEAR);
    }

    /** What the counters grew by in the run: they began at any number before. */
    private static ServerSeries counted(Map<ServerFigure, Double> growth) {
        Map<ServerFigure, Double> before = new EnumMap<>(ServerFigure.class);
        Map<ServerFigure, Double> after = new EnumMap<>(ServerFigure.class);
        growth.forEach((figure, more) -> {
            before.put(figure, 1234.0);
            after.put(figure, 1234 + more);
        });
        return new ServerSeries(List.of(
                new ServerSample("http://a/metrics", -5, 1, before, Optional.empty()),
                new ServerSample("http://a/metrics", 9, 1, after, Optional.empty())));
    }

    private static Map<ServerFigure, Double> exactly() {
        return new EnumMap<>(Map.of(
                ServerFigure.REQUESTS, 10.0,
                ServerFigure.PROMPT_TOKENS, 1000.0,
                ServerFigure.QUERY_TOKENS, 1000.0,
                ServerFigure.HIT_TOKENS, 400.0,
                ServerFigure.GENERATED_TOKENS, 40.0));
    }

    @Test
    void countersThatAgreeAreNotWorthASentence() {
        ServerFindings found = ServerFindings.of(counted(exactly()), run(40));
        assertThat(found.warnings()).isEmpty();
        assertThat(found.totals())
                .extracting(ServerTotal::id, total -> total.difference().orElseThrow())
                .containsExactly(
                        tuple("requests", 0.0),
                        tuple("prompt_tokens", 0.0),
                        tuple("cached_tokens", 0.0),
                        tuple("generated_tokens", 0.0));
        assertThat(found.clientHitRateKnown()).isTrue();
        assertThat(found.hitRatePercent()).hasValue(40);
    }

    @Test
    void theTrafficOfOthersIsNamedWithItsAmount() {
        Map<ServerFigure, Double> more = exactly();
        more.put(ServerFigure.REQUESTS, 12.0);
        more.put(ServerFigure.PROMPT_TOKENS, 3345.0);
        more.put(ServerFigure.GENERATED_TOKENS, 47.0);
        assertThat(ServerFindings.of(counted(more), run(40)).warnings())
                .containsExactly(
                        "the server's counters differ from this run's sums: requests +2 (20.0 %), prompt tokens"
                                + " +2,345 (234.5 %), generated tokens +7 (17.5 %): there was other traffic on the server");
    }

    @Test
    void requestsOfTheRunThatHaveNoCountMayBeTheDifference() {
        Map<ServerFigure, Double> more = exactly();
        more.put(ServerFigure.PROMPT_TOKENS, 1100.0);
        TurnRecord cut = new ExchangeBuilder()
                .sent(20)
                .content(30)
                .failed(31, Outcome.TRUNCATED, 200, "cut")
                .turn(10, 10, 0, 100);
        assertThat(ServerFindings.of(counted(more), run(40, cut)).differences())
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("prompt tokens +100 (10.0 %)")
                        .endsWith("requests that failed, were stopped or sent again (1) have no count here"));
    }

    @Test
    void countersBehindARouterMayHaveAPartOnly() {
        Map<ServerFigure, Double> half = exactly();
        half.put(ServerFigure.REQUESTS, 5.0);
        half.put(ServerFigure.PROMPT_TOKENS, 500.0);
        assertThat(ServerFindings.of(counted(half), run(40)).differences()).hasValueSatisfying(said -> assertThat(said)
                .contains("prompt tokens -500 (50.0 %)", "volley.server-metrics takes the address"));
    }

    @Test
    void hitsAloneAreNoTraffic() {
        Map<ServerFigure, Double> more = exactly();
        more.put(ServerFigure.HIT_TOKENS, 500.0);
        assertThat(ServerFindings.of(counted(more), run(40)).differences()).hasValueSatisfying(said -> assertThat(said)
                .contains("cached prompt tokens +100 (25.0 %)")
                .doesNotContain("traffic"));
    }

    @Test
    void aDifferenceOfAThousandthIsLeftAlone() {
        Map<ServerFigure, Double> more = exactly();
        more.put(ServerFigure.PROMPT_TOKENS, 1001.0);
        assertThat(ServerFindings.of(counted(more), run(40)).differences()).isEmpty();
        more.put(ServerFigure.PROMPT_TOKENS, 1002.0);
        assertThat(ServerFindings.of(counted(more), run(40)).differences()).isPresent();
    }

    @Test
    void whereTheAnswersAreSilentTheCountersTellTheHitRate() {
        ServerFindings found = ServerFindings.of(counted(exactly()), run(Usage.ABSENT));
        assertThat(found.clientHitRateKnown()).isFalse();
        assertThat(found.hitRatePercent()).hasValue(40);
        assertThat(found.warnings()).isEmpty();
        assertThat(found.totals())
                .filteredOn(total -> total.id().equals("cached_tokens"))
                .singleElement()
                .satisfies(total -> {
                    assertThat(total.byServer()).hasValue(400);
                    assertThat(total.byClient()).isEmpty();
                    assertThat(total.differs()).isFalse();
                });
    }

    @Test
    void llamaCppsPromptsAreThoseWithoutTheirCachedPart() {
        ServerSeries llama = counted(Map.of(ServerFigure.PROCESSED_TOKENS, 600.0, ServerFigure.GENERATED_TOKENS, 40.0));
        ServerFindings found = ServerFindings.of(llama, run(40));
        assertThat(found.warnings()).isEmpty();
        assertThat(found.totals().get(0).byClient()).hasValue(600);
        assertThat(found.hitRatePercent()).isEmpty();
    }

    @Test
    void meansStandBesideTheClients() {
        Map<ServerFigure, Double> more = exactly();
        more.put(ServerFigure.TTFT_SECONDS, 0.09);
        more.put(ServerFigure.TTFT_COUNT, 10.0);
        more.put(ServerFigure.QUEUE_SECONDS, 0.02);
        more.put(ServerFigure.QUEUE_COUNT, 10.0);
        more.put(ServerFigure.DECODE_SECONDS, 0.29);
        more.put(ServerFigure.DECODE_COUNT, 10.0);
        List<ServerFindings.MeanTime> times =
                ServerFindings.of(counted(more), run(40)).times();
        assertThat(times)
                .extracting(ServerFindings.MeanTime::time)
                .containsExactly(ServerTime.TTFT, ServerTime.QUEUE, ServerTime.DECODE);
        assertThat(times.get(0).byServerMs()).isCloseTo(9, within(1e-6));
        assertThat(times.get(0).byClientMs()).hasValue(10);
        assertThat(times.get(1).byServerMs()).isCloseTo(2, within(1e-6));
        assertThat(times.get(1).byClientMs()).isEqualTo(OptionalDouble.empty());
        assertThat(times.get(2).byClientMs()).hasValue(30);
    }
}
