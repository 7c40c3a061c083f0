package volley.report.compare;

import java.util.Arrays;

/**
 * How a simulated server does at one rate, by seed.
 *
 * @param requestsPerSecond asked for
 * @param meanTtftMs mean time to first token
 * @param p99TtftMs its 99th percentile
 * @param servedPerSecond completed requests by the run's duration
 * @param outputTokensPerSecond output tokens by the run's duration
 * @param objectivesMet whether every seed's run met every objective, and no request failed
 */
@SuppressWarnings("ArrayRecordComponent") // figures to be drawn; never compared
public record RatePoint(
        double requestsPerSecond,
        double[] meanTtftMs,
        double[] p99TtftMs,
        double[] servedPerSecond,
        double[] outputTokensPerSecond,
        boolean objectivesMet) {
    /** Part of the rate that a server has to serve to be said to keep up: runs end with what is still under way. */
    static final double KEEPS_UP = 0.9;

    /** Whether it serves what is asked for. */
    boolean keepsUp() {
        return mean(servedPerSecond) >= KEEPS_UP * requestsPerSecond;
    }

    static double mean(double[] bySeed) {
        return Arrays.stream(bySeed)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
