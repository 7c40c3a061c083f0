package volley.report.compare;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Confidence interval of a mean by the percentile bootstrap (Efron, 1979). Whole groups are drawn, not values: turns of
 * one conversation depend on each other.
 */
public final class Bootstrap {
    private static final int RESAMPLES = 2000;
    private static final double CONFIDENCE = 0.95;

    private Bootstrap() {}

    /** Ends of the interval. */
    public record Interval(double low, double high) {
        /** Whether all of it lies on one side of 0. */
        public boolean excludesZero() {
            return low > 0 || high < 0;
        }
    }

    /**
     * The 95 % interval of the mean of all values.
     *
     * @param groups at least one, each with at least one value
     */
    static Interval ofMean(List<double[]> groups, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] sums =
                groups.stream().mapToDouble(group -> Arrays.stream(group).sum()).toArray();
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            long count = 0;
            for (int g = 0; g < sums.length; g++) {
                int drawn = random.nextInt(sums.length);
                sum += sums[drawn];
                count += groups.get(drawn).length;
            }
            means[r] = sum / count;
        }
        Arrays.sort(means);
        int cut = (int) Math.round(RESAMPLES * (1 - CONFIDENCE) / 2);
        return new Interval(means[cut], means[RESAMPLES - 1 - cut]);
    }
}
