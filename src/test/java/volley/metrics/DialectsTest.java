package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.metrics.TokenTotals.Retokenized;

class DialectsTest {
    private static Map<DialectMetric, Stats> dialects(List<TurnRecord> turns) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        turns.forEach(run::accept);
        return run.figures(turns.size(), Retokenized.NONE, PercentileRule.LINEAR)
                .dialects();
    }

    private static double ms(Map<DialectMetric, Stats> dialects, DialectMetric metric) {
        return dialects.get(metric).shownIn(metric.unit()).mean();
    }

    @Test
    void oneRequestInEveryTongue() {
        // Sent at 0; a comment, the role at 20, 5 tokens in events at 100, 140 and 180, [DONE] at 200.
        Map<DialectMetric, Stats> dialects = dialects(List.of(new ExchangeBuilder()
                .sent(0)
                .event(10, EventKind.COMMENT)
                .event(20, EventKind.ROLE)
                .content(100, 140, 180)
                .event(180, EventKind.FINISH)
                .event(200, EventKind.DONE)
                .usage(7, 5, 0)
                .turn()));

        assertThat(dialects).containsOnlyKeys(DialectMetric.values());
        assertThat(ms(dialects, DialectMetric.SGLANG_TPOT)).isEqualTo((200 - 100) / 4.0);
        assertThat(ms(dialects, DialectMetric.VLLM_TPOT)).isEqualTo((180 - 20) / 4.0);
        assertThat(ms(dialects, DialectMetric.VLLM_TTFT)).isEqualTo(20);
        assertThat(ms(dialects, DialectMetric.HICACHE_LATENCY)).isEqualTo(200);
        assertThat(ms(dialects, DialectMetric.GUIDELLM_TPOT)).isEqualTo(180 / 5.0);
        assertThat(ms(dialects, DialectMetric.LLM_LOAD_TEST_TPOT)).isEqualTo(80 / 5.0);
        assertThat(ms(dialects, DialectMetric.LLMPERF_ITL)).isEqualTo(180 / 5.0);
    }

    @Test
    void pausesBeforeTheFirstTextAndAfterTheLastCountAsTheToolsCountThem() {
        // The role at 30, a thought at 500, a tool call at 550, text to 840, tokens without text to 1,600, the finish
        // reason at 1,740, [DONE] at 2,000: 6 tokens, one of them the finish's.
        Map<DialectMetric, Stats> dialects = dialects(List.of(new ExchangeBuilder()
                .sent(0)
                .event(30, EventKind.ROLE)
                .event(500, EventKind.REASONING)
                .event(550, EventKind.TOOL)
                .event(840, EventKind.CONTENT)
                .event(1200, EventKind.EMPTY)
                .event(1600, EventKind.EMPTY)
                .event(1740, EventKind.FINISH)
                .event(1990, EventKind.USAGE, 6)
                .event(2000, EventKind.DONE)
                .usage(7, 6, 0)
                .turn()));

        assertThat(ms(dialects, DialectMetric.SGLANG_TPOT)).isEqualTo((2000 - 500) / 5.0);
        assertThat(ms(dialects, DialectMetric.VLLM_TPOT)).isEqualTo((1740 - 30) / 5.0);
        assertThat(ms(dialects, DialectMetric.GUIDELLM_TPOT)).isEqualTo(1740 / 6.0);
    }

    @Test
    void aToolCallAloneIsNoTextToSglang() {
        Map<DialectMetric, Stats> dialects = dialects(List.of(new ExchangeBuilder()
                .sent(0)
                .event(500, EventKind.TOOL)
                .event(600, EventKind.TOOL)
                .done(700)
                .usage(7, 2, 0)
                .turn()));

        assertThat(dialects).doesNotContainKey(DialectMetric.SGLANG_TPOT);
        assertThat(ms(dialects, DialectMetric.VLLM_TPOT)).isEqualTo(200);
    }

    @Test
    void whatCannotBeSharedIsAbsent() {
        Map<DialectMetric, Stats> oneToken = dialects(List.of(new ExchangeBuilder()
                .sent(0)
                .content(100)
                .done(101)
                .usage(7, 1, 0)
                .turn()));
        assertThat(oneToken).doesNotContainKeys(DialectMetric.SGLANG_TPOT, DialectMetric.VLLM_TPOT);
        assertThat(ms(oneToken, DialectMetric.LLM_LOAD_TEST_TPOT)).isZero();

        Map<DialectMetric, Stats> uncounted = dialects(List.of(
                new ExchangeBuilder().sent(0).content(100, 110).done(111).turn()));
        assertThat(uncounted).containsOnlyKeys(DialectMetric.VLLM_TTFT, DialectMetric.HICACHE_LATENCY);

        Map<DialectMetric, Stats> onePiece = dialects(List.of(new ExchangeBuilder()
                .sent(0)
                .event(50, EventKind.CONTENT)
                .event(50, EventKind.FINISH)
                .usage(7, 4, 0)
                .turn()));
        assertThat(onePiece).containsOnlyKeys(DialectMetric.HICACHE_LATENCY, DialectMetric.GUIDELLM_TPOT);
    }

    @Test
    void hicacheReadsPercentilesByIndex() {
        List<TurnRecord> turns = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            turns.add(new ExchangeBuilder().sent(0).content(i).done(i * 10).turn());
        }
        Stats stats = dialects(turns).get(DialectMetric.HICACHE_LATENCY).shownIn(Unit.MILLISECONDS);
        assertThat(stats.median()).isEqualTo(60); // sorted[5], where the linear rule gives 55
        assertThat(stats.p90()).isEqualTo(100);
    }

    @Test
    void idsAreTheirOwn() {
        assertThat(DialectMetric.values()).extracting(Metric::id).doesNotHaveDuplicates();
        assertThat(DialectMetric.values())
                .extracting(Metric::id)
                .doesNotContainAnyElementsOf(
                        MetricCatalogue.ALL.stream().map(Metric::id).toList());
    }
}
