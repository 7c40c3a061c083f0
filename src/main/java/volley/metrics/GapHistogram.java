package volley.metrics;

import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Gaps in nanoseconds in memory that does not grow with their number. Count, sum, mean, standard deviation, minimum and
 * maximum are exact; percentiles are those of an HdrHistogram with 3 significant digits: at most 0.1 % off, without
 * interpolation between ranks. Not thread-safe.
 */
public final class GapHistogram {
    /** Gaps since {@link #takeInterval}; the others are in {@link #taken}. So a gap is recorded once, and nothing copied. */
    private final Histogram interval = new Histogram(3);

    private final Histogram taken = new Histogram(3);
    private long count;
    private long sumNs;
    private double meanNs;
    /** Sum of squared deviations, updated as Welford does: a plain sum of squares cancels when gaps are even. */
    private double squaredDeviationsNs2;

    private double minNs = Double.POSITIVE_INFINITY;
    private double maxNs;

    /** {@code times} equal gaps whose sum is {@code totalNs}, at least 0. */
    void recordShares(long totalNs, int times) {
        if (times == 1) {
            record(totalNs);
            return;
        }
        if (times == 0) {
            return;
        }
        double shareNs = (double) totalNs / times;
        interval.recordValueWithCount(Math.round(shareNs), times);
        add(shareNs, times, totalNs);
    }

    /** As one share, to the last digit: nearly all gaps are, and a division and a rounding are most of what they would cost. */
    void record(long gapNs) {
        interval.recordValue(gapNs);
        add((double) gapNs, 1, gapNs);
    }

    /** What a histogram does not keep. */
    private void add(double shareNs, int times, long totalNs) {
        count += times;
        sumNs += totalNs;
        double deviation = shareNs - meanNs;
        meanNs += deviation * times / count;
        squaredDeviationsNs2 += times * deviation * (shareNs - meanNs);
        minNs = Math.min(minNs, shareNs);
        maxNs = Math.max(maxNs, shareNs);
    }

    /**
     * What a histogram does not keep of its gaps, as it stood after the last of them.
     *
     * @param sumNs exact sum of the gaps
     * @param meanNs running mean, of which the sum of squared deviations is taken
     * @param squaredDeviationsNs2 sum of the squared deviations from the mean
     * @param minNs infinite where there are no gaps
     */
    public record Exact(
            long count, long sumNs, double meanNs, double squaredDeviationsNs2, double minNs, double maxNs) {}

    /** What the histogram does not keep, of all gaps so far. */
    public Exact exact() {
        return new Exact(count, sumNs, meanNs, squaredDeviationsNs2, minNs, maxNs);
    }

    /**
     * Adds the gaps of another run. Added to none, they give that run's {@link #stats} to the last digit.
     *
     * @param gapsNs its histogram, as {@link #histogramNs}
     * @param exact the rest of the same gaps, at least one
     */
    void add(Histogram gapsNs, Exact exact) {
        interval.add(gapsNs);
        long sum = count + exact.count();
        double deviation = exact.meanNs() - meanNs;
        // Chan, Golub, LeVeque: sums of squares of two parts
        squaredDeviationsNs2 +=
                exact.squaredDeviationsNs2() + deviation * deviation * ((double) count * exact.count() / sum);
        meanNs = count == 0 ? exact.meanNs() : meanNs + deviation * exact.count() / sum;
        count = sum;
        sumNs += exact.sumNs();
        minNs = Math.min(minNs, exact.minNs());
        maxNs = Math.max(maxNs, exact.maxNs());
    }

    /** The histogram of all gaps so far, in nanoseconds; a copy. */
    public Histogram histogramNs() {
        Histogram all = taken.copy();
        all.add(interval);
        return all;
    }

    /**
     * Shows the histogram of the gaps since the last call, in nanoseconds, and begins the next interval. The histogram is
     * used again: it is to be read within the call.
     */
    public void takeInterval(Consumer<Histogram> reader) {
        reader.accept(interval);
        taken.add(interval);
        interval.reset();
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
        Histogram all = histogramNs();
        return Optional.of(new Stats(
                count,
                (double) sumNs / count,
                Math.sqrt(squaredDeviationsNs2 / count),
                minNs,
                maxNs,
                Stats.Percentiles.of(percent -> percentileNs(all, percent)),
                // gaps of one stream depend on one another
                PercentileBounds.NONE));
    }

    /** The histogram answers with the upper end of its bucket, which may lie beyond the largest value. */
    private double percentileNs(Histogram all, double percent) {
        return Math.max(minNs, Math.min(maxNs, (double) all.getValueAtPercentile(percent)));
    }
}
