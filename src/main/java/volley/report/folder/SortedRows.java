package volley.report.folder;

import java.util.Comparator;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import volley.metrics.LongSort;

/** Rows in the order of a value of theirs, without an object for each: a run may have a million. */
public final class SortedRows {
    private SortedRows() {}

    /** The rows by rising value; those of equal value stay in the order given. */
    public static int[] by(int[] rows, IntToLongFunction value) {
        long[] values = new long[rows.length];
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int place = 0; place < values.length; place++) {
            values[place] = value.applyAsLong(rows[place]);
            least = Math.min(least, values[place]);
            most = Math.max(most, values[place]);
        }
        long spread = rows.length == 0 ? 0 : most - least;
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(rows.length);
        if (spread < 0 || spread > (Long.MAX_VALUE >> placeBits)) {
            return IntStream.range(0, rows.length)
                    .boxed()
                    .sorted(Comparator.comparingLong(place -> values[place]))
                    .mapToInt(place -> rows[place])
                    .toArray();
        }
        for (int place = 0; place < values.length; place++) {
            values[place] = ((values[place] - least) << placeBits) | place;
        }
        LongSort.sort(values);
        int[] sorted = new int[rows.length];
        for (int at = 0; at < sorted.length; at++) {
            sorted[at] = rows[(int) (values[at] & ((1L << placeBits) - 1))];
        }
        return sorted;
    }
}
