package volley.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy on loopback for http and, by CONNECT, https. It leads to one server whatever name is asked for, so that names
 * need not resolve, and may want a user and a password.
 */
public final class LoopbackProxy implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread worker = new Thread(task, "loopback-proxy");
        worker.setDaemon(true);
        return worker;
    });
    private final List<String> requestLines = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private final int serverPort;
    private final Optional<String> wanted;

    /** @param userAndPassword {@code user:password} without which it answers 407 */
    public LoopbackProxy(int serverPort, Optional<String> userAndPassword) throws IOException {
        this.serverPort = serverPort;
        this.wanted = userAndPassword.map(each -> "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8)));
        threads.execute(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The first lines of all requests that it let through. */
    public List<String> requestLines() {
        return requestLines;
    }

    /** All header lines of all requests, also of those that were not let through. */
    public List<String> headers() {
        return headers;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            // One byte at a time: what follows the head of CONNECT is TLS.
            String line = line(client.getInputStream());
            List<String> head = new ArrayList<>();
            for (String each = line(client.getInputStream()); !each.isEmpty(); each = line(client.getInputStream())) {
                head.add(each);
            }
            headers.addAll(head);
            OutputStream out = client.getOutputStream();
            if (wanted.isPresent() && head.stream().noneMatch(wanted.get()::equalsIgnoreCase)) {
                say(
                        out,
                        "HTTP/1.1 407 Proxy Authentication Required",
                        "Proxy-Authenticate: Basic realm=\"x\"",
                        "Content-Length: 0",
                        "Connection: close");
                return;
            }
            requestLines.add(line);
            String[] words = line.split(" ");
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                if (words[0].equals("CONNECT")) {
                    say(out, "HTTP/1.1 200 Connection established");
                } else {
                    head.removeIf(each -> each.matches("(?i)(proxy-|connection).*"));
                    head.add(0, words[0] + " " + words[1].replaceFirst("http://[^/]*", "") + " HTTP/1.1");
                    head.add("Connection: close");
                    say(server.getOutputStream(), head.toArray(String[]::new));
                }
                threads.execute(() -> pump(client, server));
                server.getInputStream().transferTo(out);
            }
        } catch (IOException e) {
            // the client or the server has left
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // ended from the other side
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }

    private static void say(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
