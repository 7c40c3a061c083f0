package volley.simulator.http;

/**
 * How loaded a model is, for /metrics and /server_info.
 *
 * @param runningRequests requests being computed
 * @param queuedRequests requests that wait for memory or a place
 * @param usedTokens tokens of KV cache on the device, cached ones included
 * @param capacityTokens tokens of KV cache the device holds
 * @param hostTokens tokens of KV cache on the host
 * @param storageTokens tokens of KV cache in storage
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
        long storageTokens,
        long evictedTokens,
        long retractions,
        long steps,
        long stepWallNs) {
    /** Share of the device's KV cache in use, 0 to 1. */
    double tokenUsage() {
        return capacityTokens == 0 ? 0 : (double) usedTokens / capacityTokens;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Parts by name; one that is not given is 0. */
    public static final class Builder {
        private int runningRequests;
        private int queuedRequests;
        private long usedTokens;
        private long capacityTokens;
        private long hostTokens;
        private long storageTokens;
        private long evictedTokens;
        private long retractions;
        private long steps;
        private long stepWallNs;

        private Builder() {}

        public Builder runningRequests(int value) {
            runningRequests = value;
            return this;
        }

        public Builder queuedRequests(int value) {
            queuedRequests = value;
            return this;
        }

        public Builder usedTokens(long value) {
            usedTokens = value;
            return this;
        }

        public Builder capacityTokens(long value) {
            capacityTokens = value;
            return this;
        }

        public Builder hostTokens(long value) {
            hostTokens = value;
            return this;
        }

        public Builder storageTokens(long value) {
            storageTokens = value;
            return this;
        }

        public Builder evictedTokens(long value) {
            evictedTokens = value;
            return this;
        }

        public Builder retractions(long value) {
            retractions = value;
            return this;
        }

        public Builder steps(long value) {
            steps = value;
            return this;
        }

        public Builder stepWallNs(long value) {
            stepWallNs = value;
            return this;
        }

        public ModelLoad build() {
            return new ModelLoad(
                    runningRequests,
                    queuedRequests,
                    usedTokens,
                    capacityTokens,
                    hostTokens,
                    storageTokens,
                    evictedTokens,
                    retractions,
                    steps,
                    stepWallNs);
        }
    }
}
