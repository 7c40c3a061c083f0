package volley.metrics;

import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Bounds between which a percentile of the population lies in 95 % of runs or more, if the values are independent draws of
 * it: two of the sorted values, whatever its distribution. The number of values below the percentile q is binomial with
 * n and q, so the k-th smallest is above it with probability P(B &lt; k); the ranks are the innermost that leave at most
 * 2.5 % on each side (David and Nagaraja, Order Statistics, 7.1).
 *
 * <p>Each is absent where there are too few values: no rank leaves so little outside then.
 */
public record PercentileBounds(
        Optional<Between> median, Optional<Between> p90, Optional<Between> p95, Optional<Between> p99) {
    /** Where nothing is known, as of values that depend on one another. */
    static final PercentileBounds NONE =
            new PercentileBounds(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Values for which the 99th percentile has bounds, at least. */
    public static final long LEAST_VALUES_FOR_P99 = 368;

    private static final double OUTSIDE = 0.025;

    /** The bounds of one percentile. */
    public record Between(double low, double high) {
        private Between shownIn(Unit unit) {
            return new Between(unit.toShown(low), unit.toShown(high));
        }
    }

    /** @param sorted ascending values, of which the first {@code size} count */
    static PercentileBounds of(long[] sorted, int size) {
        return new PercentileBounds(
                between(sorted, size, 0.5),
                between(sorted, size, 0.9),
                between(sorted, size, 0.95),
                between(sorted, size, 0.99));
    }

    private static Optional<Between> between(long[] sorted, int size, double q) {
        BinomialDistribution below = BinomialDistribution.of(size, q);
        int low = below.inverseCumulativeProbability(OUTSIDE);
        int high = below.inverseCumulativeProbability(1 - OUTSIDE) + 1;
        return low < 1 || high > size ? Optional.empty() : Optional.of(new Between(sorted[low - 1], sorted[high - 1]));
    }

    PercentileBounds shownIn(Unit unit) {
        return new PercentileBounds(
                median.map(bounds -> bounds.shownIn(unit)),
                p90.map(bounds -> bounds.shownIn(unit)),
                p95.map(bounds -> bounds.shownIn(unit)),
                p99.map(bounds -> bounds.shownIn(unit)));
    }
}
