package volley.servermetrics;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import volley.client.ApiKey;
import volley.client.Redirect;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ServerAddress;
import volley.config.ServerSettings;

/**
 * An address of {@code /metrics}, to be asked again and again by one thread. No event loop of the load's has part in it: the
 * JDK's client asks.
 */
public final class MetricsSource {
    /** Longer than a busy server takes; shorter than a reader would wait for the run's end. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final URI address;
    private final ApiKey key;
    private final Map<String, String> headers;
    private final LongSupplier clockNs;
    /** Where the address leads: some servers send on from {@code /metrics} to {@code /metrics/}. */
    private URI asked;

    /** Made by the thread that asks first: on Linux the client's own threads step back as far as that one. */
    private HttpClient client;

    /**
     * @param key masked in what is said of it
     * @param keyGoesThere whether the server may see it
     */
    MetricsSource(URI address, ApiKey key, boolean keyGoesThere, LongSupplier clockNs) {
        this.address = address;
        this.asked = address;
        this.key = key;
        this.headers = keyGoesThere ? key.headers() : Map.of();
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
                    .map(route -> new MetricsSource(ServerAddress.of(baseUrl).at(route), key, true, clockNs))
                    .toList();
        }
        return server.metrics().addresses().stream()
                .map(address -> new MetricsSource(
                        address,
                        key.at(address, server.headers()),
                        ServerAddress.sameOrigin(baseUrl, address),
                        clockNs))
                .toList();
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
            source.ask().failure().ifPresent(why -> {
                throw new BadInputException(GivenAs.parameter("server-metrics") + ": " + why
                        + "; start that server with its metrics (SGLang and llama.cpp need --enable-metrics and"
                        + " --metrics), mend the address, or leave it out");
            });
        }
    }

    /** Its address as it may be written. */
    public String name() {
        return ServerAddress.masked(address.toString());
    }

    /** Asks on the calling thread, for at most {@link #TIMEOUT}; longer only while the server sends it elsewhere. */
    ServerSample ask() {
        for (int followed = 0; followed < Redirect.MAX_FOLLOWED; followed++) {
            URI before = asked;
            ServerSample sample = askOnce();
            if (asked.equals(before)) {
                return sample;
            }
        }
        return failed(clockNs.getAsLong(), "sends from one address to the next");
    }

    private ServerSample askOnce() {
        long askedNs = clockNs.getAsLong();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(asked).timeout(TIMEOUT).GET();
        headers.forEach(request::header);
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
        }
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request.build(), BodyHandlers.ofString());
        try {
            HttpResponse<String> response = answer.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() / 100 == 3) {
                asked = Redirect.toFollow(asked, response.headers().firstValue("Location"))
                        .orElse(asked);
            }
            return of(askedNs, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(askedNs, "was not waited for");
        } catch (TimeoutException e) {
            return failed(askedNs, "did not answer within " + TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            return failed(askedNs, "did not answer (" + reason(e.getCause()) + ")");
        } finally {
            answer.cancel(true);
        }
    }

    /** The JDK's client says nothing of a refused connection but the exception's name. */
    private String reason(Throwable cause) {
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return "no connection";
        }
        return cause instanceof IOException && cause.getMessage() != null
                ? key.redact(cause.getMessage())
                : cause.getClass().getSimpleName();
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
