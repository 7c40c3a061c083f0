package volley.simulator.engine;

import java.time.Duration;

/**
 * The third cache level, behind the host's memory. What is copied to the host is written to it; a waiting request's prefix
 * is fetched from it to the host.
 *
 * @param backend its kind
 * @param capacityTokens tokens of KV cache it holds; above 0
 * @param tokensPerSecond transferred each way, beside the latency; above 0
 * @param batchLatencyNs what each batch of up to {@link #BATCH_PAGES} pages takes beside its bytes
 * @param policy how long a request waits
 * @param thresholdTokens shorter pieces are not fetched
 * @param timeout for {@link PrefetchPolicy#TIMEOUT}: the part that does not depend on the tokens
 * @param timeoutPer1024Tokens what is added for each 1024 tokens fetched
 */
public record StorageTierConfig(
        StorageBackend backend,
        long capacityTokens,
        double tokensPerSecond,
        long batchLatencyNs,
        PrefetchPolicy policy,
        int thresholdTokens,
        Duration timeout,
        Duration timeoutPer1024Tokens) {
    /** SGLang's {@code STORAGE_BATCH_SIZE}. */
    public static final int BATCH_PAGES = 128;

    private static final double NS_PER_SECOND = 1e9;

    public StorageTierConfig {
        if (capacityTokens < 1 || !(tokensPerSecond > 0) || batchLatencyNs < 0 || thresholdTokens < 1) {
            throw new IllegalArgumentException("storage of " + capacityTokens + " tokens, " + tokensPerSecond
                    + " tokens/s, " + batchLatencyNs + " ns a batch, fetched from " + thresholdTokens + " tokens on");
        }
        if (timeout.isNegative() || timeoutPer1024Tokens.isNegative()) {
            throw new IllegalArgumentException("storage timeout of " + timeout + " and " + timeoutPer1024Tokens);
        }
    }

    /** Time from the beginning of a batch of so many tokens to its end. */
    long batchNs(long tokens) {
        return batchLatencyNs + Math.round(tokens / tokensPerSecond * NS_PER_SECOND);
    }

    /** Time of so many tokens, one batch after the other. */
    long batchesNs(int tokens, int batchTokens) {
        long ns = 0;
        for (int left = tokens; left > 0; left -= batchTokens) {
            ns += batchNs(Math.min(left, batchTokens));
        }
        return ns;
    }

    /** How long a fetch of so many tokens is waited for under {@link PrefetchPolicy#TIMEOUT}. */
    long timeoutNs(long tokens) {
        return timeout.toNanos() + Math.round(timeoutPer1024Tokens.toNanos() * (tokens / 1024.0));
    }
}
