package volley.metrics;

import java.util.function.Function;

/**
 * A figure each completed request has many times, once per gap in its stream; kept in a histogram.
 *
 * @param gaps where its values are recorded
 */
public record GapMetric(
        int order, String id, String label, String formula, Unit unit, Function<StreamGaps, GapHistogram> gaps)
        implements Metric {}
