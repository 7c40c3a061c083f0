package volley.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;

/** Servers and requests for the tests of this package. */
final class Servers {
    static final String CHAT = "/v1/chat/completions";

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private static final Pattern EVENT = Pattern.compile("\n\n");

    private Servers() {}

    static SimulatedServer.Builder instant() {
        return with(SimulatedTiming.instant());
    }

    static SimulatedServer.Builder with(SimulatedTiming timing) {
        return SimulatedServer.with(new FixedRateModel(timing), new WordTokenizer())
                .epochSeconds(() -> 1_741_172_400L)
                .model("tiny");
    }

    /** A server whose first token never comes within a test. */
    static SimulatedServer.Builder stuck() {
        return with(new SimulatedTiming(600_000, 1e9, 0, 1000));
    }

    static HttpRequest.Builder request(SimulatedServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path)).timeout(Duration.ofSeconds(30));
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static java.util.concurrent.CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> get(SimulatedServer server, String path) {
        return send(request(server, path).GET().build());
    }

    static HttpResponse<String> post(SimulatedServer server, String path, String body) {
        return send(request(server, path)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** A chat body with one user message; {@code more} is further fields. */
    static String chat(String user, int maxTokens, String more) {
        return "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"" + user + "\"}],\"max_tokens\":"
                + maxTokens + ",\"ignore_eos\":true" + more + "}";
    }

    static String streamed(String user, int maxTokens) {
        return chat(user, maxTokens, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    }

    /** The data of each event of a stream, in order. */
    static List<String> events(String stream) {
        return EVENT.splitAsStream(stream)
                .map(event -> event.substring("data: ".length()))
                .toList();
    }
}
