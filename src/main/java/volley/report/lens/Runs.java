package volley.report.lens;

import java.util.Arrays;

/** The known runs of one request, from its beginning on; see {@link volley.prefix.UnlimitedCache.Visitor}. */
final class Runs {
    private int[] ends = new int[16];
    private long[] usedSince = new long[16];
    private long[] availableNs = new long[16];
    private long[] lastUse = new long[16];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int from, int length, long since, long available, long last) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            usedSince = Arrays.copyOf(usedSince, count * 2);
            availableNs = Arrays.copyOf(availableNs, count * 2);
            lastUse = Arrays.copyOf(lastUse, count * 2);
        }
        ends[count] = from + length;
        usedSince[count] = since;
        lastUse[count] = last;
        availableNs[count++] = available;
    }

    /** Pages known in all. */
    int pages() {
        return count == 0 ? 0 : ends[count - 1];
    }

    /** Reuse distance of a known page, in pages. */
    long distance(int page) {
        int run = runOf(page);
        int from = run == 0 ? 0 : ends[run - 1];
        return usedSince[run] + page - from + 1;
    }

    long availableNs(int page) {
        return availableNs[runOf(page)];
    }

    /** Which of all uses the last one of a known page was. */
    long lastUse(int page) {
        return lastUse[runOf(page)];
    }

    private int runOf(int page) {
        int run = 0;
        while (ends[run] <= page) {
            run++;
        }
        return run;
    }
}
