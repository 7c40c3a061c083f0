package volley.simulator.http;

/**
 * How loaded a model is, for /metrics and /server_info.
 *
 * @param runningRequests requests being computed
 * @param queuedRequests requests that wait for memory or a place
 * @param usedTokens tokens of KV cache on the device, cached ones included
 * @param capacityTokens tokens of KV cache the device holds
 * @param hostTokens tokens of KV cache on the host
 * @param evictedTokens tokens taken off the device since the start
 * @param retractions running requests put back into the queue since the start
 * @param steps steps computed since the start
 * @param stepWallNs real time the simulation itself took for them: it must be small beside the steps' own durations
 */
public record ModelLoad(
        int runningRequests,
        int queuedRequests,
        long usedTokens,
        long capacityTokens,
        long hostTokens,
        long evictedTokens,
        long retractions,
        long steps,
        long stepWallNs) {
    /** Share of the device's KV cache in use, 0 to 1. */
    double tokenUsage() {
        return capacityTokens == 0 ? 0 : (double) usedTokens / capacityTokens;
    }
}
