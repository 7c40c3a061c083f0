package volley.metrics;

import java.util.function.DoubleUnaryOperator;

/**
 * Summary of at least one value.
 *
 * @param count number of values
 * @param std standard deviation of the population (numpy's default, {@code ddof=0})
 * @param bounds of the percentiles
 */
public record Stats(
        long count, double mean, double std, double min, double max, Percentiles percentiles, PercentileBounds bounds) {
    /** Of no value: no figure at all. */
    public static final Stats NONE = new Stats(
            0,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Percentiles.of(percent -> Double.NaN),
            PercentileBounds.NONE);

    /** The percentiles that are shown. */
    public record Percentiles(double median, double p90, double p95, double p99) {
        /** Asks for each by its percentage, such as 99. */
        public static Percentiles of(DoubleUnaryOperator percentile) {
            return new Percentiles(
                    percentile.applyAsDouble(50),
                    percentile.applyAsDouble(90),
                    percentile.applyAsDouble(95),
                    percentile.applyAsDouble(99));
        }
    }

    public double median() {
        return percentiles.median();
    }

    public double p90() {
        return percentiles.p90();
    }

    public double p95() {
        return percentiles.p95();
    }

    public double p99() {
        return percentiles.p99();
    }

    /** The same in the unit shown. */
    public Stats shownIn(Unit unit) {
        return new Stats(
                count,
                unit.toShown(mean),
                unit.toShown(std),
                unit.toShown(min),
                unit.toShown(max),
                new Percentiles(unit.toShown(median()), unit.toShown(p90()), unit.toShown(p95()), unit.toShown(p99())),
                bounds.shownIn(unit));
    }
}
