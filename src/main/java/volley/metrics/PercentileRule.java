package volley.metrics;

import java.util.function.IntToLongFunction;

/** How a percentile is read from sorted values. Tools differ, and on few values visibly so. */
public enum PercentileRule {
    /** numpy's default, used by {@code bench_serving}: linear between the two nearest ranks of {@code q * (n - 1)}. */
    LINEAR {
        @Override
        public double of(IntToLongFunction sorted, int size, double q) {
            double rank = q * (size - 1);
            int below = (int) rank;
            double share = rank - below;
            double low = sorted.applyAsLong(below);
            double high = sorted.applyAsLong(Math.min(below + 1, size - 1));
            // The two forms keep the result exact at both ends, as numpy's do.
            return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
        }
    },
    /** {@code sorted[int(q * n)]}, used by {@code bench_multiturn}; {@code q = 1} is the last value. */
    INDEX {
        @Override
        public double of(IntToLongFunction sorted, int size, double q) {
            return sorted.applyAsLong(Math.min((int) (q * size), size - 1));
        }
    };

    /**
     * The percentile.
     *
     * @param sorted the value of each rank, from 0 for the least
     * @param size how many values there are; at least 1
     * @param q share of the values, in [0, 1]
     */
    public abstract double of(IntToLongFunction sorted, int size, double q);

    /** As the other, of an array of which the first {@code size} values count. */
    public double of(long[] sorted, int size, double q) {
        return of(rank -> sorted[rank], size, q);
    }
}
