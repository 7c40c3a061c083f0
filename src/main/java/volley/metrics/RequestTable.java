package volley.metrics;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** The figures of every completed request: a row each, a column per {@link RequestMetric} and for {@link DialectMetric}s. */
final class RequestTable {
    private static final RequestMetric[] METRICS = RequestMetric.values();
    private static final DialectMetric[] DIALECTS = DialectMetric.values();

    private final EnumMap<RequestMetric, LongSeries> columns = new EnumMap<>(RequestMetric.class);
    /** The same, in the order of {@link #METRICS}. */
    private final LongSeries[] inOrder;
    /** In the order of {@link #DIALECTS}; some are also in the others. */
    private final LongSeries[] dialects = new LongSeries[DIALECTS.length];

    private int rows;

    RequestTable() {
        for (RequestMetric metric : RequestMetric.values()) {
            columns.put(metric, new LongSeries());
        }
        inOrder = columns.values().toArray(LongSeries[]::new);
        Arrays.setAll(dialects, i -> DIALECTS[i].sameAs().map(columns::get).orElseGet(LongSeries::new));
    }

    /** Appends a request, and returns its row. */
    int add(RequestFigures figures) {
        for (int i = 0; i < METRICS.length; i++) {
            inOrder[i].add(figures.get(METRICS[i]));
        }
        for (int i = 0; i < DIALECTS.length; i++) {
            if (DIALECTS[i].sameAs().isEmpty()) {
                dialects[i].add(DIALECTS[i].of(figures));
            }
        }
        return rows++;
    }

    /** Adds the client's count of a row's prompt, unless it has one. */
    void countPrompt(int row, int tokens) {
        LongSeries counts = columns.get(RequestMetric.PROMPT_TOKENS_BY_CLIENT);
        if (counts.get(row) == RequestFigures.ABSENT) {
            counts.set(row, tokens);
        }
    }

    /** Sums over the prompts of the chosen rows. */
    InputSums inputs(IntPredicate chosen) {
        return InputSums.of(
                columns.get(RequestMetric.PROMPT_TOKENS),
                columns.get(RequestMetric.PROMPT_TOKENS_BY_CLIENT),
                rows,
                chosen);
    }

    /** Summary of each metric that has a value. */
    Map<Metric, Stats> distributions(PercentileRule rule) {
        return distributions(column -> column.stats(rule));
    }

    /** The same of some of the rows. */
    Map<Metric, Stats> distributions(PercentileRule rule, BitSet ofRows) {
        return distributions(column -> column.stats(rule, ofRows));
    }

    private Map<Metric, Stats> distributions(Function<LongSeries, Optional<Stats>> summary) {
        Map<Metric, Stats> distributions = new HashMap<>();
        columns.forEach((metric, column) -> summary.apply(column).ifPresent(stats -> distributions.put(metric, stats)));
        return distributions;
    }

    /** Summary of each other tool's figure that has a value. */
    Map<DialectMetric, Stats> dialects() {
        Map<DialectMetric, Stats> given = new HashMap<>();
        for (int i = 0; i < DIALECTS.length; i++) {
            DialectMetric dialect = DIALECTS[i];
            dialects[i].stats(dialect.percentiles()).ifPresent(stats -> given.put(dialect, stats));
        }
        return given;
    }
}
