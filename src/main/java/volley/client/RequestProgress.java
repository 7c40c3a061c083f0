package volley.client;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;

/** Told what becomes of one request, on its connection's event loop: must not block. */
@FunctionalInterface
public interface RequestProgress {
    /** The request's last byte has been given to the operating system, or never will be. Called once, before the end. */
    default void written() {}

    /** The response's headers are here, whatever its status. */
    default void headers(HttpHeaders response) {}

    /** The response is complete, but a count of the server's cannot be true, and is left out; {@link #ended} follows. */
    default void countsUnbelieved() {}

    /** The server was busy and says when to come back; {@link #ended} follows. */
    default void comeBack(Duration after) {}

    /**
     * The server asks for the same request at another of its own addresses (HTTP 307 and 308); {@link #ended} follows.
     *
     * @param target of the same origin
     */
    default void moved(URI target) {}

    /** The response has ended or failed. Called once. */
    void ended(Exchange exchange);
}
