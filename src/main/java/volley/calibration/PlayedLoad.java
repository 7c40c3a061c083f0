package volley.calibration;

/**
 * The load under which errors were found.
 *
 * @param requestsPerSecond completed requests over the time from the first sending to the last token
 * @param tokensPerSecond their output tokens, over the same time
 * @param meanInFlight sum of their end-to-end latencies over the same time
 */
public record PlayedLoad(double requestsPerSecond, double tokensPerSecond, double meanInFlight) {
    /** Rates vary from run to run by chance: a tenth more is still the same load. */
    private static final double TOLERANCE = 1.1;

    /** Whether another load asks no more of the client than this one. How long answers take asks nothing of it. */
    public boolean covers(double otherRequestsPerSecond, double otherTokensPerSecond) {
        return otherRequestsPerSecond <= TOLERANCE * requestsPerSecond
                && otherTokensPerSecond <= TOLERANCE * tokensPerSecond;
    }
}
