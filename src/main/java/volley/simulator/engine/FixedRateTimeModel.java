package volley.simulator.engine;

import java.time.Duration;

/**
 * The plainest model: a prompt takes a time proportional to its uncached tokens, a decode step always the same.
 *
 * @param frontEnd fixed part of the time to first token
 * @param prefillTokensPerSecond uncached prompt tokens per second; above 0
 * @param interTokenTime one decode step
 */
public record FixedRateTimeModel(Duration frontEnd, double prefillTokensPerSecond, Duration interTokenTime)
        implements TimeModel {
    public FixedRateTimeModel {
        if (!(prefillTokensPerSecond > 0) || frontEnd.isNegative() || interTokenTime.isNegative()) {
            throw new IllegalArgumentException("time model with " + prefillTokensPerSecond + " tokens/s, front end "
                    + frontEnd + ", inter-token time " + interTokenTime);
        }
    }

    /** Loading from the host is free here. */
    @Override
    public long prefillNs(long newTokens, double attentionPairs, long loadedTokens) {
        return Math.round(newTokens / prefillTokensPerSecond * 1e9);
    }

    @Override
    public long decodeNs(int batchSize, long contextTokens) {
        return interTokenTime.toNanos();
    }

    @Override
    public long frontEndNs() {
        return frontEnd.toNanos();
    }
}
