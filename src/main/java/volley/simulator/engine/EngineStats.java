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
 * @param storageCachedTokens KV cache in storage
 * @param promptTokens input of all admissions; a request admitted again after a retraction counts again
 * @param cachedDeviceTokens of that input found on the device
 * @param cachedHostTokens of that input loaded from the host, but for the next
 * @param cachedStorageTokens of that input fetched from storage by way of the host
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
        long storageCachedTokens,
        long promptTokens,
        long cachedDeviceTokens,
        long cachedHostTokens,
        long cachedStorageTokens,
        long prefilledTokens,
        long generatedTokens,
        long finishedRequests,
        long retractions,
        long evictedTokens,
        long prefillSteps,
        long decodeSteps) {

    static Builder builder() {
        return new Builder();
    }

    /** Parts by name; one that is not given is 0. */
    static final class Builder {
        private int runningRequests;
        private int queuedRequests;
        private long deviceCapacityTokens;
        private long deviceCachedTokens;
        private long devicePrivateTokens;
        private long hostCachedTokens;
        private long storageCachedTokens;
        private long promptTokens;
        private long cachedDeviceTokens;
        private long cachedHostTokens;
        private long cachedStorageTokens;
        private long prefilledTokens;
        private long generatedTokens;
        private long finishedRequests;
        private long retractions;
        private long evictedTokens;
        private long prefillSteps;
        private long decodeSteps;

        private Builder() {}

        Builder runningRequests(int value) {
            runningRequests = value;
            return this;
        }

        Builder queuedRequests(int value) {
            queuedRequests = value;
            return this;
        }

        Builder deviceCapacityTokens(long value) {
            deviceCapacityTokens = value;
            return this;
        }

        Builder deviceCachedTokens(long value) {
            deviceCachedTokens = value;
            return this;
        }

        Builder devicePrivateTokens(long value) {
            devicePrivateTokens = value;
            return this;
        }

        Builder hostCachedTokens(long value) {
            hostCachedTokens = value;
            return this;
        }

        Builder storageCachedTokens(long value) {
            storageCachedTokens = value;
            return this;
        }

        Builder promptTokens(long value) {
            promptTokens = value;
            return this;
        }

        Builder cachedDeviceTokens(long value) {
            cachedDeviceTokens = value;
            return this;
        }

        Builder cachedHostTokens(long value) {
            cachedHostTokens = value;
            return this;
        }

        Builder cachedStorageTokens(long value) {
            cachedStorageTokens = value;
            return this;
        }

        Builder prefilledTokens(long value) {
            prefilledTokens = value;
            return this;
        }

        Builder generatedTokens(long value) {
            generatedTokens = value;
            return this;
        }

        Builder finishedRequests(long value) {
            finishedRequests = value;
            return this;
        }

        Builder retractions(long value) {
            retractions = value;
            return this;
        }

        Builder evictedTokens(long value) {
            evictedTokens = value;
            return this;
        }

        Builder prefillSteps(long value) {
            prefillSteps = value;
            return this;
        }

        Builder decodeSteps(long value) {
            decodeSteps = value;
            return this;
        }

        EngineStats build() {
            return new EngineStats(
                    runningRequests,
                    queuedRequests,
                    deviceCapacityTokens,
                    deviceCachedTokens,
                    devicePrivateTokens,
                    hostCachedTokens,
                    storageCachedTokens,
                    promptTokens,
                    cachedDeviceTokens,
                    cachedHostTokens,
                    cachedStorageTokens,
                    prefilledTokens,
                    generatedTokens,
                    finishedRequests,
                    retractions,
                    evictedTokens,
                    prefillSteps,
                    decodeSteps);
        }
    }
}
