package volley.metrics;

/**
 * How many values lie in each bucket: one for each integer up to 511 on either side of 0, and from there on 256 for each power of two,
 * so that none is wider than 0.4 % of its values. It tells in which buckets the values of given ranks lie. It has room for the
 * buckets between the least and the greatest value only. Not thread-safe.
 */
final class BucketCounts {
    private static final int BITS = 9;
    private static final int PER_POWER = 1 << (BITS - 1);

    /** Bucket of the value 0. */
    private static final int ZERO = (Long.SIZE - BITS + 1) * PER_POWER;

    private int first;
    private int[] counts = {};

    BucketCounts() {}

    BucketCounts(BucketCounts from) {
        first = from.first;
        counts = from.counts.clone();
    }

    /** Buckets are in the order of their values. */
    static int bucket(long value) {
        long distance = value ^ (value >> (Long.SIZE - 1)); // of a negative value from -1
        int shift = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(distance));
        int place = shift * PER_POWER + (int) (distance >>> shift);
        return value < 0 ? ZERO - 1 - place : ZERO + place;
    }

    /** Whether all values of a bucket are equal; then they are {@link #value}. */
    static boolean isOfOneValue(int bucket) {
        return bucket >= ZERO - 2 * PER_POWER && bucket < ZERO + 2 * PER_POWER;
    }

    /** The value of a bucket of one value. */
    static long value(int bucket) {
        return (long) bucket - ZERO;
    }

    void add(long value) {
        int place = bucket(value) - first;
        if (place < 0 || place >= counts.length) {
            makeRoom(place + first);
            place = bucket(value) - first;
        }
        counts[place]++;
    }

    /** @param value one that was added */
    void remove(long value) {
        counts[bucket(value) - first]--;
    }

    private void makeRoom(int bucket) {
        int from = bucket / PER_POWER * PER_POWER;
        int to = from + PER_POWER;
        if (counts.length == 0) {
            counts = new int[PER_POWER];
            first = from;
            return;
        }
        int least = Math.min(first, from);
        int[] more = new int[Math.max(first + counts.length, to) - least];
        System.arraycopy(counts, 0, more, first - least, counts.length);
        counts = more;
        first = least;
    }

    /** The first bucket that there is room for. */
    int first() {
        return first;
    }

    /** For each bucket from the first on the number of values in those before it, and at the end the number of all. */
    int[] below() {
        int[] below = new int[counts.length + 1];
        for (int place = 0; place < counts.length; place++) {
            below[place + 1] = below[place] + counts[place];
        }
        return below;
    }
}
