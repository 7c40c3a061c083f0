package volley.calibration;

/**
 * How far the client's figures were from the server's, as absolute values.
 *
 * @param values how many figures were compared
 * @param p50Ms half of them were off by no more, ms
 * @param p99Ms 99 in 100 were off by no more, ms
 * @param maxMs the worst of them, ms
 */
public record ClientError(long values, double p50Ms, double p99Ms, double maxMs) {}
