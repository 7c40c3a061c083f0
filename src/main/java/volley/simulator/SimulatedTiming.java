package volley.simulator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import volley.config.BadInputException;

/**
 * Speeds of the fixed-rate server. Defaults stand in {@code reference.conf}, block {@code volley.simulated}.
 *
 * @param baseLatencyMs fixed part of the time to first token, ms; at least 0
 * @param prefillTokensPerSecond uncached prompt tokens computed per second; above 0, may be infinite
 * @param interTokenMs time between two tokens, ms; at least 0
 * @param cacheTokens capacity of the prefix cache, tokens; 0 is off
 */
public record SimulatedTiming(
        double baseLatencyMs, double prefillTokensPerSecond, double interTokenMs, int cacheTokens) {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    public SimulatedTiming {
        require(baseLatencyMs >= 0 && baseLatencyMs < 1e9, "base-latency-ms", baseLatencyMs, "0 or more");
        require(prefillTokensPerSecond > 0, "prefill-tokens-per-second", prefillTokensPerSecond, "above 0");
        require(interTokenMs >= 0 && interTokenMs < 1e9, "inter-token-ms", interTokenMs, "0 or more");
        require(cacheTokens >= 0, "cache-tokens", cacheTokens, "0 (off) or more");
    }

    /**
     * Reads the block {@code volley.simulated}.
     *
     * @throws BadInputException for a value that is missing, no number, or out of range
     */
    public static SimulatedTiming from(Config simulated) {
        try {
            return new SimulatedTiming(
                    simulated.getDouble("base-latency-ms"),
                    simulated.getDouble("prefill-tokens-per-second"),
                    simulated.getDouble("inter-token-ms"),
                    simulated.getInt("cache-tokens"));
        } catch (ConfigException e) {
            throw new BadInputException(e.getMessage() + "; give a number");
        }
    }

    /** No latency, no time between tokens, a cache of a million tokens: for tests of what is served, not of when. */
    public static SimulatedTiming instant() {
        return new SimulatedTiming(0, Double.POSITIVE_INFINITY, 0, 1_000_000);
    }

    /** Time to first token, ns: base latency + uncached prompt tokens / prefill speed. */
    long ttftNs(int uncachedTokens) {
        return Math.round(baseLatencyMs * NS_PER_MS + uncachedTokens / prefillTokensPerSecond * NS_PER_SECOND);
    }

    /** Time from the first token to the one after {@code tokens} more, ns; rounded once, so that nothing adds up. */
    long afterFirstNs(int tokens) {
        return Math.round(tokens * interTokenMs * NS_PER_MS);
    }

    private static void require(boolean ok, String name, double value, String allowed) {
        if (!ok) {
            throw new BadInputException(name + " is " + value + " (simulated server); it must be " + allowed);
        }
    }
}
