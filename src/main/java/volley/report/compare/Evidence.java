package volley.report.compare;

import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A difference between two series of runs, and how sure it is: the run is the unit, since requests of one run depend on each
 * other.
 *
 * <p>The interval is Student's, of the differences of runs that belong together ({@link #paired}), or Welch's
 * ({@link #independent}). Where several figures of two servers are judged at once it is simultaneous (Bonferroni): the
 * chance that any of their intervals misses its true value is 5 % at most.
 *
 * @param difference the mean difference
 * @param halfWidth of the interval; NaN if there are too few runs for one
 * @param runs of each side, the fewer ones
 * @param confidence of this interval, 0 to 1
 * @param degrees of freedom of the variance seen
 * @param variance of a pair of runs: the variance of the difference times the runs
 */
public record Evidence(
        double difference, double halfWidth, int runs, double confidence, double degrees, double variance) {
    /** With fewer runs nothing is called real. */
    public static final int FEWEST_RUNS = 3;

    /** More is not asked for: who would make so many runs. */
    private static final long MOST_FURTHER_RUNS = 10_000;

    private static final double CONFIDENCE = 0.95;

    /**
     * Of runs that belong together, such as those of one plan.
     *
     * @param differences of each two runs, at least one
     * @param figures that are judged at once
     */
    public static Evidence paired(double[] differences, int figures) {
        int runs = differences.length;
        double mean = Arrays.stream(differences).average().orElseThrow();
        double variance = runs < 2 ? Double.NaN : variance(differences, mean);
        return of(mean, variance / runs, runs, runs - 1.0, figures);
    }

    /**
     * Of runs of different plans.
     *
     * @param from at least one
     * @param to at least one
     * @param figures that are judged at once
     */
    public static Evidence independent(double[] from, double[] to, int figures) {
        double fromMean = Arrays.stream(from).average().orElseThrow();
        double toMean = Arrays.stream(to).average().orElseThrow();
        int runs = Math.min(from.length, to.length);
        if (runs < 2) {
            return of(toMean - fromMean, Double.NaN, runs, 0, figures);
        }
        double ofFrom = variance(from, fromMean) / from.length;
        double ofTo = variance(to, toMean) / to.length;
        double sum = ofFrom + ofTo;
        // Welch and Satterthwaite; without any variance there is no quotient, and any number of degrees does
        double degrees = sum == 0
                ? runs - 1.0
                : sum * sum / (ofFrom * ofFrom / (from.length - 1) + ofTo * ofTo / (to.length - 1));
        return of(toMean - fromMean, sum, runs, degrees, figures);
    }

    private static Evidence of(double difference, double squaredError, int runs, double degrees, int figures) {
        double confidence = 1 - (1 - CONFIDENCE) / figures;
        double halfWidth = runs < 2 ? Double.NaN : quantile(degrees, (1 - confidence) / 2) * Math.sqrt(squaredError);
        return new Evidence(difference, halfWidth, runs, confidence, degrees, squaredError * runs);
    }

    private static double variance(double[] values, double mean) {
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }

    private static double quantile(double degrees, double upperTail) {
        return TDistribution.of(degrees).inverseSurvivalProbability(upperTail);
    }

    /** Lower end of the interval; NaN if there is none. */
    public double low() {
        return difference - halfWidth;
    }

    /** Upper end of the interval; NaN if there is none. */
    public double high() {
        return difference + halfWidth;
    }

    /** @param smallest difference that matters, in the same unit */
    public Verdict verdict(double smallest) {
        if (runs < FEWEST_RUNS) {
            return Verdict.NOT_ENOUGH_RUNS;
        }
        if (Math.abs(difference) + halfWidth < smallest || (difference == 0 && halfWidth == 0)) {
            return Verdict.NO_DIFFERENCE_THAT_MATTERS;
        }
        boolean excludesZero = Math.abs(difference) > halfWidth;
        return excludesZero && Math.abs(difference) >= smallest ? Verdict.REAL : Verdict.NOT_ENOUGH_RUNS;
    }

    /**
     * How many more runs of each side would do if they vary as those seen: so many that the interval reaches half as far as
     * the difference seems to be large, since the one seen may be too large by chance, or as far as the smallest one that
     * matters; where it seems not to matter, so many that this is shown. Empty if that would be more than 10,000.
     *
     * @param smallest difference that matters
     */
    public OptionalLong furtherRuns(double smallest) {
        long fewest = Math.max(1, FEWEST_RUNS - runs);
        if (runs < 2) {
            return OptionalLong.of(fewest);
        }
        double seen = Math.abs(difference);
        double reach = seen >= smallest ? Math.max(smallest, seen / 2) : Math.max(smallest / 2, smallest - seen);
        long all = runs + fewest;
        double tail = (1 - confidence) / 2;
        double normal = NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
        // in steps of 2 %: nobody needs it more exactly; the normal quantile is the smallest of all Student's, and
        // costs nothing
        while (all - runs <= MOST_FURTHER_RUNS
                && (normal * Math.sqrt(variance / all) > reach
                        || quantile(degrees * (all - 1) / (runs - 1), tail) * Math.sqrt(variance / all) > reach)) {
            all += Math.max(1, all / 50);
        }
        return all - runs > MOST_FURTHER_RUNS ? OptionalLong.empty() : OptionalLong.of(all - runs);
    }
}
