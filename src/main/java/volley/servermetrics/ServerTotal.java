package volley.servermetrics;

import java.util.OptionalDouble;

/**
 * A total of the run by the server's counters before and after, beside the client's sum over its completed requests.
 *
 * @param id name in files
 * @param label name for people
 * @param unit of both
 * @param byServer absent where the server does not tell it
 * @param byClient absent where the answers did not tell it
 * @param comparable whether every completed request is in the client's sum as the server told it
 */
public record ServerTotal(
        String id, String label, String unit, OptionalDouble byServer, OptionalDouble byClient, boolean comparable) {
    /** A difference up to this share of the client's sum needs no explanation. */
    public static final double TOLERANCE = 0.001;

    /** By how much the server counted more; absent if one of both did not count. */
    public OptionalDouble difference() {
        return byServer.isPresent() && byClient.isPresent()
                ? OptionalDouble.of(byServer.getAsDouble() - byClient.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Whether both should be equal, and are not. */
    public boolean differs() {
        return comparable && Math.abs(difference().orElse(0)) > TOLERANCE * byClient.orElse(0);
    }
}
