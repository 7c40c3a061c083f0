package volley.metrics;

import java.util.Arrays;

/**
 * Consecutive rows of a column, some perhaps without a value. While rows are added, 4 bytes each, or 8 where a value needs
 * them; once packed, as many as the difference between the least and the greatest value takes: none where all are the same,
 * such as the length of answers of a fixed length. Not thread-safe.
 */
final class SeriesPart {
    private static final int ABSENT = Integer.MIN_VALUE;

    private final int rows;
    private int[] narrow;
    private long[] wide;
    /** As differences from {@link #base}, 0 standing for no value. */
    private byte[] bytes;
    /** The same. */
    private char[] chars;

    private long base;

    SeriesPart(int rows) {
        this.rows = rows;
        narrow = new int[rows];
        Arrays.fill(narrow, ABSENT);
    }

    void set(int row, long value) {
        unpack();
        boolean fits = value == (int) value && value != ABSENT;
        if (wide == null && !fits) {
            wide = new long[rows];
            for (int i = 0; i < rows; i++) {
                wide[i] = narrow[i] == ABSENT ? RequestFigures.ABSENT : narrow[i];
            }
            narrow = null;
        }
        if (wide == null) {
            narrow[row] = (int) value;
        } else {
            wide[row] = value;
        }
    }

    /** Value of a row, or {@link RequestFigures#ABSENT}. */
    long get(int row) {
        if (narrow != null) {
            return narrow[row] == ABSENT ? RequestFigures.ABSENT : narrow[row];
        }
        if (wide != null) {
            return wide[row];
        }
        if (bytes != null) {
            return bytes[row] == 0 ? RequestFigures.ABSENT : base + Byte.toUnsignedInt(bytes[row]);
        }
        if (chars != null) {
            return chars[row] == 0 ? RequestFigures.ABSENT : base + chars[row];
        }
        return base;
    }

    /** To be called when its rows are complete; one may still be set. */
    void pack() {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        boolean complete = true;
        for (int row = 0; row < rows; row++) {
            long value = get(row);
            if (value == RequestFigures.ABSENT) {
                complete = false;
            } else {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        // Half of all longs: a difference of two fits.
        if (least > greatest || least < Long.MIN_VALUE / 2 || greatest > Long.MAX_VALUE / 2) {
            return;
        }
        if (complete && least == greatest) {
            base = least;
        } else if (greatest - least < 0xff) {
            packInBytes(least - 1);
        } else if (greatest - least < 0xffff) {
            packInChars(least - 1);
        } else {
            return;
        }
        narrow = null;
        wide = null;
    }

    private void packInBytes(long below) {
        byte[] packed = new byte[rows];
        for (int row = 0; row < rows; row++) {
            long value = get(row);
            packed[row] = value == RequestFigures.ABSENT ? 0 : (byte) (value - below);
        }
        bytes = packed;
        base = below;
    }

    private void packInChars(long below) {
        char[] packed = new char[rows];
        for (int row = 0; row < rows; row++) {
            long value = get(row);
            packed[row] = value == RequestFigures.ABSENT ? 0 : (char) (value - below);
        }
        chars = packed;
        base = below;
    }

    private void unpack() {
        if (narrow != null || wide != null) {
            return;
        }
        long[] values = new long[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = get(row);
        }
        wide = values;
        bytes = null;
        chars = null;
    }
}
