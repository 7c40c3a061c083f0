package volley.prefix;

import java.util.Arrays;

/**
 * How much of a workload's lookups an LRU prefix cache would answer at every capacity: hits(C) is the number of tokens
 * looked up whose reuse distance is at most C. All in tokens.
 *
 * <p>Distances within a run rise by one from token to token, so a run needs only its two ends, and hits(C) = sum of
 * max(0, C - begin) - sum of max(0, C - end). Exact; 16 bytes a run.
 */
public final class MissRatioCurve {
    private final long[] begins;
    private final long[] ends;
    private final long[] beginSums;
    private final long[] endSums;
    private final long lookedUpTokens;

    private MissRatioCurve(long[] begins, long[] ends, long lookedUpTokens) {
        this.begins = begins;
        this.ends = ends;
        this.lookedUpTokens = lookedUpTokens;
        Arrays.sort(begins);
        Arrays.sort(ends);
        beginSums = prefixSums(begins);
        endSums = prefixSums(ends);
    }

    /** Collects the runs of all requests. */
    public static final class Builder {
        private long[] begins = new long[1 << 10];
        private long[] ends = new long[1 << 10];
        private int runs;
        private long lookedUpTokens;
        private boolean sameRequest;

        /** Begins a request that looks up so many tokens, hit or not. */
        public void request(long tokens) {
            lookedUpTokens += tokens;
            sameRequest = false;
        }

        /**
         * Adds a known run of the request.
         *
         * @param usedSinceTokens as {@link UnlimitedCache.Visitor#run} has it, in tokens
         */
        public void run(long usedSinceTokens, long tokens) {
            if (sameRequest && ends[runs - 1] == usedSinceTokens) {
                ends[runs - 1] += tokens;
                return;
            }
            if (runs == begins.length) {
                begins = Arrays.copyOf(begins, runs * 2);
                ends = Arrays.copyOf(ends, runs * 2);
            }
            begins[runs] = usedSinceTokens;
            ends[runs++] = usedSinceTokens + tokens;
            sameRequest = true;
        }

        public MissRatioCurve build() {
            return new MissRatioCurve(Arrays.copyOf(begins, runs), Arrays.copyOf(ends, runs), lookedUpTokens);
        }
    }

    public long lookedUpTokens() {
        return lookedUpTokens;
    }

    /** Tokens an unlimited cache would have answered. */
    public long idealHitTokens() {
        return endSums[ends.length] - beginSums[begins.length];
    }

    /** Tokens that a cache of this capacity would have answered. */
    public long hitTokens(long capacityTokens) {
        return below(begins, beginSums, capacityTokens) - below(ends, endSums, capacityTokens);
    }

    /** {@link #hitTokens} over the tokens looked up, 0 to 1; 0 where nothing was looked up. */
    public double hitRate(long capacityTokens) {
        return lookedUpTokens == 0 ? 0 : (double) hitTokens(capacityTokens) / lookedUpTokens;
    }

    /** The capacity from which on nothing more is won: the largest reuse distance; 0 without any hit. */
    public long largestDistanceTokens() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** The smallest capacity that answers at least this share, 0 to 1, of what an unlimited cache would. */
    public long capacityForShareTokens(double share) {
        long wanted = (long) Math.ceil(idealHitTokens() * share);
        long low = 0;
        long high = largestDistanceTokens();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (hitTokens(middle) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Sum of max(0, capacity - value) over sorted values. */
    private static long below(long[] sorted, long[] sums, long capacity) {
        int count = Arrays.binarySearch(sorted, capacity);
        // Values equal to the capacity add nothing, so any of them will do.
        count = count < 0 ? -count - 1 : count;
        return capacity * count - sums[count];
    }

    private static long[] prefixSums(long[] values) {
        long[] sums = new long[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        return sums;
    }
}
