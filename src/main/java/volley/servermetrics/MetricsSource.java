package volley.servermetrics;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import volley.client.ApiKey;
import volley.client.DirectClient;
import volley.client.PlainAnswer;
import volley.client.Redirect;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ServerAddress;
import volley.config.ServerSettings;
import volley.network.Route;

/**
 * An address of {@code /metrics}, to be asked again and again by one thread. No event loop of the load's has part in it:
 * the client has one of its own.
 */
public final class MetricsSource implements AutoCloseable {
    /** Longer than a busy server takes; shorter than a reader would wait for the run's end. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    static final Duration FIRST_TIMEOUT = Duration.ofSeconds(10);

    private final URI address;
    private final ApiKey key;
    private final Map<String, String> headers;
    private final Route route;
    private final LongSupplier clockNs;
    /** Where the address leads: some servers send on from {@code /metrics} to {@code /metrics/}. */
    private URI asked;

    /** Made by the thread that asks first: on Linux the client's own threads step back as far as that one. */
    private DirectClient client;

    /**
     * @param key masked in what is said of it
     * @param keyGoesThere whether the server may see it
     * @param route the way to it
     */
    MetricsSource(URI address, ApiKey key, boolean keyGoesThere, Route route, LongSupplier clockNs) {
        this.address = address;
        this.asked = address;
        this.key = key;
        this.headers = keyGoesThere ? key.headers() : Map.of();
        this.route = route;
        this.clockNs = clockNs;
    }

    /**
     * The sources of a run: those the user names, else the server's own route. The server's key goes to no other server.
     *
     * @param baseUrl of the server that is measured
     * @return none if none are wanted, or this kind of server has no such route
     */
    public static List<MetricsSource> of(ServerSettings server, URI baseUrl, ApiKey key, LongSupplier clockNs) {
        if (!server.metrics().enabled()) {
            return List.of();
        }
        if (server.metrics().addresses().isEmpty()) {
            return server.backend().metricsRoute().stream()
                    .map(path -> ServerAddress.of(baseUrl).at(path))
                    .map(address -> new MetricsSource(address, key, true, route(address, server), clockNs))
                    .toList();
        }
        return server.metrics().addresses().stream()
                .map(address -> {
                    Route route = route(address, server);
                    return new MetricsSource(
                            address,
                            key.at(address, route, server.headers()),
                            ServerAddress.sameOrigin(baseUrl, address),
                            route,
                            clockNs);
                })
                .toList();
    }

    private static Route route(URI address, ServerSettings server) {
        return Route.to(address, server.tls(), System.getenv()).connectingWithin(server.connectTimeout());
    }

    /**
     * Makes sure, without asking any of them, that the servers the user names could be asked.
     *
     * @throws BadInputException if a file or a variable for the way to one cannot be used
     */
    public static void checkWays(ServerSettings server) {
        server.metrics().addresses().forEach(address -> route(address, server));
    }

    /**
     * Makes sure that every server the user names tells something.
     *
     * @throws BadInputException if one does not
     */
    public static void requireNamed(ServerSettings server, URI baseUrl, ApiKey key) {
        if (server.metrics().addresses().isEmpty()) {
            return;
        }
        for (MetricsSource source : of(server, baseUrl, key, System::nanoTime)) {
            try (source) {
                source.askFirst().failure().ifPresent(why -> {
                    throw new BadInputException(GivenAs.parameter("server-metrics") + ": " + why
                            + "; start that server with its metrics (SGLang and llama.cpp need --enable-metrics and"
                            + " --metrics), mend the address, or leave it out");
                });
            }
        }
    }

    /** Its address as it may be written. */
    public String name() {
        return ServerAddress.masked(address.toString());
    }

    /** Asks once while the run goes, on the calling thread, for at most {@link #TIMEOUT}; longer while it is sent elsewhere. */
    ServerSample ask() {
        return ask(TIMEOUT);
    }

    /** Asks for the first time: nothing is hurried yet, and a client is made for it. */
    ServerSample askFirst() {
        return ask(FIRST_TIMEOUT);
    }

    private ServerSample ask(Duration timeout) {
        for (int followed = 0; followed < Redirect.MAX_FOLLOWED; followed++) {
            URI before = asked;
            ServerSample sample = askOnce(timeout);
            if (asked.equals(before)) {
                return sample;
            }
        }
        return failed(clockNs.getAsLong(), "sends from one address to the next");
    }

    private ServerSample askOnce(Duration timeout) {
        long askedNs = clockNs.getAsLong();
        if (client == null) {
            client = DirectClient.start(route);
        }
        try {
            PlainAnswer answer = client.get(asked, headers, timeout);
            if (answer.status() / 100 == 3) {
                asked = Redirect.toFollow(asked, answer.header("location")).orElse(asked);
            }
            return of(askedNs, answer.status(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(askedNs, "was not waited for");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : key.redact(e.getMessage());
            return failed(askedNs, "did not answer (" + reason + ")");
        }
    }

    /** Lets go of the connection. */
    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private ServerSample of(long askedNs, int status, String body) {
        if (status != 200) {
            return failed(askedNs, "answered HTTP " + status);
        }
        Map<ServerFigure, Double> values = ServerSample.read(body);
        return values.isEmpty()
                ? failed(askedNs, "tells nothing that is known of an inference server")
                : new ServerSample(name(), askedNs, clockNs.getAsLong() - askedNs, values, Optional.empty());
    }

    private ServerSample failed(long askedNs, String how) {
        return new ServerSample(
                name(), askedNs, clockNs.getAsLong() - askedNs, Map.of(), Optional.of(name() + " " + how));
    }
}
