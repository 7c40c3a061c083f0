package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Backend;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.OpeningTokenizer;
import volley.tokenizer.TestTokenizers;
import volley.tokenizer.Tokenizer;

/** Conversations over {@code /v1/completions}, with a tokenizer that puts a special token before a text. */
class CompletionsRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();

    @ParameterizedTest
    @CsvSource({"vllm, text", "sglang, ids"})
    void everyPromptIsWhatWasSaidSoFarAndIsCountedRight(String backend, String history) throws Exception {
        Path tokenizerFolder = OpeningTokenizer.in(folder);
        GatlingProcess.Ended run;
        try (Tokenizer tokenizer = TestTokenizers.at(tokenizerFolder);
                SimulatedServer server = SimulatedServer.with(
                                new FixedRateModel(new SimulatedTiming(2, Double.POSITIVE_INFINITY, 0.5, 100_000)),
                                tokenizer::encode)
                        .openingIds(OpeningTokenizer.OPENING_ID)
                        .backend(Backend.valueOf(backend.toUpperCase(Locale.ROOT)))
                        .listener(served)
                        .start()) {
            run = new GatlingProcess(folder)
                    .with("base-url", server.baseUrl())
                    .with("backend", backend)
                    .with("api-format", "completions")
                    .with("history", history)
                    .with("tokenizer", tokenizerFolder)
                    .with(
                            "dataset-path",
                            Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                    .with("num-prompts", 6)
                    .with("fixed-output-len", 9)
                    .with("max-concurrency", 1)
                    .with("warmup-requests", 0)
                    .with("lens.page-size", 1)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            everyPromptBeginsWithAnEarlierOneAndItsAnswer(history, tokenizer);
        }
        List<JsonNode> requests = lines(run, "requests.jsonl");
        assertThat(requests).hasSize(served.inOrderOfArrival().size()).hasSizeGreaterThan(8);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.path("prompt_tokens").asInt()).isPositive();
            assertThat(request.path("prompt_tokens_by_client")).isEqualTo(request.path("prompt_tokens"));
            assertThat(request.path("output_tokens").asInt()).isEqualTo(9);
        });
        assertThat(lines(run, "cache.jsonl")).hasSameSizeAs(requests).allSatisfy(request -> {
            assertThat(request.path("prompt_tokens")).isEqualTo(request.path("prompt_tokens_by_server"));
            assertThat(request.path("reported")).isEqualTo(request.path("ideal"));
        });
        JsonNode summary = JSON.readTree(run.result("summary.json"));
        assertThat(summary.at("/parameters/api-format").asText()).isEqualTo("completions");
    }

    /** A prompt that is not a conversation's first begins with one that came before it, and goes on with its answer. */
    private void everyPromptBeginsWithAnEarlierOneAndItsAnswer(String history, Tokenizer tokenizer) {
        List<String> before = new ArrayList<>();
        int further = 0;
        for (ServedRequest request : served.inOrderOfArrival()) {
            assertThat(request.request().route()).isEqualTo("/v1/completions");
            JsonNode prompt = request.request().body().path("prompt");
            String text;
            if (history.equals("ids")) {
                int[] ids = StreamSupport.stream(prompt.spliterator(), false)
                        .mapToInt(JsonNode::intValue)
                        .toArray();
                assertThat(ids[0]).isEqualTo(OpeningTokenizer.OPENING_ID);
                assertThat(ids).containsOnlyOnce(OpeningTokenizer.OPENING_ID);
                text = tokenizer.decode(ids);
            } else {
                text = prompt.textValue();
            }
            further += before.stream().anyMatch(text::startsWith) ? 1 : 0;
            before.add(text);
        }
        assertThat(further)
                .as("turns behind the first")
                .isEqualTo(before.size() - 6)
                .isPositive();
    }

    private static List<JsonNode> lines(GatlingProcess.Ended run, String file) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.result(file).lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
