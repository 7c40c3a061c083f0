package volley.metrics;

import java.util.function.Function;

/**
 * A figure each completed request has many times, once per gap in its stream; kept in a histogram.
 *
 * @param perToken whether it needs the tokens of each event, so that streams may be excluded: see {@link ItlCoverage}
 * @param gaps where its values are recorded
 */
public record GapMetric(
        int order,
        String id,
        String label,
        String formula,
        Unit unit,
        boolean perToken,
        Function<StreamGaps, GapHistogram> gaps)
        implements Metric {}
