package volley.report.compare;

/**
 * The smallest difference that matters to a reader: one below it is not called real, however sure it is.
 *
 * @param percent of the figure on the server that is compared with
 * @param ttftMs for times to first token at least so much, ms
 */
public record SmallestEffect(double percent, double ttftMs) {
    /** What {@code reference.conf} has. */
    public static final SmallestEffect DEFAULT = new SmallestEffect(2, 1);

    /** In ms, for a metric that has the value {@code fromMs} on the server that is compared with. */
    double ms(ComparedMetric metric, double fromMs) {
        double relative = Math.abs(fromMs) * percent / 100;
        return metric == ComparedMetric.TTFT ? Math.max(ttftMs, relative) : relative;
    }
}
