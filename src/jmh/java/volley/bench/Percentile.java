package volley.bench;

import java.util.Arrays;
import java.util.Collection;

/** Percentiles of the benchmarks' figures, by the nearest rank: always a value that was measured. */
final class Percentile {
    private Percentile() {}

    static double[] sorted(Collection<Double> values) {
        return sorted(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double[] sorted(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** @param sorted at least one value */
    static double of(double[] sorted, double percent) {
        return sorted[(int) Math.max(0, Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
