package volley.report.compare;

import java.util.OptionalDouble;

/**
 * Whether a server kept up with its turns, by how long it took for them: a run lasts as long as its schedule and its last
 * answer, and longer by what had piled up.
 */
public final class Backlog {
    /** Part of the rate that a server has to serve to be said to keep up. */
    private static final double KEEPS_UP = 0.9;
    /** A queue that grows evenly is in the median half as long as at its end. */
    private static final double LONGEST = (1 + 1 / KEEPS_UP) / 2;

    private Backlog() {}

    /**
     * Duration without a usual answer, by the schedule's span.
     *
     * @param durationSeconds of the run
     * @param medianE2eMs of its completed requests
     * @param ratePlanned at which its turns were due, per second: as drawn, which for a short run may be far from its rate
     * @param turns that were due
     * @return NaN where turns had no times, or something is not known
     */
    public static double ratio(
            OptionalDouble durationSeconds, OptionalDouble medianE2eMs, OptionalDouble ratePlanned, long turns) {
        if (durationSeconds.isEmpty() || medianE2eMs.isEmpty() || ratePlanned.isEmpty() || turns < 2) {
            return Double.NaN;
        }
        double spanSeconds = (turns - 1) / ratePlanned.getAsDouble();
        return (durationSeconds.getAsDouble() - medianE2eMs.getAsDouble() / 1e3) / spanSeconds;
    }

    /** @param ratio as the other tells it; NaN says neither */
    static boolean keepsUp(double ratio) {
        return ratio <= LONGEST;
    }

    /** @param ratio as the other tells it; NaN says neither */
    static boolean fallsBehind(double ratio) {
        return ratio > LONGEST;
    }
}
