package volley.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** The figures of every completed request: a row each, a column per {@link RequestMetric}. */
final class RequestTable {
    private final Map<RequestMetric, LongSeries> columns = new LinkedHashMap<>();
    private int rows;

    RequestTable() {
        List<RequestMetric> kept = new ArrayList<>(RequestMetrics.ALL);
        kept.add(Dialects.FIRST_EVENT);
        kept.forEach(metric -> columns.put(metric, new LongSeries()));
    }

    /** Appends a request, and returns its row. */
    int add(RequestFigures figures) {
        columns.forEach((metric, column) -> column.add(metric.figure().applyAsLong(figures)));
        return rows++;
    }

    /** Summary of each metric that has a value in one of the chosen rows. */
    Map<Metric, Stats> distributions(PercentileRule rule, IntPredicate chosen) {
        Map<Metric, Stats> distributions = new HashMap<>();
        for (RequestMetric metric : RequestMetrics.ALL) {
            columns.get(metric).stats(rule, chosen).ifPresent(stats -> distributions.put(metric, stats));
        }
        return distributions;
    }

    /** Summary of each other tool's figure that has a value. */
    Map<DialectMetric, Stats> dialects() {
        Map<DialectMetric, Stats> dialects = new HashMap<>();
        for (DialectMetric dialect : Dialects.ALL) {
            LongSeries values = new LongSeries();
            for (int i = 0; i < rows; i++) {
                int row = i;
                values.add(dialect.figure()
                        .applyAsLong(metric -> columns.get(metric).get(row)));
            }
            values.stats(dialect.percentiles()).ifPresent(stats -> dialects.put(dialect, stats));
        }
        return dialects;
    }
}
