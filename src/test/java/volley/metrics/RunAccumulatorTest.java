package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.Outcome;
import volley.client.Usage;
import volley.metrics.TokenTotals.Retokenized;

/** A run computed by hand. */
class RunAccumulatorTest {
    private final RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, text -> text.split(" ").length);

    private static RunFigures figures(RunAccumulator run, long planned) {
        return run.figures(planned, Retokenized.NONE, PercentileRule.LINEAR);
    }

    private void playThreeConversations() {
        run.accept(new ExchangeBuilder()
                .scheduled(0)
                .sent(0)
                .content(100, 120)
                .done(200)
                .usage(100, 2, 0)
                .turn(0, 0, 0, 90));
        run.accept(new ExchangeBuilder()
                .scheduled(500)
                .sent(600)
                .failed(1000, Outcome.HTTP_5XX, 503, "overloaded")
                .turn(1, 1, 0, 90));
        run.accept(new ExchangeBuilder()
                .scheduled(1000)
                .sent(1000)
                .content(1600)
                .done(2000)
                .usage(300, 1, 200)
                .turn(2, 0, 1, 310));
        run.accept(TurnRecord.unsent(1, "b", 1, 4, Outcome.SKIPPED_AFTER_FAILURE));
        run.accept(TurnRecord.unsent(2, "c", 0, 4, Outcome.CANCELLED));
        run.accept(new ExchangeBuilder()
                .scheduled(1500)
                .sent(1600)
                .failed(2500, Outcome.HTTP_5XX, 500, "second error")
                .turn(3, 3, 0, 90));
    }

    @Test
    void countsByOutcomeAndFirstErrors() {
        playThreeConversations();

        RunFigures figures = figures(run, 6);
        OutcomeCounts counts = figures.totals().outcomes();
        assertThat(counts.ok()).isEqualTo(2);
        assertThat(counts.failed()).isEqualTo(2);
        assertThat(counts.of(Outcome.HTTP_5XX)).isEqualTo(2);
        assertThat(counts.of(Outcome.HTTP_4XX)).isZero();
        assertThat(counts.skipped()).isEqualTo(1);
        assertThat(counts.cancelled()).isEqualTo(1);
        assertThat(counts.complete()).isTrue();
        assertThat(figures(run, 7).totals().outcomes().complete()).isFalse();
        assertThat(figures.firstErrors()).containsOnlyKeys(Outcome.HTTP_5XX).containsValue("overloaded");
    }

    @Test
    void ratesTokensAndCache() {
        playThreeConversations();

        RunFigures figures = figures(run, 6);
        assertThat(figures.shown(RunMetric.DURATION)).hasValue(2.5);
        assertThat(figures.shown(RunMetric.REQUEST_THROUGHPUT)).hasValue(0.8);
        assertThat(figures.shown(RunMetric.INPUT_THROUGHPUT)).hasValue(160);
        assertThat(figures.shown(RunMetric.OUTPUT_THROUGHPUT).getAsDouble()).isCloseTo(1.2, within(1e-12));
        assertThat(figures.shown(RunMetric.TOTAL_THROUGHPUT).getAsDouble()).isCloseTo(161.2, within(1e-9));
        // In flight: 200 + 400 + 1000 + 900 ms.
        assertThat(figures.shown(RunMetric.CONCURRENCY)).hasValue(1);
        assertThat(figures.shown(RunMetric.REQUEST_RATE_PLANNED)).hasValue(2);
        assertThat(figures.shown(RunMetric.REQUEST_RATE_ACHIEVED)).hasValue(1.875);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE)).hasValue(50);
        assertThat(figures.shown(RunMetric.CACHE_COVERAGE)).hasValue(100);
        assertThat(figures.shown(RunMetric.INPUT_DISCREPANCY)).hasValue(0);
        assertThat(figures.shown(RunMetric.TOKENS_PER_EVENT)).hasValue(1);
        assertThat(figures.shown(RunMetric.OUTPUT_TOKENS_RETOKENIZED)).isEmpty();
    }

    @Test
    void distributionsAreOverCompletedRequestsAndSayWhatTheyExclude() {
        playThreeConversations();

        RunFigures figures = figures(run, 6);
        Stats ttft = figures.shown(RequestMetric.TTFT).orElseThrow(); // 100, 600
        assertThat(ttft.count()).isEqualTo(2);
        assertThat(ttft.mean()).isEqualTo(350);
        assertThat(ttft.std()).isEqualTo(250);
        assertThat(ttft.p90()).isEqualTo(550);
        assertThat(figures.shown(RequestMetric.TPOT).orElseThrow().mean()).isEqualTo(20);
        assertThat(figures.excluded(RequestMetric.TPOT)).isEqualTo(1);
        assertThat(figures.excluded(RequestMetric.TTFT)).isZero();
        assertThat(figures.excluded(RequestMetric.TTFO)).isZero();
    }

    @Test
    void cachedTokensThatWereNotReportedAreNotZero() {
        run.accept(new ExchangeBuilder().content(10).done(11).usage(100, 1, 80).turn());
        run.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(100, 1, Usage.ABSENT)
                .turn());

        RunFigures figures = figures(run, 2);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE)).hasValue(80);
        assertThat(figures.shown(RunMetric.CACHE_COVERAGE)).hasValue(50);
        assertThat(figures.excluded(RequestMetric.CACHED_TOKENS)).isEqualTo(1);
    }

    @Test
    void hitRatesByTierAreOverTheRequestsThatReportedTheTier() {
        run.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(new Usage(100, 1, 80, 30, 50, Usage.ABSENT))
                .turn());
        run.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(new Usage(300, 1, 100, 60, 30, 10))
                .turn());

        RunFigures figures = figures(run, 2);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE)).hasValue(45);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE_DEVICE)).hasValue(22.5);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE_HOST)).hasValue(20);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE_STORAGE).getAsDouble())
                .isCloseTo(100.0 / 30, within(1e-12));
        assertThat(figures.excluded(RequestMetric.CACHED_STORAGE_TOKENS)).isEqualTo(1);
    }

    /** SGLang tells no tiers of a prompt of which nothing was cached. */
    @Test
    void aPromptWithoutHitsHasNoneFromAnyTierThatIsTold() {
        run.accept(new ExchangeBuilder().content(10).done(11).usage(100, 1, 0).turn());
        assertThat(figures(run, 1).shown(RunMetric.CACHE_HIT_RATE_HOST)).isEmpty();
        run.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(new Usage(300, 1, 80, 20, 60, Usage.ABSENT))
                .turn());
        run.accept(new ExchangeBuilder().content(10).done(11).usage(500, 1, 30).turn());

        RunFigures figures = figures(run, 3);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE_DEVICE)).hasValue(5);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE_HOST)).hasValue(15);
        assertThat(figures.shown(RunMetric.CACHE_HIT_RATE_STORAGE)).isEmpty();
        assertThat(figures.totals().cache().host().reporting()).isEqualTo(2);
    }

    /** A first round has no hits, and SGLang tells no tiers of it; a storage that nobody tells of stays absent. */
    @Test
    void hitsByTurnHaveTheTiersOfTheWholeRun() {
        run.accept(new ExchangeBuilder().content(10).done(11).usage(100, 1, 0).turn(0, 0, 0, 100));
        run.accept(new ExchangeBuilder().content(10).done(11).usage(50, 1, 0).turn(1, 1, 0, 50));
        run.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .usage(new Usage(300, 1, 80, 20, 60, Usage.ABSENT))
                .turn(2, 0, 2, 300));

        List<CacheTotals> turns = figures(run, 3).cacheByTurn();
        assertThat(turns).hasSize(3);
        assertThat(turns.get(0).host()).isEqualTo(new CacheTotals.Hits(0, 150, 2));
        assertThat(turns.get(0).storage().reporting()).isZero();
        assertThat(turns.get(1).all().reporting()).isZero();
        assertThat(turns.get(2).device()).isEqualTo(new CacheTotals.Hits(20, 300, 1));
        assertThat(turns.get(2).host()).isEqualTo(new CacheTotals.Hits(60, 300, 1));
    }

    @Test
    void countsThatNobodyMadeAreAbsentAndThoseOfTheClientFlagged() {
        run.accept(new ExchangeBuilder().event(10, EventKind.REASONING).done(11).turn());
        assertThat(figures(run, 1).shown(RunMetric.INPUT_TOKENS)).isEmpty();
        assertThat(figures(run, 1).shown(RunMetric.OUTPUT_TOKENS)).isEmpty();
        assertThat(figures(run, 1).shown(RunMetric.TOTAL_THROUGHPUT)).isEmpty();

        run.accept(new ExchangeBuilder()
                .content(10)
                .done(11)
                .answer("three word answer")
                .turn(1, 0, 1, 40));
        TokenTotals tokens = figures(run, 2).totals().tokens();
        assertThat(tokens.input()).isEqualTo(new TokenTotals.Counted(40, 1, 1));
        assertThat(tokens.output()).isEqualTo(new TokenTotals.Counted(3, 1, 1));
    }

    @Test
    void retokenizedTotalAndDiscrepancy() {
        RunFigures figures = run.figures(0, new Retokenized(150, 110, 100, 5, 5), PercentileRule.LINEAR);

        assertThat(figures.shown(RunMetric.OUTPUT_TOKENS_RETOKENIZED)).hasValue(150);
        assertThat(figures.shown(RunMetric.OUTPUT_DISCREPANCY)).hasValue(10);
    }

    @Test
    void aRunOfNothingHasNoRates() {
        RunFigures figures = figures(run, 0);

        assertThat(figures.totals().outcomes().complete()).isTrue();
        assertThat(figures.distributions()).isEmpty();
        assertThat(figures.shown(RunMetric.DURATION)).isEmpty();
        assertThat(figures.shown(RunMetric.REQUEST_THROUGHPUT)).isEmpty();
        assertThat(figures.shown(RunMetric.REQUEST_RATE_ACHIEVED)).isEmpty();
        assertThat(figures.shown(RunMetric.CACHE_COVERAGE)).isEmpty();
        assertThat(figures.shown(RunMetric.OUTPUT_TOKENS)).hasValue(0);
    }

    @Test
    void aTurnThatWasNotSentCannotBeOkOrFailed() {
        assertThatThrownBy(() -> TurnRecord.unsent(0, "a", 0, 4, Outcome.CONNECT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
