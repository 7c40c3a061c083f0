package volley.metrics;

import java.util.Optional;
import java.util.function.IntToLongFunction;

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

    /** The bounds of one percentile. */
    public record Between(double low, double high) {
        private Between shownIn(Unit unit) {
            return new Between(unit.toShown(low), unit.toShown(high));
        }
    }

    /** @param sorted the value of each rank, from 0 for the least of {@code size} */
    static PercentileBounds of(IntToLongFunction sorted, int size) {
        BoundRanks ranks = BoundRanks.of(size);
        return new PercentileBounds(
                ranks.median().of(sorted, size),
                ranks.p90().of(sorted, size),
                ranks.p95().of(sorted, size),
                ranks.p99().of(sorted, size));
    }

    PercentileBounds shownIn(Unit unit) {
        return new PercentileBounds(
                median.map(bounds -> bounds.shownIn(unit)),
                p90.map(bounds -> bounds.shownIn(unit)),
                p95.map(bounds -> bounds.shownIn(unit)),
                p99.map(bounds -> bounds.shownIn(unit)));
    }
}
