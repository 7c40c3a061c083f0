package volley.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on loopback that does to each connection what the test says, down to the bytes and the way it ends. */
final class RawServer implements AutoCloseable {
    /** What happens on one connection; the socket is closed after it. */
    interface Script {
        /**
         * Plays the server's part.
         *
         * @param number of the connection, from 0
         */
        void play(Peer peer, int number) throws IOException, InterruptedException;
    }

    /** The server's side of one connection. */
    static final class Peer {
        private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

        private final Socket socket;
        private final InputStream in;
        private final List<String> requests;

        private Peer(Socket socket, List<String> requests) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.requests = requests;
        }

        /** Reads one request and returns its head and body, or {@code null} if the client closed the connection. */
        String readRequest() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                head.write(b);
            }
            Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
            byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
            String request = head.toString(StandardCharsets.ISO_8859_1) + new String(body, StandardCharsets.UTF_8);
            requests.add(request);
            return request;
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** Writes one chunk of a chunked body. */
        void writeChunk(String text) throws IOException {
            write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        /** Makes the closing of the socket a reset instead of an orderly end. */
        void resetOnClose() throws IOException {
            socket.setSoLinger(true, 0);
        }

        /** Waits until the client closes its side. */
        void awaitClose() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    RawServer(Script script) throws IOException {
        this(script, InetAddress.getLoopbackAddress());
    }

    RawServer(Script script, InetAddress loopback) throws IOException {
        listener = new ServerSocket(0, 50, loopback);
        threads.execute(() -> accept(script));
    }

    private void accept(Script script) {
        for (int number = 0; !listener.isClosed(); number++) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                int connection = number;
                threads.execute(() -> serve(script, socket, connection));
            } catch (IOException e) {
                // The listener was closed: the test is over.
                return;
            }
        }
    }

    private void serve(Script script, Socket socket, int number) {
        try (socket) {
            script.play(new Peer(socket, requests), number);
        } catch (IOException e) {
            // The client closed the connection, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** All requests read so far, of all connections. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return sockets.size();
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
        } finally {
            threads.shutdownNow();
        }
    }
}
