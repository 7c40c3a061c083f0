package volley.calibration;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import volley.client.BodyOptions;
import volley.client.JsonText;
import volley.client.WireFormat;
import volley.config.Backend;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

/** Warms the server's code, so that what it reads late because it is cold does not count as the client's error. */
final class ServerWarmUp {
    private static final int AT_ONCE = 32;
    private static final int OUTPUT_TOKENS = 16;
    private static final String PROMPT = "warm up ".repeat(64);

    private ServerWarmUp() {}

    /** Asks a server of its own, as fast as it answers, for so long. */
    static void run(Duration time, Backend backend, WireFormat format) {
        if (time.isZero()) {
            return;
        }
        long endNs = System.nanoTime() + time.toNanos();
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                .backend(backend)
                .start()) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + format.path()))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body(backend, format)))
                    .build();
            do {
                CompletableFuture.allOf(Stream.generate(() -> client.sendAsync(request, BodyHandlers.discarding()))
                                .limit(AT_ONCE)
                                .toArray(CompletableFuture[]::new))
                        .join();
            } while (System.nanoTime() - endNs < 0);
        }
        System.gc();
    }

    private static byte[] body(Backend backend, WireFormat format) {
        JsonText prompt = format.isOfIds() ? JsonText.ofIds(new WordTokenizer().apply(PROMPT)) : JsonText.of(PROMPT);
        return format.newBodyEncoder(
                        new BodyOptions(backend, "simulated", Optional.empty(), true, true, Optional.empty()))
                .encode(List.of(prompt), OUTPUT_TOKENS);
    }
}
