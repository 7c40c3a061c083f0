package volley.servermetrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import volley.client.ApiKey;
import volley.config.ServerSettings;
import volley.config.SettingsReader;
import volley.network.Route;

class ServerWatchTest {
    private final Set<String> askingThreads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch askedThrice = new CountDownLatch(3);
    private volatile String body = "vllm:generation_tokens_total %d\n";
    private volatile int status = 200;
    private volatile String authorization;
    private volatile String team;
    private final List<String> silent = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/metrics", exchange -> {
            team = exchange.getRequestHeaders().getFirst("X-Team");
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            byte[] bytes = body.formatted(asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
            askedThrice.countDown();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private MetricsSource source(boolean keyGoesThere) {
        return new MetricsSource(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics?api_key=hidden"),
                ApiKey.of("secret"),
                keyGoesThere,
                Route.DIRECT,
                () -> {
                    askingThreads.add(Thread.currentThread().getName());
                    return System.nanoTime();
                });
    }

    @Test
    void oneThreadOfItsOwnAsksFromTheBeginningToTheEnd() throws Exception {
        ServerWatch watch = ServerWatch.begin(List.of(source(true)), Duration.ofMillis(1), silent::add)
                .orElseThrow();
        assertThat(watch.after(0)).as("before the run").isNotEmpty();
        askedThrice.await();
        List<ServerSample> all = watch.end(answers -> true);

        assertThat(askingThreads).containsExactly("volley-server-metrics");
        assertThat(all).hasSizeGreaterThanOrEqualTo(3);
        assertThat(all).allSatisfy(sample -> {
            assertThat(sample.failure()).isEmpty();
            assertThat(sample.server()).doesNotContain("hidden");
            assertThat(sample.tookNs()).isPositive();
        });
        assertThat(all.stream().map(sample -> sample.values().get(ServerFigure.GENERATED_TOKENS)))
                .as("each answer once, in order")
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(watch.after(2)).isEqualTo(all.subList(2, all.size()));
        assertThat(authorization).isEqualTo("Bearer secret");
    }

    @Test
    void theEndWaitsUntilTheServersCountersHaveEverything() {
        ServerWatch watch = ServerWatch.begin(List.of(source(false)), Duration.ofHours(1), silent::add)
                .orElseThrow();
        List<ServerSample> all = watch.end(answers ->
                new ServerSeries(answers).grown(ServerFigure.GENERATED_TOKENS).orElse(0) >= 3);
        assertThat(all).hasSize(4);
        assertThat(authorization).as("the key of another server").isNull();
    }

    @Test
    void aServerWithoutMetricsIsNotWatched() {
        status = 404;
        assertThat(ServerWatch.begin(List.of(source(true)), Duration.ofMillis(1), silent::add))
                .isEmpty();
        status = 200;
        body = "<html>no metrics %d</html>";
        assertThat(ServerWatch.begin(List.of(source(true)), Duration.ofMillis(1), silent::add))
                .isEmpty();
        server.stop(0);
        assertThat(ServerWatch.begin(List.of(source(true)), Duration.ofMillis(1), silent::add))
                .isEmpty();
        assertThat(silent).hasSize(3).allSatisfy(why -> assertThat(why).startsWith("http://127.0.0.1:"));
        assertThat(silent.get(0)).endsWith(" answered HTTP 404");
        assertThat(silent.get(1)).endsWith(" tells nothing that is known of an inference server");
        assertThat(silent.get(2)).contains(" did not answer (");
    }

    @Test
    void theKeyAndTheUsersHeadersGoToTheMeasuredServerOnly() {
        int port = server.getAddress().getPort();
        for (String host : List.of("127.0.0.1", "localhost")) {
            Properties given = new Properties();
            given.setProperty("volley.base-url", "http://127.0.0.1:" + port);
            given.setProperty("volley.server-metrics", "http://" + host + ":" + port);
            given.setProperty("volley.header.X-Team", "blue");
            ServerSettings settings = SettingsReader.read(given).server();
            MetricsSource.requireNamed(settings, settings.baseUrl().orElseThrow(), ApiKey.of("secret"));
            assertThat(authorization).as(host).isEqualTo(host.equals("localhost") ? null : "Bearer secret");
            assertThat(team).as(host).isEqualTo(host.equals("localhost") ? null : "blue");
        }
    }

    @Test
    void itGoesWhereTheServerSendsItButToNoOtherServer() {
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/metrics");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/round", exchange -> {
            exchange.getResponseHeaders().add("Location", "/round" + asked.incrementAndGet());
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://localhost:1/metrics");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        assertThat(at("/moved").ask().values()).containsKey(ServerFigure.GENERATED_TOKENS);
        assertThat(authorization).isEqualTo("Bearer secret");
        assertThat(at("/round").ask().failure())
                .hasValueSatisfying(said -> assertThat(said).endsWith("/round sends from one address to the next"));
        assertThat(at("/away").ask().failure())
                .hasValueSatisfying(said -> assertThat(said).endsWith("/away answered HTTP 307"));
    }

    private MetricsSource at(String path) {
        return new MetricsSource(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
                ApiKey.of("secret"),
                true,
                Route.DIRECT,
                System::nanoTime);
    }

    @Test
    void anAnswerThatFailsIsSaidWithItsReason() {
        ServerWatch watch = ServerWatch.begin(List.of(source(true)), Duration.ofHours(1), silent::add)
                .orElseThrow();
        status = 503;
        List<ServerSample> all = watch.end(answers -> true);
        assertThat(all).hasSize(2);
        assertThat(all.get(1).values()).isEmpty();
        assertThat(all.get(1).failure())
                .isEqualTo(Optional.of(all.get(0).server() + " answered HTTP 503"))
                .hasValueSatisfying(said -> assertThat(said).contains("api_key=***"));
    }
}
