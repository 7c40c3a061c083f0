package volley.metrics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A column of a run's values, so that percentiles are exact: in as many bytes each as a value and its neighbours differ by
 * ({@link SeriesPart}). It grows without being copied, which would take the room of twice the column at once. A row may have no
 * value ({@link RequestFigures#ABSENT}); rows without any cost next to nothing. Values are counted as their part is complete, so
 * that a summary needs no sorting. Not thread-safe.
 */
final class LongSeries {
    private static final int PART_ROWS = 1 << 10;

    private final List<SeriesPart> complete = new ArrayList<>();
    /** Rows after the complete parts. */
    private final long[] open = new long[PART_ROWS];

    private int rows;
    /** Of the complete parts. */
    private final Tally tally = new Tally();

    /** Appends a row. */
    void add(long value) {
        open[rows % PART_ROWS] = value;
        rows++;
        if (rows % PART_ROWS == 0) {
            complete.add(new SeriesPart(open));
            tally.addAll(open, PART_ROWS);
        }
    }

    /** Gives a value to a row that was appended without one. */
    void set(int row, long value) {
        if (get(row) != RequestFigures.ABSENT || value == RequestFigures.ABSENT) {
            throw new IllegalArgumentException("row " + row + " has a value, or is to have none");
        }
        if (row < rowsComplete()) {
            complete.get(row / PART_ROWS).set(row % PART_ROWS, value);
            tally.add(value);
        } else {
            open[row % PART_ROWS] = value;
        }
    }

    private int rowsComplete() {
        return complete.size() * PART_ROWS;
    }

    /** Value of a row, or {@link RequestFigures#ABSENT}. */
    long get(int row) {
        return row < rowsComplete() ? complete.get(row / PART_ROWS).get(row % PART_ROWS) : open[row % PART_ROWS];
    }

    /** Summary of the values so far, empty where there are none. */
    Optional<Stats> stats(PercentileRule rule) {
        return all().stats(rule, selection -> show(selection, new BitSet()));
    }

    /**
     * Summary of the values of some of the rows, empty where there are none. It is counted by taking away the values of the other
     * rows, which are few in a steady run.
     */
    Optional<Stats> stats(PercentileRule rule, BitSet ofRows) {
        BitSet others = new BitSet(rows);
        others.set(0, rows);
        others.andNot(ofRows);
        Tally some = all();
        for (int row = others.nextSetBit(0); row >= 0; row = others.nextSetBit(row + 1)) {
            long value = get(row);
            if (value != RequestFigures.ABSENT) {
                some.remove(value);
            }
        }
        return some.stats(rule, selection -> show(selection, others));
    }

    private Tally all() {
        Tally all = new Tally(tally);
        all.addAll(open, rows % PART_ROWS);
        return all;
    }

    private void show(RankSelection selection, BitSet butRows) {
        long[] values = new long[PART_ROWS];
        for (int start = 0; start < rows; start += PART_ROWS) {
            int count = Math.min(PART_ROWS, rows - start);
            if (start < rowsComplete()) {
                complete.get(start / PART_ROWS).copyTo(values);
            } else {
                System.arraycopy(open, 0, values, 0, count);
            }
            int end = start + count;
            for (int row = butRows.nextSetBit(start); row >= 0 && row < end; row = butRows.nextSetBit(row + 1)) {
                values[row - start] = RequestFigures.ABSENT;
            }
            selection.show(values, count);
        }
    }
}
