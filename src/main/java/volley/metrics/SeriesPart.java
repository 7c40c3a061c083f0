package volley.metrics;

/**
 * Consecutive rows of a column, some perhaps without a value, in as many bytes as the difference between the least and the greatest
 * value takes: none where all are the same, such as the length of answers of a fixed length. Not thread-safe.
 */
final class SeriesPart {
    private final int rows;

    /** As differences from {@link #base}, 0 standing for no value; at most one of the arrays is there. */
    private byte[] bytes;
    /** The same. */
    private char[] chars;
    /** The same, without a sign. */
    private int[] ints;
    /** The values themselves. */
    private long[] longs;

    /** Without any array the value of each row, or {@link RequestFigures#ABSENT}. */
    private long base;

    /** @param values of each row, or {@link RequestFigures#ABSENT}; copied */
    SeriesPart(long[] values) {
        rows = values.length;
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean complete = true;
        for (long value : values) {
            if (value == RequestFigures.ABSENT) {
                complete = false;
            } else {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        if (least > greatest) {
            base = RequestFigures.ABSENT;
        } else if (complete && least == greatest) {
            base = least;
        } else {
            base = least - 1;
            // Half of all longs: a difference of two fits.
            boolean fits = least >= Long.MIN_VALUE / 2 && greatest <= Long.MAX_VALUE / 2;
            keep(values, fits ? greatest - base : Long.MAX_VALUE);
        }
    }

    private void keep(long[] values, long greatest) {
        if (greatest <= 0xff) {
            bytes = new byte[rows];
        } else if (greatest <= 0xffff) {
            chars = new char[rows];
        } else if (greatest <= 0xffff_ffffL) {
            ints = new int[rows];
        } else {
            longs = values.clone();
            return;
        }
        for (int row = 0; row < rows; row++) {
            long difference = values[row] == RequestFigures.ABSENT ? 0 : values[row] - base;
            if (bytes != null) {
                bytes[row] = (byte) difference;
            } else if (chars != null) {
                chars[row] = (char) difference;
            } else {
                ints[row] = (int) difference;
            }
        }
    }

    /** Value of a row, or {@link RequestFigures#ABSENT}. */
    long get(int row) {
        if (longs != null) {
            return longs[row];
        }
        if (ints != null) {
            return value(Integer.toUnsignedLong(ints[row]));
        }
        if (chars != null) {
            return value(chars[row]);
        }
        return bytes != null ? value(Byte.toUnsignedLong(bytes[row])) : base;
    }

    private long value(long difference) {
        return difference == 0 ? RequestFigures.ABSENT : base + difference;
    }

    /** Writes the value of each row, or {@link RequestFigures#ABSENT}. */
    void copyTo(long[] values) {
        for (int row = 0; row < rows; row++) {
            values[row] = get(row);
        }
    }

    /** Gives a row a value; all rows take 8 bytes from then on. */
    void set(int row, long value) {
        if (longs == null) {
            long[] values = new long[rows];
            copyTo(values);
            longs = values;
            bytes = null;
            chars = null;
            ints = null;
        }
        longs[row] = value;
    }
}
