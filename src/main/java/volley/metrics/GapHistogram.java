package volley.metrics;

import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * Gaps in nanoseconds in memory that does not grow with their number. Count, sum, mean, standard deviation, minimum and
 * maximum are exact; percentiles are those of an HdrHistogram with 3 significant digits: at most 0.1 % off, without
 * interpolation between ranks. Not thread-safe.
 */
public final class GapHistogram {
    private final Histogram histogram = new Histogram(3);
    private long count;
    private long sumNs;
    private double meanNs;
    /** Sum of squared deviations, updated as Welford does: a plain sum of squares cancels when gaps are even. */
    private double squaredDeviationsNs2;

    private double minNs = Double.POSITIVE_INFINITY;
    private double maxNs;

    /** {@code times} equal gaps whose sum is {@code totalNs}, at least 0. */
    void recordShares(long totalNs, int times) {
        if (times == 0) {
            return;
        }
        double shareNs = (double) totalNs / times;
        histogram.recordValueWithCount(Math.round(shareNs), times);
        count += times;
        sumNs += totalNs;
        double deviation = shareNs - meanNs;
        meanNs += deviation * times / count;
        squaredDeviationsNs2 += times * deviation * (shareNs - meanNs);
        minNs = Math.min(minNs, shareNs);
        maxNs = Math.max(maxNs, shareNs);
    }

    void record(long gapNs) {
        recordShares(gapNs, 1);
    }

    /**
     * Adds the gaps of another run.
     *
     * @param gapsNs its histogram, as {@link #histogramNs}
     * @param exactNs its summary, of which the percentiles are not used
     */
    void add(Histogram gapsNs, Stats exactNs) {
        histogram.add(gapsNs);
        long sum = count + exactNs.count();
        double deviation = exactNs.mean() - meanNs;
        // Chan, Golub, LeVeque: sums of squares of two parts
        squaredDeviationsNs2 += exactNs.std() * exactNs.std() * exactNs.count()
                + deviation * deviation * ((double) count * exactNs.count() / sum);
        meanNs += deviation * exactNs.count() / sum;
        count = sum;
        sumNs += Math.round(exactNs.mean() * exactNs.count());
        minNs = Math.min(minNs, exactNs.min());
        maxNs = Math.max(maxNs, exactNs.max());
    }

    /** A copy of the histogram, in nanoseconds. */
    public Histogram histogramNs() {
        return histogram.copy();
    }

    public long count() {
        return count;
    }

    /** Exact sum of the gaps. */
    public long sumNs() {
        return sumNs;
    }

    /** Summary of the gaps so far, empty where there are none. */
    public Optional<Stats> stats() {
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(new Stats(
                count,
                (double) sumNs / count,
                percentileNs(50),
                Math.sqrt(squaredDeviationsNs2 / count),
                minNs,
                maxNs,
                percentileNs(90),
                percentileNs(95),
                percentileNs(99)));
    }

    /** The histogram answers with the upper end of its bucket, which may lie beyond the largest value. */
    private double percentileNs(double percent) {
        return Math.max(minNs, Math.min(maxNs, (double) histogram.getValueAtPercentile(percent)));
    }
}
