package volley.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a request may wait for its beginnings; its whole is limited by {@link RequestFactory}.
 *
 * @param connect for a connection, from the moment it is asked for; none: Gatling's own, 10 s
 * @param firstToken for the first token of a stream, from the moment the request is handed to the pool; none: for ever
 */
public record Timeouts(Optional<Duration> connect, Optional<Duration> firstToken) {
    /** No limit but those of Gatling. */
    public static final Timeouts NONE = new Timeouts(Optional.empty(), Optional.empty());
}
