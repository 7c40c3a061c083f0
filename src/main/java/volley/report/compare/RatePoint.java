package volley.report.compare;

import java.util.Arrays;

/**
 * How a server does at one rate, by run: of a simulated one each run has a seed of its own.
 *
 * @param requestsPerSecond asked for
 * @param offeredPerSecond at which turns were due: the rate as it was drawn; NaN where there were no such times
 * @param meanTtftMs mean time to first token
 * @param p99TtftMs its 99th percentile
 * @param meanTpotMs mean time per output token
 * @param servedPerSecond completed requests by the run's duration
 * @param outputTokensPerSecond output tokens by the run's duration
 * @param objectivesMet whether every run met every objective, and no request failed
 */
@SuppressWarnings("ArrayRecordComponent") // figures to be drawn; never compared
public record RatePoint(
        double requestsPerSecond,
        double[] offeredPerSecond,
        double[] meanTtftMs,
        double[] p99TtftMs,
        double[] meanTpotMs,
        double[] servedPerSecond,
        double[] outputTokensPerSecond,
        boolean objectivesMet) {
    /** Part of the rate that a server has to serve to be said to keep up: runs end with what is still under way. */
    static final double KEEPS_UP = 0.9;

    /** Whether it serves what is asked for; a short run may by chance be drawn slower or faster than its rate. */
    boolean keepsUp() {
        double drawn = mean(offeredPerSecond);
        return mean(servedPerSecond) >= KEEPS_UP * (Double.isNaN(drawn) ? requestsPerSecond : drawn);
    }

    static double mean(double[] byRun) {
        return Arrays.stream(byRun)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
