package volley.metrics;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** The figures of every completed request: a row each, a column per {@link RequestMetric}. */
final class RequestTable {
    private static final RequestMetric[] METRICS = RequestMetric.values();

    private final EnumMap<RequestMetric, LongSeries> columns = new EnumMap<>(RequestMetric.class);
    /** The same, in the order of {@link #METRICS}. */
    private final LongSeries[] inOrder;
    /** For other tools' figures only: no figure of Volley starts at an event without a token. */
    private final LongSeries firstEventsNs = new LongSeries();

    private final LongSeries firstTextsNs = new LongSeries();
    private final LongSeries lastChoicesNs = new LongSeries();

    private int rows;

    RequestTable() {
        for (RequestMetric metric : RequestMetric.values()) {
            columns.put(metric, new LongSeries());
        }
        inOrder = columns.values().toArray(LongSeries[]::new);
    }

    /** Appends a request, and returns its row. */
    int add(RequestFigures figures) {
        for (int i = 0; i < METRICS.length; i++) {
            inOrder[i].add(figures.get(METRICS[i]));
        }
        firstEventsNs.add(figures.firstEventNs());
        firstTextsNs.add(figures.firstTextNs());
        lastChoicesNs.add(figures.lastChoiceNs());
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

    /**
     * Summary of each metric that has a value.
     *
     * @param whole in any row
     * @param part in one of some of the rows
     */
    record Distributions(Map<Metric, Stats> whole, Map<Metric, Stats> part) {}

    Distributions distributions(PercentileRule rule, BitSet rowsOfPart) {
        Distributions distributions = new Distributions(new HashMap<>(), new HashMap<>());
        columns.forEach((metric, column) -> {
            LongSeries.Summaries of = column.stats(rule, rowsOfPart);
            of.whole().ifPresent(stats -> distributions.whole().put(metric, stats));
            of.part().ifPresent(stats -> distributions.part().put(metric, stats));
        });
        return distributions;
    }

    /** Summary of each other tool's figure that has a value. */
    Map<DialectMetric, Stats> dialects() {
        Map<DialectMetric, Stats> dialects = new HashMap<>();
        Row request = new Row();
        for (DialectMetric dialect : DialectMetric.values()) {
            LongSeries values = new LongSeries();
            for (request.row = 0; request.row < rows; request.row++) {
                values.add(dialect.of(request));
            }
            values.stats(dialect.percentiles()).ifPresent(stats -> dialects.put(dialect, stats));
        }
        return dialects;
    }

    /** One row after the other. */
    private final class Row implements DialectMetric.CompletedRequest {
        private int row;

        @Override
        public long get(RequestMetric metric) {
            return columns.get(metric).get(row);
        }

        @Override
        public long firstEventNs() {
            return firstEventsNs.get(row);
        }

        @Override
        public long firstTextNs() {
            return firstTextsNs.get(row);
        }

        @Override
        public long lastChoiceNs() {
            return lastChoicesNs.get(row);
        }
    }
}
