package volley.report.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/** A figure of the completed requests that have it, sorted once for all that the page tells of it: it may be a million. */
final class SortedFigure {
    /** A request that is in no group. */
    static final int NO_GROUP = -1;

    private final int[] rows;
    private final long[] values;

    SortedFigure(RunRequests requests, Field field) {
        int[] sorted = requests.rowsBy(field);
        int count = 0;
        for (int row : sorted) {
            if (requests.ok(row)) {
                sorted[count++] = row;
            }
        }
        rows = Arrays.copyOf(sorted, count);
        values = requests.values(field, rows);
    }

    /** The curve of all. */
    ObjectNode distribution() {
        return Distribution.ofSortedNs(values);
    }

    /**
     * The values of each group, rising.
     *
     * @param groupOfRow from 0, or {@link #NO_GROUP}
     */
    long[][] byGroup(int[] groupOfRow, int groups) {
        int[] sizes = new int[groups];
        for (int row : rows) {
            if (groupOfRow[row] != NO_GROUP) {
                sizes[groupOfRow[row]]++;
            }
        }
        long[][] parts = new long[groups][];
        for (int group = 0; group < groups; group++) {
            parts[group] = new long[sizes[group]];
            sizes[group] = 0;
        }
        for (int i = 0; i < rows.length; i++) {
            int group = groupOfRow[rows[i]];
            if (group != NO_GROUP) {
                parts[group][sizes[group]++] = values[i];
            }
        }
        return parts;
    }
}
