package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.Backend;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.AnswerModel;
import volley.simulator.http.AnswerRequest;
import volley.simulator.http.AnswerSink;
import volley.simulator.http.NanoTimer;
import volley.simulator.http.SimulatedServer;

/** Whole runs against a server that tells of itself. */
class ServerMetricsRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ANSWER_TOKENS = 13;
    private static final String OTHER =
            "{\"model\":\"m\",\"max_tokens\":7,\"messages\":[{\"role\":\"user\",\"content\":\"somebody else's words\"}]}";

    @TempDir
    Path folder;

    /** Keeps the run's first request waiting until somebody else's, which it brings about, is answered. */
    private static final class InterruptedModel implements AnswerModel {
        private final AnswerModel model = new FixedRateModel(SimulatedTiming.instant());
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final CompletableFuture<JsonNode> other = new CompletableFuture<>();
        private volatile URI server;

        @Override
        public Running start(AnswerRequest request, NanoTimer timer, AnswerSink sink) {
            if (request.outputTokens() != ANSWER_TOKENS || !interrupted.compareAndSet(false, true)) {
                return model.start(request, timer, sink);
            }
            HttpRequest others = HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(OTHER))
                    .build();
            var unused = HttpClient.newHttpClient()
                    .sendAsync(others, BodyHandlers.ofString())
                    .thenAccept(answer -> {
                        other.complete(json(answer.body()).path("usage"));
                        timer.at(timer.nowNs(), () -> model.start(request, timer, sink));
                    });
            return () -> {};
        }

        @Override
        public void flush() {
            model.flush();
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatlingProcess run(String url) {
        return new GatlingProcess(folder)
                .with("base-url", url)
                .with("backend", "vllm")
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-name", "sharegpt")
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 3)
                .with("fixed-output-len", ANSWER_TOKENS)
                .with("request-rate", "inf")
                .with("max-concurrency", 1)
                .with("lens.enabled", false);
    }

    /** Warm-up and canaries are sent, and are not what differs. */
    @Test
    void theTrafficOfASecondClientIsNamedWithItsAmount() throws Exception {
        InterruptedModel model = new InterruptedModel();
        try (SimulatedServer server = SimulatedServer.with(model, new WordTokenizer())
                .backend(Backend.VLLM)
                .cacheReport(false)
                .start()) {
            model.server = URI.create(server.baseUrl());
            GatlingProcess.Ended run = run(server.baseUrl())
                    .without("server-metrics")
                    .with("warmup-requests", 3)
                    .with("cold-canaries", 2)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();

            int prompt = model.other.join().path("prompt_tokens").asInt();
            int generated = model.other.join().path("completion_tokens").asInt();
            assertThat(generated).isEqualTo(7);
            assertThat(prompt).isPositive();
            JsonNode summary = json(run.result("summary.json"));
            JsonNode totals = summary.at("/server_metrics/totals");
            assertThat(totals.at("/requests/difference").asInt()).isEqualTo(1);
            assertThat(totals.at("/requests/by_client").asInt())
                    .isEqualTo(summary.at("/turns/ok").asInt());
            assertThat(totals.at("/prompt_tokens/difference").asInt()).isEqualTo(prompt);
            assertThat(totals.at("/generated_tokens/difference").asInt()).isEqualTo(generated);
            String said = summary.at("/server_metrics/difference").asText();
            assertThat(said)
                    .contains("requests +1 ", "prompt tokens +" + prompt + " ", "generated tokens +" + generated + " ")
                    .endsWith("there was other traffic on the server");
            assertThat(run.stdout()).contains("! " + said, "The server's counters");
            assertThat(summary.path("warnings").toString()).contains(said);

            assertThat(summary.at("/run/cache_hit_rate/value").isNull())
                    .as("the answers did not tell")
                    .isTrue();
            assertThat(summary.at("/server_metrics/cache_hit_rate").asDouble()).isBetween(0.1, 99.9);
            assertThat(run.stdout()).contains("Cache hit rate, by the server");
            assertThat(summary.at("/server_metrics/times/ttft/by_server_ms").isNumber())
                    .isTrue();

            List<JsonNode> lines = run.result("server-metrics.jsonl")
                    .lines()
                    .map(ServerMetricsRunTest::json)
                    .toList();
            assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
            assertThat(lines.get(0).path("t_ns").asLong()).as("before the run").isNegative();
            assertThat(lines.get(0).path("server").asText()).isEqualTo(server.baseUrl() + "/metrics");
            assertThat(run.result("server-metrics.csv").lines().findFirst()).hasValueSatisfying(head -> assertThat(head)
                    .startsWith("t_s,server,requests_running,requests_waiting,requests_total"));
            assertThat(run.result("volley.html")).contains("\"server_timeline\":{", "The server by its own figures");
        }
    }

    @Test
    void aNamedServerThatTellsNothingIsRefusedBeforeAnythingIsSent() throws Exception {
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                .backend(Backend.OPENAI)
                .start()) {
            GatlingProcess.Ended run = run(server.baseUrl())
                    .with("server-metrics", server.baseUrl())
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(64);
            assertThat(run.stderr().lines().filter(line -> line.startsWith("volley: ")))
                    .singleElement()
                    .asString()
                    .contains("volley.server-metrics: " + server.baseUrl() + "/metrics answered HTTP 404");
        }
    }
}
