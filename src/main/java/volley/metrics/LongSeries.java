package volley.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A column of a run's values, so that percentiles are exact: in 4 bytes each, or 8 where one of its neighbours needs them.
 * It grows without being copied, which would take the room of twice the column at once. A row may have no value
 * ({@link RequestFigures#ABSENT}); rows without any cost nothing. Not thread-safe.
 */
public final class LongSeries {
    private static final int PART_ROWS = 1 << 10;

    private final List<Part> parts = new ArrayList<>();
    private int rows;
    private int given;

    /** Appends a row. */
    void add(long value) {
        if (value != RequestFigures.ABSENT) {
            put(rows, value);
        }
        rows++;
    }

    /** Gives a value to a row that was appended without one. */
    void set(int row, long value) {
        if (get(row) != RequestFigures.ABSENT || value == RequestFigures.ABSENT) {
            throw new IllegalArgumentException("row " + row + " has a value, or is to have none");
        }
        put(row, value);
    }

    private void put(int row, long value) {
        int index = row / PART_ROWS;
        while (parts.size() <= index) {
            parts.add(null);
        }
        if (parts.get(index) == null) {
            parts.set(index, new Part());
        }
        parts.get(index).set(row % PART_ROWS, value);
        given++;
    }

    /** Value of a row, or {@link RequestFigures#ABSENT}. */
    long get(int row) {
        int index = row / PART_ROWS;
        Part part = index < parts.size() ? parts.get(index) : null;
        return part == null ? RequestFigures.ABSENT : part.get(row % PART_ROWS);
    }

    /** Number of rows that have a value. */
    public int size() {
        return given;
    }

    /** Summary of the values so far, empty where there are none. */
    public Optional<Stats> stats(PercentileRule rule) {
        return stats(rule, row -> true);
    }

    /** Summary of the values in some of the rows, empty where there are none. */
    Optional<Stats> stats(PercentileRule rule, IntPredicate chosen) {
        long[] sorted = new long[given];
        int size = 0;
        for (int row = 0; given > 0 && row < rows; row++) {
            long value = get(row);
            if (value != RequestFigures.ABSENT && chosen.test(row)) {
                sorted[size++] = value;
            }
        }
        return size == 0 ? Optional.empty() : Optional.of(summary(sorted, size, rule));
    }

    private static Stats summary(long[] values, int size, PercentileRule rule) {
        Arrays.sort(values, 0, size);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new Stats(
                size,
                mean,
                Math.sqrt(squares / size),
                values[0],
                values[size - 1],
                Stats.Percentiles.of(percent -> rule.of(values, size, percent / 100)),
                PercentileBounds.of(values, size));
    }

    /** Consecutive rows. */
    private static final class Part {
        private static final int ABSENT = Integer.MIN_VALUE;

        private int[] narrow = new int[PART_ROWS];
        private long[] wide;

        Part() {
            Arrays.fill(narrow, ABSENT);
        }

        void set(int row, long value) {
            boolean fits = value == (int) value && value != ABSENT;
            if (wide == null && !fits) {
                wide = new long[PART_ROWS];
                for (int i = 0; i < PART_ROWS; i++) {
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

        long get(int row) {
            if (wide != null) {
                return wide[row];
            }
            return narrow[row] == ABSENT ? RequestFigures.ABSENT : narrow[row];
        }
    }
}
