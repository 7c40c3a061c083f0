package volley.client;

import java.util.Arrays;

/**
 * When the bytes of one read were received: pieces one after the other, each with the time at which its last byte was.
 * Arrays that double, so a read allocates nothing. Used by one event loop.
 */
final class Arrivals {
    private int[] ends = new int[2];
    private long[] timesNs = new long[2];
    private int size;
    private boolean together;
    private boolean firstUnknown;

    /** Nothing is known. */
    void clear() {
        size = 0;
        together = false;
        firstUnknown = false;
    }

    /**
     * Appends a piece.
     *
     * @param end of it, in bytes from the start of the read; the last piece takes what is behind its own, too
     * @param timeNs when its last byte was received, on the nanosecond clock
     */
    void add(int end, long timeNs) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            timesNs = Arrays.copyOf(timesNs, 2 * size);
        }
        ends[size] = end;
        timesNs[size++] = timeNs;
    }

    /** Nothing is known of when they came, but that it was before they were read. */
    void areUnknown() {
        clear();
        firstUnknown = true;
    }

    /** Appends the first piece, of which nothing is known but that it came before {@code timeNs}. */
    void addUnknown(int end, long timeNs) {
        firstUnknown = true;
        add(end, timeNs);
    }

    /** The bytes of a piece are known to have been received at once: what ends inside of it has its time, too. */
    void areTogether() {
        together = true;
    }

    /**
     * Makes no piece earlier than the one before it. Two processors note segments of one connection at the same time, and a wall
     * clock is set back: a gap below 0 would be no gap.
     *
     * @param fromNs before which none came
     * @param toNs after which none came
     */
    void putInOrder(long fromNs, long toNs) {
        long earliestNs = fromNs;
        for (int i = 0; i < size; i++) {
            timesNs[i] = Math.min(toNs, Math.max(earliestNs, timesNs[i]));
            earliestNs = timesNs[i];
        }
    }

    int size() {
        return size;
    }

    int end(int piece) {
        return ends[piece];
    }

    long timeNs(int piece) {
        return timesNs[piece];
    }

    boolean together() {
        return together;
    }

    boolean isUnknown(int piece) {
        return piece == 0 && firstUnknown;
    }
}
