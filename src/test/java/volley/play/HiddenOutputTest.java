package volley.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.client.DirectClient;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.metrics.Objective;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.prepare.Preparation;
import volley.tokenizer.Tokenizer;

/**
 * Models that think, before a server that renders and caches exactly: client and server count every prompt alike, and an
 * unlimited cache loses nothing, whatever becomes of the thoughts.
 */
class HiddenOutputTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OFF = "{\"chat_template_kwargs\":{\"enable_thinking\":false}}";

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "own, NONE, kept",
        "own, INLINE, thoughts",
        "own, PARSED, thoughts",
        "own, OFF, opening",
        "qwen3, PARSED, thoughts",
        "qwen3, OFF, opening"
    })
    void theClientsPromptsAreTheServersAndNothingIsLost(String template, String form, String kind) throws Exception {
        ExactServer.Thoughts thoughts =
                form.equals("OFF") ? ExactServer.Thoughts.NONE : ExactServer.Thoughts.valueOf(form);
        Properties given = form.equals("OFF") ? properties("extra-request-body", OFF) : new Properties();
        List<ObjectLine> lines = play(template(template), thoughts, "reasoning_content", true, given);
        for (ObjectLine line : lines) {
            line.mustBeExact();
        }
        JsonNode lens = JSON.readTree(temp.resolve("run/lens.json").toFile());
        assertThat(lens.at("/lost").findValuesAsText("tokens")).containsOnly("0");
        assertThat(lens.at("/beyond_ideal/tokens").asInt()).isZero();
        assertThat(lens.at("/history/kind").asText()).isEqualTo(kind);
        String sentence = lens.at("/history/sentence").asText();
        assertThat(sentence).startsWith("this model's template");
        assertThat(Files.readString(temp.resolve("run/volley.html"))).contains(sentence);
        if (kind.equals("thoughts")) {
            assertThat(lens.at("/rewritten/tokens").asInt()).isPositive();
            assertThat(sentence).matches("this model's template drops the thoughts: 2\\d tokens of each next prompt .*");
        }
        JsonNode summary = JSON.readTree(temp.resolve("run/summary.json").toFile());
        assertThat(summary.at("/run/input_discrepancy/value").asDouble(-1)).isZero();
        assertThat(summary.path("warnings").toString()).doesNotContain("prompt tokens against the server");
    }

    /** The field is the one in which the server gave them; a template that keeps them makes the whole answer a hit. */
    @ParameterizedTest
    @CsvSource({"reasoning_content", "reasoning"})
    void thoughtsGoBackInTheFieldTheyCameIn(String field) throws Exception {
        Properties given = properties(
                "reasoning-in-history", "true", "extra-request-body", "{\"chat_template_kwargs\":{\"keep_thoughts\":true}}");
        List<ObjectLine> lines = play(template("own"), ExactServer.Thoughts.PARSED, field, true, given);
        for (ObjectLine line : lines) {
            line.mustBeExact();
        }
        List<?> messages = (List<?>) sent.get(sent.size() - 1).get("messages");
        assertThat(((Map<?, ?>) messages.get(1)).get(field).toString()).startsWith("Let me see");
        JsonNode lens = JSON.readTree(temp.resolve("run/lens.json").toFile());
        assertThat(lens.at("/history/kind").asText()).isEqualTo("kept");
    }

    @Test
    void thoughtsThatTheTemplateWouldKeepAreMissed() throws Exception {
        Properties given = properties("extra-request-body", "{\"chat_template_kwargs\":{\"keep_thoughts\":true}}");
        play(template("own"), ExactServer.Thoughts.PARSED, "reasoning", true, given);
        JsonNode lens = JSON.readTree(temp.resolve("run/lens.json").toFile());
        assertThat(lens.at("/history/kind").asText()).isEqualTo("not_sent");
        assertThat(lens.at("/history/sentence").asText()).contains("reasoning-in-history=true");
    }

    @Test
    void withoutUsageEveryPromptIsCounted() throws Exception {
        List<ObjectLine> lines = play(template("own"), ExactServer.Thoughts.INLINE, "", false, new Properties());
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.request.path("prompt_tokens").isNull()).isTrue();
            assertThat(line.request.path("prompt_tokens_by_client").asInt())
                    .isEqualTo(line.cache.path("prompt_tokens").asInt())
                    .isPositive();
        });
        JsonNode summary = JSON.readTree(temp.resolve("run/summary.json").toFile());
        assertThat(summary.at("/run/total_input_tokens/value").asLong())
                .isEqualTo(lines.stream()
                        .mapToLong(line -> line.request.path("prompt_tokens_by_client").asLong())
                        .sum());
    }

    /** The client's template keeps what the server's drops: said with the reason, on console and page. */
    @Test
    void anotherTemplateThanTheServersIsWarnedOf() throws Exception {
        Path keeping = temp.resolve("keeping.jinja");
        Files.writeString(
                keeping,
                "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}"
                        + "{%- endfor %}{{- '<|im_start|>assistant\\n' }}");
        Properties given = properties("chat-template", keeping.toString());
        play(template("own"), ExactServer.Thoughts.INLINE, "", true, given);
        String warning = "first turns +0.0 %";
        assertThat(console).contains(warning).contains("leaves a part of the history out").contains("chat-template --server");
        assertThat(Files.readString(temp.resolve("run/volley.html"))).contains(warning);
    }

    /** A request's lines in {@code requests.jsonl} and {@code cache.jsonl}. */
    private record ObjectLine(JsonNode request, JsonNode cache) {
        void mustBeExact() {
            assertThat(request.path("prompt_tokens_by_client").asInt())
                    .as("%s", request)
                    .isEqualTo(request.path("prompt_tokens").asInt());
            assertThat(cache.path("ideal").asInt())
                    .as("%s", cache)
                    .isEqualTo(cache.path("reported").asInt());
            assertThat(cache.path("prompt_tokens").asInt())
                    .isEqualTo(cache.path("prompt_tokens_by_server").asInt());
        }
    }

    private static final class NoStatistics implements RequestStatistics {
        @Override
        public Executor threads() {
            return Runnable::run;
        }

        @Override
        public void log(String scenario, TurnRecord record, RequestFigures figures) {}

        @Override
        public void log(String scenario, Objective.Verdict verdict) {}
    }

    private List<Map<String, Object>> sent;
    private String console;

    private List<ObjectLine> play(
            Path template, ExactServer.Thoughts thoughts, String field, boolean usage, Properties given)
            throws Exception {
        Properties all = properties(
                "dataset-path", "data/sharegpt.sample.json",
                "num-prompts", "4",
                "tokenizer", "data/tokenizer",
                "chat-template", template.toString(),
                "lens.page-size", "16",
                "output-file", temp.resolve("line.jsonl").toString());
        all.putAll(given);
        try (Tokenizer tokenizer = volley.tokenizer.TestTokenizers.bundled();
                ExactServer server =
                        new ExactServer(tokenizer, Files.readString(template), thoughts, field, usage)) {
            all.setProperty("volley.base-url", server.url());
            all.setProperty("volley.backend", "openai");
            Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), all);
            Playing playing = new Playing(prepared);
            playing.claim(temp.resolve("run"));
            playing.recorder().reportTo(new NoStatistics());
            try (DirectClient client = DirectClient.start()) {
                playTurns(playing, client);
            }
            console = playing.writeResults();
            playing.close();
            sent = server.bodies;
        }
        return lines();
    }

    private static void playTurns(Playing playing, DirectClient client) {
        int order = 0;
        for (int turn = 0; turn < 10; turn++) {
            for (int conversation = 0;
                    conversation < playing.plan().conversations().size();
                    conversation++) {
                Dialogue dialogue = playing.dialogue(conversation);
                if (turn < dialogue.conversation().turns().size()) {
                    JsonText question = dialogue.question(turn, Runnable::run).join();
                    Exchange exchange = client.ask(
                                    playing.requests(), playing.reader(), dialogue.ask(question), 64, () -> false)
                            .orElseThrow();
                    playing.pacer().startNs();
                    playing.recorder()
                            .record(
                                    "",
                                    List.of(TurnRecord.builder()
                                            .order(order++)
                                            .conversation(conversation)
                                            .conversationId("c" + conversation)
                                            .turn(turn)
                                            .requestedOutputTokens(64)
                                            .exchange(exchange)
                                            .build()),
                                    () -> {});
                    dialogue.answered(exchange);
                }
            }
        }
    }

    private List<ObjectLine> lines() throws IOException {
        List<JsonNode> requests = read("requests.jsonl");
        List<JsonNode> cache = read("cache.jsonl");
        assertThat(cache).hasSameSizeAs(requests).hasSizeGreaterThan(8);
        List<ObjectLine> lines = new ArrayList<>();
        for (JsonNode request : requests) {
            assertThat(request.path("outcome").asText()).as("%s", request).isEqualTo("ok");
            lines.add(new ObjectLine(
                    request,
                    cache.stream()
                            .filter(line -> line.path("order").equals(request.path("order")))
                            .findFirst()
                            .orElseThrow()));
        }
        return lines;
    }

    private List<JsonNode> read(String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(temp.resolve("run").resolve(file))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Properties properties(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty("volley." + pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    private Path template(String name) throws IOException {
        Path file = temp.resolve(name + ".jinja");
        if (name.equals("own")) {
            return Path.of("src/test/resources/volley/play/thinking.jinja");
        }
        Path corpus = Path.of("../shared/data/chat_templates/corpus_templates.jsonl.gz");
        assumeThat(corpus).as("chat templates, data not in the repository").exists();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(corpus)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode template = JSON.readTree(line);
                if (template.path("name").asText().equals("Qwen-Qwen3-0.6B")) {
                    return Files.writeString(file, template.path("template").asText());
                }
            }
        }
        throw new IllegalStateException("the corpus has no such template");
    }
}
