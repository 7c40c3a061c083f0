package volley.metrics;

import java.util.Arrays;

/**
 * Finds the values of some ranks among many without sorting them: first it is told the ranks, then it is shown all values and keeps
 * those of the few buckets in which the ranks lie, and these it sorts.
 */
final class RankSelection {
    private final int first;
    /** By place of a bucket: values in those before it. */
    private final int[] below;
    /** By place: whether its values are to be kept. */
    private final boolean[] wanted;

    private boolean anyWanted;
    private long[] kept = new long[1 << 10];
    private int size;

    /** @param counts of the values */
    RankSelection(BucketCounts counts) {
        first = counts.first();
        below = counts.below();
        wanted = new boolean[below.length];
    }

    /** @param rank from 0 for the least value */
    void want(int rank) {
        int place = placeOf(rank);
        if (!BucketCounts.isOfOneValue(first + place)) {
            wanted[place] = true;
            anyWanted = true;
        }
    }

    /** Whether it needs to see the values. */
    boolean needsValues() {
        return anyWanted;
    }

    /** Shows it some of the values; {@link RequestFigures#ABSENT} is none. */
    void show(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (values[i] != RequestFigures.ABSENT && wanted[BucketCounts.bucket(values[i]) - first]) {
                keep(values[i]);
            }
        }
    }

    private void keep(long value) {
        if (size == kept.length) {
            kept = Arrays.copyOf(kept, 2 * size);
        }
        kept[size++] = value;
    }

    /** To be called when all values were shown. */
    void sort() {
        LongSort.sort(kept, size);
    }

    /** The value of a rank that was wanted. */
    long at(int rank) {
        int place = placeOf(rank);
        if (BucketCounts.isOfOneValue(first + place)) {
            return BucketCounts.value(first + place);
        }
        int lower = 0;
        for (int other = 0; other < place; other++) {
            lower += wanted[other] ? below[other + 1] - below[other] : 0;
        }
        return kept[lower + rank - below[place]];
    }

    /** The last place with at most {@code rank} values before it has one of that rank, and no empty one has. */
    private int placeOf(int rank) {
        int from = 0;
        int to = below.length - 1;
        while (to - from > 1) {
            int middle = (from + to) >>> 1;
            if (below[middle] <= rank) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
