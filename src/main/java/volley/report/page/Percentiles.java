package volley.report.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import volley.metrics.PercentileRule;

/** Median, p90 and p99 in ms of values in ns, {@code null} without any. */
final class Percentiles {
    private static final int[] SHOWN = {50, 90, 99};

    private Percentiles() {}

    /**
     * Puts them under {@code name_p50} and so on.
     *
     * @param sortedNs rising values
     */
    static void put(ObjectNode node, String name, long[] sortedNs) {
        for (int percent : SHOWN) {
            String key = name + "_p" + percent;
            if (sortedNs.length == 0) {
                node.putNull(key);
            } else {
                double ns = PercentileRule.LINEAR.of(sortedNs, sortedNs.length, percent / 100.0);
                node.put(key, Distribution.round(ns / 1e6));
            }
        }
    }
}
