package volley.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** A server on loopback that knows ranges, and drops each connection after so many bytes of a file. */
final class UnreliableServer implements AutoCloseable {
    /** @param range the header, or {@code null} */
    record Request(String address, String range, String authorization) {}

    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile int dropAfterBytes = Integer.MAX_VALUE;

    /** Told how much of the file has been sent before a connection is dropped. */
    volatile IntConsumer beforeDrop = bytes -> {};

    volatile boolean knowsRanges = true;
    volatile int status;

    UnreliableServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread worker = new Thread(task, "unreliable-server");
            worker.setDaemon(true);
            return worker;
        }));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void file(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    void redirect(String path, String address) {
        redirects.put(path, address);
    }

    List<Request> requests() {
        return requests;
    }

    List<Request> requests(String path) {
        return requests.stream().filter(each -> each.address().endsWith(path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(new Request(
                exchange.getRequestURI().toString(),
                range,
                exchange.getRequestHeaders().getFirst("Authorization")));
        if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().set("Location", redirects.get(path));
            exchange.sendResponseHeaders(302, -1);
        } else if (status != 0 || !files.containsKey(path)) {
            exchange.sendResponseHeaders(status == 0 ? 404 : status, -1);
        } else {
            send(exchange, files.get(path), range);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, byte[] file, String range) throws IOException {
        int from = 0;
        if (range != null && knowsRanges) {
            from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            if (from >= file.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
        int to = (int) Math.min(file.length, (long) from + dropAfterBytes);
        exchange.getResponseBody().write(Arrays.copyOfRange(file, from, to));
        exchange.getResponseBody().flush();
        if (to < file.length) {
            beforeDrop.accept(to);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
