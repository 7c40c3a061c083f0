package volley.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import volley.network.Origin;

/**
 * How long a packet takes to the server and back: that of opening a TCP connection, which the operating system there answers
 * without the server's doing. Of a proxy on the way it is the way to that.
 */
public final class NetworkRoundTrip {
    private static final int TRIES = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private NetworkRoundTrip() {}

    /**
     * Opens five connections, one after the other, and sends nothing.
     *
     * @param server its host and port count
     * @param clockNs in nanoseconds
     * @return the shortest, in nanoseconds: the others waited for something else, too; absent if none could be opened
     */
    public static OptionalLong measure(URI server, LongSupplier clockNs) {
        Origin origin = Origin.of(server);
        // resolved once, before the clock runs
        InetSocketAddress address = new InetSocketAddress(origin.host().replaceAll("[\\[\\]]", ""), origin.port());
        long[] took = new long[TRIES];
        int measured = 0;
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket()) {
                long fromNs = clockNs.getAsLong();
                socket.connect(address, Math.toIntExact(TIMEOUT.toMillis()));
                took[measured++] = clockNs.getAsLong() - fromNs;
            } catch (IOException e) {
                // One that cannot be reached now says so with the first request.
                break;
            }
        }
        return Arrays.stream(took, 0, measured).min();
    }
}
