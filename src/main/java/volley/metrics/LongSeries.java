package volley.metrics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A column of a run's values, so that percentiles are exact: in 4 bytes each, or 8 where one of its neighbours needs them,
 * and in fewer where its neighbours are alike ({@link SeriesPart}). It grows without being copied, which would take the room
 * of twice the column at once. A row may have no value ({@link RequestFigures#ABSENT}); rows without any cost nothing. Not
 * thread-safe.
 */
public final class LongSeries {
    private static final int PART_ROWS = 1 << 10;

    private final List<SeriesPart> parts = new ArrayList<>();
    private int rows;
    private int given;

    /** Appends a row. */
    void add(long value) {
        if (value != RequestFigures.ABSENT) {
            put(rows, value);
        }
        rows++;
        if (rows % PART_ROWS == 0 && rows / PART_ROWS <= parts.size() && parts.get(rows / PART_ROWS - 1) != null) {
            parts.get(rows / PART_ROWS - 1).pack();
        }
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
            parts.set(index, new SeriesPart(PART_ROWS));
        }
        parts.get(index).set(row % PART_ROWS, value);
        given++;
    }

    /** Value of a row, or {@link RequestFigures#ABSENT}. */
    long get(int row) {
        int index = row / PART_ROWS;
        SeriesPart part = index < parts.size() ? parts.get(index) : null;
        return part == null ? RequestFigures.ABSENT : part.get(row % PART_ROWS);
    }

    /** Number of rows that have a value. */
    public int size() {
        return given;
    }

    /** Summary of the values so far, empty where there are none. */
    public Optional<Stats> stats(PercentileRule rule) {
        return stats(rule, new BitSet()).whole();
    }

    /**
     * Summaries of the values, each empty where there are none.
     *
     * @param whole of all
     * @param part of those in some of the rows
     */
    record Summaries(Optional<Stats> whole, Optional<Stats> part) {}

    /**
     * Summaries of all values and of those in some of the rows. The whole is sorted once: without the values of the other rows,
     * which are few in a steady run, it is the part, sorted.
     */
    Summaries stats(PercentileRule rule, BitSet rowsOfPart) {
        long[] sorted = new long[given];
        long[] others = new long[given];
        int size = 0;
        int left = 0;
        for (int row = 0; given > 0 && row < rows; row++) {
            long value = get(row);
            if (value != RequestFigures.ABSENT) {
                sorted[size++] = value;
                if (!rowsOfPart.get(row)) {
                    others[left++] = value;
                }
            }
        }
        LongSort.sort(sorted);
        Optional<Stats> whole = summary(sorted, size, rule);
        if (left == size) {
            return new Summaries(whole, Optional.empty());
        }
        LongSort.sort(others, left);
        int kept = 0;
        int other = 0;
        for (int i = 0; i < size; i++) {
            if (other < left && others[other] == sorted[i]) {
                other++;
            } else {
                sorted[kept++] = sorted[i];
            }
        }
        return new Summaries(whole, summary(sorted, kept, rule));
    }

    /** @param values sorted, of which the first {@code size} count */
    private static Optional<Stats> summary(long[] values, int size, PercentileRule rule) {
        if (size == 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return Optional.of(new Stats(
                size,
                mean,
                Math.sqrt(squares / size),
                values[0],
                values[size - 1],
                Stats.Percentiles.of(percent -> rule.of(values, size, percent / 100)),
                PercentileBounds.of(values, size)));
    }
}
