package volley.metrics;

import java.util.Arrays;

/**
 * Sorts by digits: at the end of a run the JVM has not compiled the library's sort, and much of it is then slow; two short
 * loops are compiled at once.
 */
public final class LongSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    /** Below it the library's sort is as quick. */
    private static final int FEW = 2_000;

    private LongSort() {}

    /** Sorts all values. */
    public static void sort(long[] values) {
        sort(values, values.length);
    }

    /** Sorts the first {@code size} values. */
    public static void sort(long[] values, int size) {
        if (size < FEW) {
            Arrays.sort(values, 0, size);
            return;
        }
        long least = values[0];
        long most = values[0];
        boolean sorted = true;
        for (int i = 1; i < size; i++) {
            sorted &= values[i - 1] <= values[i];
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        if (sorted) {
            return;
        }
        // Also where it does not fit: as a number without a sign it is right.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(most - least);
        long[] from = values;
        long[] to = new long[size];
        for (int shift = 0; shift < bits; shift += DIGIT_BITS) {
            byDigit(from, to, size, least, shift);
            long[] swap = from;
            from = to;
            to = swap;
        }
        if (from != values) {
            System.arraycopy(from, 0, values, 0, size);
        }
    }

    /** Values of an equal digit stay in their order. */
    private static void byDigit(long[] from, long[] to, int size, long least, int shift) {
        int[] place = new int[DIGITS + 1];
        for (int i = 0; i < size; i++) {
            place[digit(from[i], least, shift) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            place[digit + 1] += place[digit];
        }
        for (int i = 0; i < size; i++) {
            to[place[digit(from[i], least, shift)]++] = from[i];
        }
    }

    private static int digit(long value, long least, int shift) {
        return (int) ((value - least) >>> shift) & (DIGITS - 1);
    }
}
