package volley.simulator.engine;

/**
 * A token of an answer, emitted at the end of its step.
 *
 * @param outputIndex place in the answer, from 0
 * @param last whether the request is finished with it
 * @param cachedDeviceTokens prompt tokens found on the device at the request's first admission
 * @param cachedHostTokens prompt tokens loaded from the host at the request's first admission, but for the next
 * @param cachedStorageTokens prompt tokens that came from storage to the host for this request, and were loaded then
 * @param prefillNs from the beginning of the step of the request's first admission to its first token, as the time model
 *     has it
 */
public record TokenEvent(
        long requestId,
        int outputIndex,
        boolean last,
        int cachedDeviceTokens,
        int cachedHostTokens,
        int cachedStorageTokens,
        long prefillNs) {
    /** Prompt tokens from all levels of the cache. */
    public int cachedTokens() {
        return cachedDeviceTokens + cachedHostTokens + cachedStorageTokens;
    }
}
