package volley.cold;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import volley.config.Backend;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

/**
 * An address before simulated servers that passes requests on, in turns where there are two, and answers the control
 * routes by itself: what it says of a flush and what it empties are two things.
 */
public final class LyingServer implements AutoCloseable {
    private static final Pattern SALT = Pattern.compile(",?\"(cache_salt|extra_key)\":\"[^\"]*\"");
    private static final SimulatedTiming TIMING = new SimulatedTiming(0, Double.POSITIVE_INFINITY, 0, 1 << 20);

    /** What it does when it is asked to empty its cache. */
    public enum Way {
        HONEST(Backend.SGLANG, 1),
        /** vLLM's answer while blocks are held, for ever. */
        SUCCESS_FALSE(Backend.VLLM, 1),
        /** It says yes and does nothing. */
        YES_BUT_WARM(Backend.SGLANG, 1),
        /** The first rank empties its cache, and its answer is that of both. */
        ONE_RANK_WARM(Backend.SGLANG, 2),
        /** Device and host are emptied; the storage, out of which everything comes back, refuses. */
        STORAGE_WARM(Backend.SGLANG, 1),
        /** As the other, but the storage is emptied when it is asked to. */
        STORAGE_CLEARED(Backend.SGLANG, 1),
        /** vLLM without its development mode. */
        NOT_FOUND(Backend.VLLM, 1),
        /** Refused while requests run, for two seconds. */
        BUSY_THEN_FREE(Backend.SGLANG, 1),
        /** It says yes, and is done three seconds later. */
        TAKES_3_S(Backend.SGLANG, 1),
        /** A router that passes the flush on to one worker. */
        ROUTER_OF_TWO(Backend.VLLM, 2),
        /** A router that says itself that nothing came of it. */
        ROUTER_206(Backend.SGLANG, 2);

        final Backend backend;
        private final int servers;

        Way(Backend backend, int servers) {
            this.backend = backend;
            this.servers = servers;
        }
    }

    private final Way way;
    private final boolean heedsSalt;
    private final LongSupplier nowNs;
    private final List<SimulatedServer> servers = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer front;
    private final long startNs;
    private long emptyAtNs = Long.MAX_VALUE;

    /**
     * @param heedsSalt false for a server of before there was such a field
     * @param tellsCached whether usage has cached tokens
     */
    public LyingServer(Way way, boolean heedsSalt, boolean tellsCached, LongSupplier nowNs) throws IOException {
        this.way = way;
        this.heedsSalt = heedsSalt;
        this.nowNs = nowNs;
        startNs = nowNs.getAsLong();
        for (int i = 0; i < way.servers; i++) {
            servers.add(SimulatedServer.with(new FixedRateModel(TIMING), new WordTokenizer())
                    .backend(way.backend)
                    .cacheReport(tellsCached)
                    .start());
        }
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.createContext("/", this::handle);
        front.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    /** Bodies of the requests for an answer, in their order. */
    public List<String> bodies() {
        return bodies;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (nowNs.getAsLong() >= emptyAtNs) {
                emptyAtNs = Long.MAX_VALUE;
                empty(0);
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            switch (exchange.getRequestURI().getPath()) {
                case "/flush_cache", "/reset_prefix_cache" -> flush(exchange);
                case "/hicache/storage-backend/clear" -> {
                    if (way == Way.STORAGE_CLEARED) {
                        empty(0);
                    }
                    reply(exchange, way == Way.STORAGE_CLEARED ? 200 : 400, "storage backend cleared.");
                }
                case "/server_info" -> reply(
                        exchange,
                        200,
                        way == Way.STORAGE_WARM || way == Way.STORAGE_CLEARED
                                ? "{\"hicache_storage_backend\":\"file\"}"
                                : "{\"hicache_storage_backend\":null}");
                default -> pass(exchange, body);
            }
        }
    }

    private void flush(HttpExchange exchange) throws IOException {
        switch (way) {
            case HONEST -> {
                empty(0);
                reply(exchange, 200, "Cache flushed.");
            }
            case SUCCESS_FALSE -> reply(exchange, 200, "{\"success\": false}");
            case YES_BUT_WARM, STORAGE_WARM, STORAGE_CLEARED -> reply(exchange, 200, "Cache flushed.");
            case ONE_RANK_WARM -> {
                empty(0);
                reply(exchange, 200, "Cache flushed.");
            }
            case NOT_FOUND -> reply(exchange, 404, "{\"detail\":\"Not Found\"}");
            case BUSY_THEN_FREE -> {
                boolean busy = nowNs.getAsLong() - startNs < TimeUnit.SECONDS.toNanos(2);
                if (!busy) {
                    empty(0);
                }
                reply(exchange, busy ? 400 : 200, busy ? "Flush cache failed: requests run." : "Cache flushed.");
            }
            case TAKES_3_S -> {
                if (emptyAtNs == Long.MAX_VALUE) {
                    emptyAtNs = nowNs.getAsLong() + TimeUnit.SECONDS.toNanos(3);
                }
                reply(exchange, 200, "Cache flushed.");
            }
            case ROUTER_OF_TWO -> {
                empty(0);
                reply(exchange, 200, "{\"success\":true}");
            }
            case ROUTER_206 -> reply(
                    exchange,
                    206,
                    "{\"status\":\"partial_success\",\"message\":\"Cache flush: 0 succeeded, 2 failed\","
                            + "\"workers_flushed\":0,\"total_http_workers\":2,\"successful\":[],\"failed\":"
                            + "[{\"worker\":\"http://10.0.0.7:1\",\"error\":\"HTTP 404 Not Found\"}]}");
        }
    }

    /** Empties one of the caches for good. */
    private void empty(int server) throws IOException {
        String route = way.backend.flushRoute().orElseThrow();
        send(HttpRequest.newBuilder(URI.create(servers.get(server).baseUrl() + route))
                .POST(BodyPublishers.noBody())
                .build());
    }

    private void pass(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        if (post) {
            bodies.add(body);
        }
        SimulatedServer server = servers.get(post ? requests.getAndIncrement() % servers.size() : 0);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path));
        String passed = heedsSalt ? body : SALT.matcher(body).replaceAll("");
        String answer =
                send(post ? request.POST(BodyPublishers.ofString(passed)).build() : request.build());
        exchange.getResponseHeaders()
                .add("Content-Type", answer.startsWith("data:") ? "text/event-stream" : "application/json");
        reply(exchange, 200, answer);
    }

    private String send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        front.stop(0);
        servers.forEach(SimulatedServer::close);
    }
}
