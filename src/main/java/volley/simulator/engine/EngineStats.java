package volley.simulator.engine;

/**
 * Gauges and totals of an engine; totals count from its creation.
 *
 * @param runningRequests admitted and not finished, one in the middle of its prompt included
 * @param queuedRequests waiting for admission
 * @param deviceCapacityTokens memory for KV cache
 * @param deviceCachedTokens of it in the prefix cache, those in use by running requests included
 * @param devicePrivateTokens of it held by running requests outside the prefix cache
 * @param hostCachedTokens KV cache on the host
 * @param promptTokens input of all admissions; a request admitted again after a retraction counts again
 * @param cachedDeviceTokens of that input found on the device
 * @param cachedHostTokens of that input loaded from the host
 * @param prefilledTokens of that input computed
 * @param generatedTokens tokens emitted
 * @param finishedRequests requests that emitted their last token
 * @param retractions running requests put back into the queue for want of memory
 * @param evictedTokens tokens taken off the device
 * @param prefillSteps steps that computed prompts
 * @param decodeSteps steps that emitted a token for each running request
 */
public record EngineStats(
        int runningRequests,
        int queuedRequests,
        long deviceCapacityTokens,
        long deviceCachedTokens,
        long devicePrivateTokens,
        long hostCachedTokens,
        long promptTokens,
        long cachedDeviceTokens,
        long cachedHostTokens,
        long prefilledTokens,
        long generatedTokens,
        long finishedRequests,
        long retractions,
        long evictedTokens,
        long prefillSteps,
        long decodeSteps) {}
