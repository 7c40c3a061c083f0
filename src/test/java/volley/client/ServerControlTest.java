package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.network.Route;

class ServerControlTest {
    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String route = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(route + " " + exchange.getRequestHeaders().get("Authorization"));
            Answer answer = answers.getOrDefault(route, new Answer(404, "{\"detail\":\"Not Found\"}"));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ServerControl control(Backend backend, ApiKey key) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new ServerControl(backend, url, key, Duration.ofSeconds(30));
    }

    @Test
    void firstModelId() {
        answers.put("GET /v1/models", new Answer(200, "{\"data\":[{\"id\":\"tiny\"},{\"id\":\"ada\"}]}"));
        assertThat(control(Backend.VLLM, ApiKey.NONE).firstModelId()).isEqualTo("tiny");
        assertThat(requests).containsExactly("GET /v1/models null");
    }

    @Test
    void noModelId() {
        ServerControl control = control(Backend.VLLM, ApiKey.of("sk-secret"));
        assertThatThrownBy(control::firstModelId)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("/v1/models answered HTTP 404 Not Found")
                .hasMessageEndingWith("give the model's name (-Dvolley.model)");
        for (String body : List.of("{\"data\":[]}", "<html><title>Login</title></html>", "{", "")) {
            answers.put("GET /v1/models", new Answer(200, body));
            assertThatThrownBy(control::firstModelId)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("names no model");
        }
        answers.put("GET /v1/models", new Answer(401, "bad key sk-secret"));
        assertThatThrownBy(control::firstModelId).hasMessageContaining("HTTP 401 bad key ***;");
    }

    @Test
    void flushByBackend() {
        answers.put("POST /flush_cache?timeout=10", new Answer(200, "Cache flushed."));
        answers.put("POST /reset_prefix_cache?reset_external=true", new Answer(200, ""));
        ApiKey key = ApiKey.of("sk-secret");
        assertThat(control(Backend.SGLANG, key)
                        .flushCache(Duration.ofSeconds(10))
                        .isDone())
                .isTrue();
        assertThat(control(Backend.VLLM, key).flushCache(Duration.ZERO).isDone())
                .isTrue();
        for (Backend without : List.of(Backend.LMDEPLOY, Backend.LLAMACPP, Backend.OPENAI)) {
            assertThat(control(without, key).flushCache(Duration.ZERO)).isEqualTo(FlushReply.NOT_OFFERED);
        }
        assertThat(requests)
                .containsExactly(
                        "POST /flush_cache?timeout=10 [Bearer sk-secret]",
                        "POST /reset_prefix_cache?reset_external=true [Bearer sk-secret]");
    }

    @Test
    void aRefusedFlushSaysWhy() {
        answers.put("POST /flush_cache", new Answer(400, "Flush cache failed.\nRequests are running."));
        assertThat(control(Backend.SGLANG, ApiKey.NONE).flushCache(Duration.ZERO))
                .isEqualTo(new FlushReply(FlushReply.Kind.BUSY, "HTTP 400 Flush cache failed. Requests are running."));
        assertThat(control(Backend.VLLM, ApiKey.NONE).flushCache(Duration.ZERO))
                .isEqualTo(new FlushReply(
                        FlushReply.Kind.REFUSED,
                        "HTTP 404 Not Found: vLLM has this route only when it is started with VLLM_SERVER_DEV_MODE=1"));
    }

    /** With both keys set SGLang takes the admin's for its control routes only, and neither may be shown. */
    @Test
    void theAdminsKeyIsForTheControlRoutes() {
        answers.put("POST /flush_cache", new Answer(403, "sk-admin is not sk-user"));
        answers.put("GET /server_info", new Answer(200, "{\"hicache_storage_backend\":\"file\"}"));
        answers.put("POST /hicache/storage-backend/clear", new Answer(200, "cleared"));
        ServerControl control = control(Backend.SGLANG, ApiKey.of("sk-user")).administeredBy(ApiKey.of("sk-admin"));
        assertThat(control.flushCache(Duration.ZERO).detail())
                .isEqualTo("HTTP 403 *** is not ***: give the server's admin key in the environment variable"
                        + " SGLANG_ADMIN_API_KEY");
        assertThat(control.clearStorage().isDone()).isTrue();
        assertThat(requests)
                .containsExactly(
                        "POST /flush_cache [Bearer sk-admin]",
                        "GET /server_info [Bearer sk-user]",
                        "POST /hicache/storage-backend/clear [Bearer sk-admin]");
    }

    @Test
    void profiler() {
        answers.put("POST /start_profile", new Answer(200, "Start profiling.\n"));
        ServerControl control = control(Backend.SGLANG, ApiKey.NONE);
        assertThat(control.startProfile().isDone()).isTrue();
        assertThat(control.stopProfile()).isEqualTo(new ControlOutcome.Refused(404, "Not Found"));
    }

    @Test
    void ofAnyServerOnlyTheModelIsAsked() {
        for (Backend backend : List.of(Backend.LLAMACPP, Backend.OPENAI)) {
            ServerControl control = control(backend, ApiKey.NONE);
            assertThat(control.startProfile()).isEqualTo(new ControlOutcome.NotOffered());
            assertThat(control.stopProfile()).isEqualTo(new ControlOutcome.NotOffered());
            assertThat(control.cacheInfo()).isEqualTo(CacheInfo.UNKNOWN);
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void noAddressOfAServer() {
        for (String url : List.of("10.0.0.7", "localhost:80", "ftp://a")) {
            assertThatThrownBy(
                            () -> new ServerControl(Backend.VLLM, URI.create(url), ApiKey.NONE, Duration.ofSeconds(1)))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(url);
        }
    }

    @Test
    void noServer() {
        server.stop(0);
        int port = server.getAddress().getPort();
        assertThatThrownBy(() -> control(Backend.SGLANG, ApiKey.NONE).flushCache(Duration.ZERO))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "No answer from POST http://127.0.0.1:" + port
                                + "/flush_cache (connection refused); start the server or give its address (-Dvolley.base-url)");
    }

    @Test
    void aConnectionIsWaitedForAsLongAsTheRouteSays() throws IOException {
        DeafServer.assumeThatConnectionsHang();
        try (DeafServer deaf = new DeafServer()) {
            deaf.fill();
            ServerControl hurried = new ServerControl(
                    Backend.SGLANG,
                    URI.create(deaf.url()),
                    ApiKey.NONE,
                    Duration.ofSeconds(30),
                    Route.DIRECT.connectingWithin(Optional.of(Duration.ofMillis(137))),
                    "base-url");
            assertThatThrownBy(hurried::startProfile)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("137 ms");
        }
    }

    @Test
    void sglangTellsTheSizeOfItsCacheUnderItsNewRouteOrTheOld() {
        String told = "{\"page_size\":64,\"max_total_num_tokens\":225021,\"enable_hierarchical_cache\":true,"
                + "\"hicache_ratio\":2.0,\"hicache_size\":0}";
        CacheInfo expected = new CacheInfo(OptionalInt.of(64), OptionalLong.of(225_021), OptionalLong.of(450_042));
        answers.put("GET /get_server_info", new Answer(200, told));
        assertThat(control(Backend.SGLANG, ApiKey.NONE).cacheInfo()).isEqualTo(expected);
        assertThat(requests).containsExactly("GET /server_info null", "GET /get_server_info null", "GET /metrics null");
        requests.clear();
        answers.put("GET /server_info", new Answer(200, told));
        assertThat(control(Backend.SGLANG, ApiKey.NONE).cacheInfo()).isEqualTo(expected);
        assertThat(requests).containsExactly("GET /server_info null", "GET /metrics null");
    }

    @Test
    void whatTheServerDoesNotTellOfItsCacheIsAbsent() {
        assertThat(control(Backend.SGLANG, ApiKey.NONE).cacheInfo()).isEqualTo(CacheInfo.UNKNOWN);
        assertThat(control(Backend.VLLM, ApiKey.NONE).cacheInfo()).isEqualTo(CacheInfo.UNKNOWN);
        answers.put("GET /server_info", new Answer(200, "no JSON"));
        assertThat(control(Backend.SGLANG, ApiKey.NONE).cacheInfo()).isEqualTo(CacheInfo.UNKNOWN);
        answers.put("GET /metrics", new Answer(200, "<html>"));
        assertThat(control(Backend.VLLM, ApiKey.NONE).cacheInfo()).isEqualTo(CacheInfo.UNKNOWN);
    }

    @Test
    void sglangsHostTierIsReadFromItsGauge() {
        answers.put(
                "GET /server_info",
                new Answer(
                        200,
                        "{\"page_size\":1,\"max_total_num_tokens\":10,\"enable_hierarchical_cache\":true,"
                                + "\"hicache_ratio\":2.0,\"hicache_size\":30}"));
        answers.put(
                "GET /metrics",
                new Answer(200, "sglang:hicache_host_total_tokens{dp_rank=\"0\",model_name=\"m\"} 77.0\n"));
        assertThat(control(Backend.SGLANG, ApiKey.NONE).cacheInfo().hostTokens())
                .hasValue(77);
    }

    @Test
    void vllmTellsItsCacheInTheLabelsOfAMetric() {
        answers.put(
                "GET /metrics",
                new Answer(200, "vllm:cache_config_info{block_size=\"16\",num_gpu_blocks=\"27587\"} 1.0\n"));
        assertThat(control(Backend.VLLM, ApiKey.NONE).cacheInfo())
                .isEqualTo(new CacheInfo(OptionalInt.of(16), OptionalLong.of(441_392), OptionalLong.empty()));
    }
}
