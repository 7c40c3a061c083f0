package volley.metrics;

import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The ranks of the values of which {@link PercentileBounds} are made, from 1; they hang on the number of values alone. */
record BoundRanks(int size, Between median, Between p90, Between p95, Between p99) {
    private static final double OUTSIDE = 0.025;

    /** A run's figures have few numbers of values, and all of them are made one after the other. */
    private static volatile BoundRanks last = new BoundRanks(0);

    private BoundRanks(int size) {
        this(size, Between.of(size, 0.5), Between.of(size, 0.9), Between.of(size, 0.95), Between.of(size, 0.99));
    }

    static BoundRanks of(int size) {
        BoundRanks ranks = last;
        if (ranks.size != size) {
            ranks = new BoundRanks(size);
            last = ranks;
        }
        return ranks;
    }

    /** The bounds of one percentile, where there are that many values. */
    record Between(int low, int high) {
        private static Between of(int size, double q) {
            BinomialDistribution below = BinomialDistribution.of(size, q);
            return new Between(
                    below.inverseCumulativeProbability(OUTSIDE), below.inverseCumulativeProbability(1 - OUTSIDE) + 1);
        }

        /** @param sorted the value of each rank, from 0 for the least of {@code size} */
        Optional<PercentileBounds.Between> of(IntToLongFunction sorted, int size) {
            return low < 1 || high > size
                    ? Optional.empty()
                    : Optional.of(
                            new PercentileBounds.Between(sorted.applyAsLong(low - 1), sorted.applyAsLong(high - 1)));
        }
    }
}
