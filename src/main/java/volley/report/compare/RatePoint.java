package volley.report.compare;

import java.util.Arrays;

/**
 * How a server does at one rate, by run: of a simulated one each run has a seed of its own.
 *
 * @param requestsPerSecond asked for
 * @param backlog as {@link Backlog#ratio} tells it
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
        double[] backlog,
        double[] meanTtftMs,
        double[] p99TtftMs,
        double[] meanTpotMs,
        double[] servedPerSecond,
        double[] outputTokensPerSecond,
        boolean objectivesMet) {
    /** Whether it serves what is asked for. */
    boolean keepsUp() {
        return Backlog.keepsUp(mean(backlog));
    }

    /** Whether it meets the objectives, or without any serves what is asked for. */
    public boolean carries(boolean objectives) {
        return objectives ? objectivesMet : keepsUp();
    }

    static double mean(double[] byRun) {
        return Arrays.stream(byRun)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
