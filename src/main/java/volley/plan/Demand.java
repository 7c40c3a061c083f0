package volley.plan;

import java.util.List;

/**
 * How busy plans can make the client, at most. How fast the server answers is not known before the run; what it can ask of the
 * client at the same time is.
 *
 * @param mostDueTogether turns that are due within a tenth of a second
 * @param mostInFlight turns that can be under way at the same time
 */
public record Demand(int mostDueTogether, int mostInFlight) {
    private static final long WINDOW_NS = 100_000_000;

    /** 80 turns a second, or single turns that fall together at a quarter of that. */
    private static final int FEW_TOGETHER = 8;

    /** Streams that code which has only just been compiled reads beside each other without falling behind. */
    private static final int FEW_IN_FLIGHT = 64;

    /** 320 turns a second, or single turns that fall together at half of that. */
    private static final int SOME_TOGETHER = 32;

    /** Some ten thousand tokens a second where a stream has fifty: a quarter of a processor for a client that is half warm. */
    private static final int SOME_IN_FLIGHT = 256;

    /** The most that any of the plans demands. */
    public static Demand of(List<Plan> plans) {
        return new Demand(
                plans.stream()
                        .mapToInt(plan -> mostDueTogether(plan.arrivalsNs()))
                        .max()
                        .orElse(0),
                plans.stream().mapToInt(Plan::maxTurnsInFlight).max().orElse(0));
    }

    private static int mostDueTogether(long[] arrivalsNs) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < arrivalsNs.length; last++) {
            while (arrivalsNs[last] - arrivalsNs[first] >= WINDOW_NS) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** Whether a client serves it on time as soon as each of its paths has been gone a few dozen times. */
    public boolean isLight() {
        return mostDueTogether <= FEW_TOGETHER && mostInFlight <= FEW_IN_FLIGHT;
    }

    /** Whether a client serves it on time when what is hottest is compiled; also true of a light one. */
    public boolean isModerate() {
        return mostDueTogether <= SOME_TOGETHER && mostInFlight <= SOME_IN_FLIGHT;
    }

    @Override
    public String toString() {
        return "at most " + mostDueTogether + " turns due within 0.1 s (few: " + FEW_TOGETHER + ", some: "
                + SOME_TOGETHER + ") and " + mostInFlight + " under way (few: " + FEW_IN_FLIGHT + ", some: "
                + SOME_IN_FLIGHT + ")";
    }
}
