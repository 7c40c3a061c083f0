package volley.report.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.LongStream;
import volley.metrics.LongSort;
import volley.metrics.PercentileRule;
import volley.report.folder.RunRequests;

/** Median, p90 and p99 in ms of values in ns, {@code null} without any. */
final class Percentiles {
    private static final int[] SHOWN = {50, 90, 99};

    private Percentiles() {}

    /** Puts them under {@code name_p50} and so on. */
    static void put(ObjectNode node, String name, LongStream valuesNs) {
        long[] sorted = valuesNs.filter(value -> value != RunRequests.ABSENT).toArray();
        LongSort.sort(sorted);
        for (int percent : SHOWN) {
            String key = name + "_p" + percent;
            if (sorted.length == 0) {
                node.putNull(key);
            } else {
                double ns = PercentileRule.LINEAR.of(sorted, sorted.length, percent / 100.0);
                node.put(key, Distribution.round(ns / 1e6));
            }
        }
    }
}
