package volley.metrics;

import java.util.function.DoubleUnaryOperator;

/**
 * Summary of at least one value.
 *
 * @param count number of values
 * @param std standard deviation of the population (numpy's default, {@code ddof=0})
 */
public record Stats(
        long count,
        double mean,
        double median,
        double std,
        double min,
        double max,
        double p90,
        double p95,
        double p99) {

    /** The same in the unit shown. */
    public Stats shownIn(Unit unit) {
        DoubleUnaryOperator to = unit::toShown;
        return new Stats(
                count,
                to.applyAsDouble(mean),
                to.applyAsDouble(median),
                to.applyAsDouble(std),
                to.applyAsDouble(min),
                to.applyAsDouble(max),
                to.applyAsDouble(p90),
                to.applyAsDouble(p95),
                to.applyAsDouble(p99));
    }
}
