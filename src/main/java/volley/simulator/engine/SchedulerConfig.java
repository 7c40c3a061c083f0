package volley.simulator.engine;

/**
 * How requests are admitted and batched. Defaults ({@link #of}) are SGLang's for a GPU of 35 to 160 GB.
 *
 * @param policy order of admission
 * @param chunkedPrefillTokens tokens computed in one prefill step at most; a longer prompt takes several
 * @param maxPrefillTokens tokens of all prompts admitted in one step at most, the first one excepted
 * @param maxRunningRequests requests in the decode batch at most
 * @param newTokenRatio share of the outputs still to come that running requests have reserved, at first; in (0, 1]
 * @param minNewTokenRatio what that share falls to
 * @param newTokenRatioDecaySteps decode steps the fall takes
 */
public record SchedulerConfig(
        SchedulePolicy policy,
        int chunkedPrefillTokens,
        int maxPrefillTokens,
        int maxRunningRequests,
        double newTokenRatio,
        double minNewTokenRatio,
        int newTokenRatioDecaySteps) {
    public SchedulerConfig {
        if (chunkedPrefillTokens < 1 || maxPrefillTokens < 1 || maxRunningRequests < 1 || newTokenRatioDecaySteps < 1) {
            throw new IllegalArgumentException("scheduler with chunks of " + chunkedPrefillTokens + ", prefill of "
                    + maxPrefillTokens + " tokens, " + maxRunningRequests + " requests, decay in "
                    + newTokenRatioDecaySteps + " steps");
        }
        if (!(minNewTokenRatio > 0 && minNewTokenRatio <= newTokenRatio && newTokenRatio <= 1)) {
            throw new IllegalArgumentException("new-token ratio from " + newTokenRatio + " to " + minNewTokenRatio);
        }
    }

    /** Chunks of 8192, prefill of 16384 tokens, 2048 requests, ratio 0.7 falling to 0.7 x 0.14 over 600 steps. */
    public static SchedulerConfig of(SchedulePolicy policy) {
        return new SchedulerConfig(policy, 8192, 16384, 2048, 0.7, 0.7 * 0.14, 600);
    }

    public SchedulerConfig withChunkedPrefillTokens(int tokens) {
        return new SchedulerConfig(
                policy,
                tokens,
                maxPrefillTokens,
                maxRunningRequests,
                newTokenRatio,
                minNewTokenRatio,
                newTokenRatioDecaySteps);
    }

    public SchedulerConfig withMaxRunningRequests(int requests) {
        return new SchedulerConfig(
                policy,
                chunkedPrefillTokens,
                maxPrefillTokens,
                requests,
                newTokenRatio,
                minNewTokenRatio,
                newTokenRatioDecaySteps);
    }
}
