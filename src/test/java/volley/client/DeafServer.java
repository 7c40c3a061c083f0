package volley.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A port on loopback to which a connection is neither made nor refused: its backlog is full and nobody accepts, so that
 * Linux drops what asks for one.
 */
public final class DeafServer implements AutoCloseable {
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(1).toMillis();
    /** A system with room for more of them does not drop any. */
    private static final int MOST_WAITING = 50;

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** Not deaf yet. */
    public DeafServer() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Skips the test on a system that makes connections to a full backlog all the same. */
    public static void assumeThatConnectionsHang() throws IOException {
        try (DeafServer probe = new DeafServer()) {
            assumeTrue(probe.fill(), "this system makes connections although the backlog is full");
        }
    }

    /**
     * Accepts one connection, before it becomes deaf.
     *
     * @return the server's side; closed with this server
     */
    public Socket accept() throws IOException {
        Socket accepted = listener.accept();
        sockets.add(accepted);
        return accepted;
    }

    /** Makes it deaf. Returns whether that is so. */
    public boolean fill() throws IOException {
        for (int i = 0; i < MOST_WAITING; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), PATIENCE_MS);
            } catch (SocketTimeoutException e) {
                return true;
            }
        }
        return false;
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
