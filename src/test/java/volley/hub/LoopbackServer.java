package volley.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLContext;

/**
 * A hub, a mirror or a store of files on loopback: answers paths as it was told, keeps what it was asked, knows ranges, and
 * drops each connection after so many bytes of a file if it is to.
 */
public final class LoopbackServer implements AutoCloseable {
    /** @param range the header, or {@code null}; authorization likewise */
    public record Request(String address, String range, String authorization) {}

    @SuppressWarnings("ArrayRecordComponent") // sent as it is; never compared
    private record Answer(int status, byte[] body, Map<String, String> headers) {}

    private final HttpServer server;
    private final String scheme;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    public volatile int dropAfterBytes = Integer.MAX_VALUE;

    /** Told how much of the file has been sent before a connection is dropped. */
    public volatile IntConsumer beforeDrop = bytes -> {};

    public volatile boolean knowsRanges = true;

    /** If not 0, what every file is answered with. */
    public volatile int status;

    /** How many requests of files are answered with {@link #status}; then all is well. */
    public final AtomicInteger statusTimes = new AtomicInteger(Integer.MAX_VALUE);

    public LoopbackServer() throws IOException {
        this(HttpServer.create(loopback(), 0), "http");
    }

    /** One that speaks TLS. */
    public LoopbackServer(SSLContext tls) throws IOException {
        this(https(tls), "https");
    }

    private LoopbackServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread worker = new Thread(task, "loopback-server");
            worker.setDaemon(true);
            return worker;
        }));
        server.start();
    }

    private static HttpServer https(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return scheme + "://127.0.0.1:" + port();
    }

    public void file(String path, byte[] bytes) {
        file(path, bytes, Map.of());
    }

    public void file(String path, byte[] bytes, Map<String, String> headers) {
        answers.put(path, new Answer(200, bytes, headers));
    }

    public void redirect(String path, String address) {
        answer(path, 302, Map.of("Location", address));
    }

    public void answer(String path, int ofStatus, Map<String, String> headers) {
        answers.put(path, new Answer(ofStatus, new byte[0], headers));
    }

    public List<Request> requests() {
        return requests;
    }

    public List<Request> requests(String path) {
        return requests.stream().filter(each -> each.address().endsWith(path)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(new Request(
                exchange.getRequestURI().toString(),
                range,
                exchange.getRequestHeaders().getFirst("Authorization")));
        Answer answer =
                answers.getOrDefault(exchange.getRequestURI().getPath(), new Answer(404, new byte[0], Map.of()));
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.status() != 200) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else if (status != 0 && statusTimes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            send(exchange, answer.body(), range);
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
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length == from ? -1 : file.length - from);
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
