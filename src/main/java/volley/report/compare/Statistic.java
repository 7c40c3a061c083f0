package volley.report.compare;

import java.util.Arrays;
import volley.metrics.PercentileRule;

/** What of a run's values is compared. */
public enum Statistic {
    MEAN("mean"),
    /** By numpy's linear rule. */
    P99("p99");

    private static final double NS_PER_MS = 1e6;

    private final String id;

    Statistic(String id) {
        this.id = id;
    }

    /** Its name in {@code comparison.json}, and for people. */
    public String id() {
        return id;
    }

    /** @param ms at least one value */
    double of(double[] ms) {
        return switch (this) {
            case MEAN -> Arrays.stream(ms).average().orElseThrow();
            case P99 -> {
                long[] sorted = Arrays.stream(ms)
                        .mapToLong(value -> Math.round(value * NS_PER_MS))
                        .sorted()
                        .toArray();
                yield PercentileRule.LINEAR.of(sorted, sorted.length, 0.99) / NS_PER_MS;
            }
        };
    }
}
