package volley.metrics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A column of a run's values in 8 bytes each, so that percentiles are exact. A row may have no value
 * ({@link RequestFigures#ABSENT}); a column costs nothing until its first value. Not thread-safe.
 */
public final class LongSeries {
    private long[] values;
    private int rows;
    private int given;

    /** Appends a row. */
    void add(long value) {
        if (value != RequestFigures.ABSENT) {
            makeRoom();
            values[rows] = value;
            given++;
        } else if (values != null) {
            makeRoom();
        }
        rows++;
    }

    private void makeRoom() {
        if (values == null) {
            values = new long[Math.max(64, rows + 1)];
            Arrays.fill(values, RequestFigures.ABSENT);
        } else if (rows == values.length) {
            values = Arrays.copyOf(values, rows * 2);
            Arrays.fill(values, rows, values.length, RequestFigures.ABSENT);
        }
    }

    /** Value of a row, or {@link RequestFigures#ABSENT}. */
    long get(int row) {
        return values == null ? RequestFigures.ABSENT : values[row];
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
            if (values[row] != RequestFigures.ABSENT && chosen.test(row)) {
                sorted[size++] = values[row];
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
                rule.of(values, size, 0.5),
                Math.sqrt(squares / size),
                values[0],
                values[size - 1],
                rule.of(values, size, 0.9),
                rule.of(values, size, 0.95),
                rule.of(values, size, 0.99));
    }
}
