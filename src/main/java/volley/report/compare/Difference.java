package volley.report.compare;

import java.util.Locale;

/**
 * How one server's figure differs from another's over the requests both answered. Times in ms.
 *
 * @param pairs requests compared; a request's figure is its mean over the repeats
 * @param fromMean mean over the pairs on the server {@code from}
 * @param toMean the same on {@code to}
 * @param low lower end of the 95 % interval of {@code toMean - fromMean}
 * @param high its upper end
 * @param repeatsAlike in how many repeats the difference has the sign it has over all
 * @param repeats repeats compared
 */
public record Difference(
        ComparedMetric metric,
        String from,
        String to,
        int pairs,
        double fromMean,
        double toMean,
        double low,
        double high,
        int repeatsAlike,
        int repeats) {
    /** The mean difference, ms; below 0 if {@code to} is faster. */
    public double meanMs() {
        return toMean - fromMean;
    }

    /**
     * Whether it can be believed: the interval excludes zero, which rules out chance between conversations, and every
     * repeat agrees, which rules out what varies from run to run.
     */
    public boolean real() {
        return new Bootstrap.Interval(low, high).excludesZero() && repeatsAlike == repeats;
    }

    /** What a reader takes from it. */
    public String sentence() {
        if (!real()) {
            String why = repeatsAlike < repeats
                    ? "the repeats disagree"
                    : format("the 95 %% interval of the difference, %.1f to %.1f ms, has zero in it", low, high);
            return format(
                    "%s and %s: no real difference in %s (%.1f and %.1f ms); %s.",
                    from, to, metric.title(), fromMean, toMean, why);
        }
        return format(
                "%s against %s: %s %.1f ms%s %s, %.1f instead of %.1f ms. Real: 95 %% interval %.1f to %.1f ms, %d"
                        + " of %d repeats agree.",
                to,
                from,
                metric.title(),
                Math.abs(meanMs()),
                fromMean == 0 ? "" : format(" (%.0f %%)", 100 * Math.abs(meanMs()) / fromMean),
                meanMs() < 0 ? "shorter" : "longer",
                toMean,
                fromMean,
                low,
                high,
                repeatsAlike,
                repeats);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
