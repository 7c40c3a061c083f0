package volley.report.compare;

/**
 * How a simulated server's mean time to first token grows with the request rate, computed in virtual time.
 *
 * @param requestsPerSecond the rates, rising
 * @param meanTtftMs the mean at each
 */
@SuppressWarnings("ArrayRecordComponent") // figures to be drawn; never compared
public record RateCurve(String server, double[] requestsPerSecond, double[] meanTtftMs) {}
