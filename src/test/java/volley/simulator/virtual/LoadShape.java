package volley.simulator.virtual;

/**
 * How a workload is sent: the sender of SGLang's multi-turn benchmark. It tries to send one ready turn, then sleeps an
 * exponential time, and so on; it sends nothing while {@code maxParallel} requests are in flight, and looks again every
 * {@code holdPollNs}.
 *
 * @param requestsPerSecond attempts per second, the holds not counted; infinity sends as soon as a turn is ready
 * @param maxParallel requests in flight at most
 * @param holdPollNs time between two looks while that many are in flight; 0 sends as soon as one ends
 * @param order which ready conversation goes next
 * @param roundBarrier whether a round begins only after every request of the one before it has ended
 * @param seed of the times and of the random order
 */
public record LoadShape(
        double requestsPerSecond, int maxParallel, long holdPollNs, ReadyOrder order, boolean roundBarrier, long seed) {
    /** The original's. */
    private static final long DEFAULT_HOLD_POLL_NS = 50_000_000;

    public LoadShape {
        if (!(requestsPerSecond > 0) || maxParallel < 1 || holdPollNs < 0) {
            throw new IllegalArgumentException(
                    requestsPerSecond + " requests/s, " + maxParallel + " in parallel, poll " + holdPollNs + " ns");
        }
    }

    /** Random order, no barrier. */
    public static LoadShape of(double requestsPerSecond, int maxParallel, long seed) {
        return new LoadShape(requestsPerSecond, maxParallel, DEFAULT_HOLD_POLL_NS, ReadyOrder.RANDOM, false, seed);
    }

    public LoadShape withRoundBarrier() {
        return new LoadShape(requestsPerSecond, maxParallel, holdPollNs, order, true, seed);
    }

    public LoadShape withOrder(ReadyOrder other) {
        return new LoadShape(requestsPerSecond, maxParallel, holdPollNs, other, roundBarrier, seed);
    }
}
