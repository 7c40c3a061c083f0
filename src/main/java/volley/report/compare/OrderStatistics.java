package volley.report.compare;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The interval of a percentile by order statistics: whatever the distribution, the number of values below the true percentile
 * is binomial. Values are taken as independent, which requests of one run are not quite.
 *
 * @param low a value; NaN if there are too few for a lower end
 * @param high a value; NaN if there are too few for an upper end: it lies beyond the greatest
 */
public record OrderStatistics(double low, double high) {
    private static final double ONE_SIDE = 0.025;

    /**
     * The 95 % interval.
     *
     * @param sorted rising, at least one
     * @param share of the percentile, 0 to 1
     */
    public static OrderStatistics of(double[] sorted, double share) {
        int count = sorted.length;
        BinomialDistribution below = BinomialDistribution.of(count, share);
        // the largest rank that is above the percentile with a chance of 2.5 % at most, and its counterpart
        int low = below.inverseCumulativeProbability(ONE_SIDE);
        int high = below.inverseCumulativeProbability(1 - ONE_SIDE) + 1;
        return new OrderStatistics(
                low == 0 ? Double.NaN : sorted[low - 1], high > count ? Double.NaN : sorted[high - 1]);
    }
}
