package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.config.SloSettings;
import volley.metrics.TokenTotals.Retokenized;

class TargetsTest {
    private static SloSettings.Limit limit(String metric, String statistic, double value) {
        return new SloSettings.Limit(metric, statistic, value, "volley.test");
    }

    private static Targets targets(List<SloSettings.Limit> goodput, SloSettings.Limit... objectives) {
        return Targets.of(new SloSettings(goodput, List.of(objectives)));
    }

    private static RunFigures run(Targets targets, long planned) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, Duration.ZERO, targets.goodput(), null);
        run.accept(stream(100, 150)); // both limits met exactly
        run.accept(stream(100.001, 150)); // TTFT missed by a microsecond
        run.accept(stream(50, 101)); // TPOT missed
        run.accept(new ExchangeBuilder()
                .sent(0)
                .content(90)
                .done(90)
                .usage(5, 1, 0)
                .turn()); // no TPOT to miss
        run.accept(new ExchangeBuilder()
                .sent(0)
                .event(80, EventKind.CONTENT)
                .event(80, EventKind.FINISH)
                .usage(5, 4, 0)
                .turn()); // in one piece: no TTFT, so not good
        run.accept(new ExchangeBuilder()
                .sent(0)
                .content(10)
                .failed(2000, Outcome.TRUNCATED, 200, "reset")
                .turn());
        run.accept(TurnRecord.unsent(1, "b", 1, 4, Outcome.SKIPPED_AFTER_FAILURE));
        run.accept(TurnRecord.unsent(1, "b", 2, 4, Outcome.CANCELLED));
        return run.figures(planned, Retokenized.NONE, PercentileRule.LINEAR);
    }

    private static TurnRecord stream(double firstMs, double lastMs) {
        return new ExchangeBuilder()
                .sent(0)
                .content(firstMs, lastMs)
                .done(lastMs)
                .usage(5, 2, 0)
                .turn();
    }

    @Test
    void errorsAndUnsentTurnsAreNotGood() {
        Targets targets = targets(List.of(limit("ttft", "", 100), limit("tpot", "", 50)));
        RunFigures figures = run(targets, 8);

        assertThat(figures.totals().good()).isEqualTo(2);
        assertThat(figures.shown(RunMetric.GOODPUT)).hasValue(1); // over 2 s
        assertThat(figures.shown(RunMetric.GOOD_FRACTION)).hasValue(25);
    }

    @Test
    void withoutLimitsGoodputIsAbsent() {
        RunFigures figures = run(Targets.NONE, 8);
        assertThat(figures.shown(RunMetric.GOODPUT)).isEmpty();
        assertThat(figures.shown(RunMetric.GOOD_FRACTION)).isEmpty();
    }

    @Test
    void objectivesAreJudgedInTheUnitShown() {
        Targets targets = targets(
                List.of(),
                limit("ttft", "max", 100),
                limit("ttft", "p50", 95.01),
                limit("request_throughput", "min", 2.5),
                limit("request_throughput", "min", 2.6),
                limit("concurrency", "max", 1.4),
                limit("cache_hit_rate_device", "min", 0));
        List<Objective.Verdict> verdicts = targets.judge(run(targets, 8));

        assertThat(verdicts).extracting(Objective.Verdict::met).containsExactly(false, true, true, false, true, false);
        assertThat(verdicts.get(0).value().getAsDouble()).isCloseTo(100.001, within(1e-9));
        assertThat(verdicts)
                .extracting(Objective.Verdict::text)
                .containsExactly(
                        "ttft max <= 100 ms: MISSED with 100.001 ms",
                        "ttft p50 <= 95.01 ms: met with 95.000 ms",
                        "request_throughput >= 2.5 requests/s: met with 2.500 requests/s",
                        "request_throughput >= 2.6 requests/s: MISSED with 2.500 requests/s",
                        "concurrency <= 1.4 requests: met with 1.286 requests",
                        "cache_hit_rate_device >= 0 %: MISSED with no value");
    }

    @Test
    void whatIsNoMetricIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> targets(List.of(limit("e2e", "", 100))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.test: e2e is not a time of a request; give one of e2e_latency, ");
        assertThatThrownBy(() -> targets(List.of(limit("output_tokens", "", 100))))
                .isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> targets(List.of(), limit("ttft", "p98", 1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("give one of max, mean, p50, p90, p95, p99");
        assertThatThrownBy(() -> targets(List.of(), limit("goodput", "mean", 1)))
                .hasMessageContaining("give one of min, max");
        assertThatThrownBy(() -> targets(List.of(), limit("sglang_tpot", "mean", 1)))
                .hasMessageContaining("is not a metric");
    }

    @Test
    void objectivesOfGoodRequestsNeedToKnowWhatIsGood() {
        for (String metric : List.of("goodput", "good_fraction")) {
            assertThatThrownBy(() -> targets(List.of(), limit(metric, "min", 1)))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("volley.test limits " + metric)
                    .hasMessageContaining("give -Dvolley.goodput too");
            assertThat(targets(List.of(limit("ttft", "", 100)), limit(metric, "min", 1))
                            .objectives())
                    .hasSize(1);
        }
    }
}
