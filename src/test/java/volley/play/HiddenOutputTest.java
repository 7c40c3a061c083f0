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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.play.ExactServer.Manners;
import volley.play.ExactServer.Thoughts;
import volley.prepare.Preparation;
import volley.tokenizer.TestTokenizers;
import volley.tokenizer.Tokenizer;

/**
 * Models that think, before a server that renders and caches exactly: client and server count every prompt alike, and an
 * unlimited cache loses nothing, whatever becomes of the thoughts.
 */
class HiddenOutputTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OFF = "{\"chat_template_kwargs\":{\"enable_thinking\":false}}";
    private static final String KEEP = "{\"chat_template_kwargs\":{\"keep_thoughts\":true}}";

    @TempDir
    Path temp;

    private List<Map<String, Object>> sent;

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
        Thoughts thoughts = form.equals("OFF") ? Thoughts.NONE : Thoughts.valueOf(form);
        Properties given = form.equals("OFF") ? ExactRun.properties("extra-request-body", OFF) : new Properties();
        ExactRun run = play(template(template), Manners.chat(thoughts, "reasoning_content", true), given);
        for (ExactRun.Line line : run.lines()) {
            line.mustBeExact();
        }
        JsonNode lens = run.json("lens.json");
        assertThat(lens.at("/lost").findValuesAsText("tokens")).containsOnly("0");
        assertThat(lens.at("/beyond_ideal/tokens").asInt()).isZero();
        assertThat(lens.at("/history/kind").asText()).isEqualTo(kind);
        String sentence = lens.at("/history/sentence").asText();
        assertThat(run.text("volley.html")).contains(sentence);
        if (kind.equals("thoughts")) {
            assertThat(lens.at("/rewritten/tokens").asInt()).isPositive();
            assertThat(sentence)
                    .matches("this model's template drops the thoughts: 2\\d tokens of each next prompt .*");
        }
        JsonNode summary = run.json("summary.json");
        assertThat(summary.at("/run/input_discrepancy/value").asDouble(-1)).isZero();
        assertThat(summary.path("warnings").toString()).doesNotContain("prompt tokens against the server");
    }

    /** The field is the one in which the server gave them; a template that keeps them makes the whole answer a hit. */
    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void thoughtsGoBackInTheFieldTheyCameIn(String field) throws Exception {
        Properties given = ExactRun.properties("reasoning-in-history", "true", "extra-request-body", KEEP);
        ExactRun run = play(template("own"), Manners.chat(Thoughts.PARSED, field, true), given);
        for (ExactRun.Line line : run.lines()) {
            line.mustBeExact();
        }
        List<?> messages = (List<?>) sent.get(sent.size() - 1).get("messages");
        assertThat(((Map<?, ?>) messages.get(1)).get(field).toString()).startsWith("Let me see");
        assertThat(run.json("lens.json").at("/history/kind").asText()).isEqualTo("kept");
    }

    @Test
    void thoughtsThatTheTemplateWouldKeepAreMissed() throws Exception {
        Properties given = ExactRun.properties("extra-request-body", KEEP);
        JsonNode lens = play(template("own"), Manners.chat(Thoughts.PARSED, "reasoning", true), given)
                .json("lens.json");
        assertThat(lens.at("/history/kind").asText()).isEqualTo("not_sent");
        assertThat(lens.at("/history/sentence").asText()).contains("reasoning-in-history=true");
    }

    @Test
    void withoutUsageEveryPromptIsCounted() throws Exception {
        ExactRun run = play(template("own"), Manners.chat(Thoughts.INLINE, "", false), new Properties());
        long sum = 0;
        for (ExactRun.Line line : run.lines()) {
            assertThat(line.request().path("prompt_tokens").isNull()).isTrue();
            int counted = line.request().path("prompt_tokens_by_client").asInt();
            assertThat(counted)
                    .isPositive()
                    .isEqualTo(line.cache().path("prompt_tokens").asInt());
            sum += counted;
        }
        assertThat(run.json("summary.json").at("/run/total_input_tokens/value").asLong())
                .isEqualTo(sum);
    }

    /** The client's template keeps what the server's drops: said with the reason, on console and page. */
    @Test
    void anotherTemplateThanTheServersIsWarnedOf() throws Exception {
        Path keeping = temp.resolve("keeping.jinja");
        Files.writeString(
                keeping,
                "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}"
                        + "{%- endfor %}{{- '<|im_start|>assistant\\n' }}");
        Properties given = ExactRun.properties("chat-template", keeping.toString());
        ExactRun run = play(template("own"), Manners.chat(Thoughts.INLINE, "", true), given);
        String warning = "first turns +0.0 %";
        assertThat(run.console())
                .contains(warning)
                .contains("leaves a part of the history out")
                .contains("chat-template --server");
        assertThat(run.text("volley.html")).contains(warning);
    }

    /** A model's tokens need not be those that its text has: with the server's own ids nothing of it is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "on"})
    void theServersOwnIdsAreTheLenss(String serverIds) throws Exception {
        Properties given = ExactRun.properties("server-ids", serverIds, "backend", "vllm");
        ExactRun run = play(template("own"), new Manners(Thoughts.NONE, "", true, false, true), given);
        JsonNode lens = run.json("lens.json");
        boolean asked = serverIds.equals("on");
        assertThat(sent.get(0).containsKey("return_token_ids")).isEqualTo(asked);
        int requests = lens.at("/all/requests").asInt();
        assertThat(lens.at("/ids_by_server/prompts").asInt()).isEqualTo(asked ? requests : 0);
        assertThat(lens.at("/ids_by_server/answers").asInt()).isEqualTo(asked ? requests : 0);
        int lost = lens.at("/lost").findValues("tokens").stream()
                .mapToInt(JsonNode::asInt)
                .sum();
        if (asked) {
            for (ExactRun.Line line : run.lines()) {
                line.mustBeExact();
            }
            assertThat(lost).isZero();
        } else {
            assertThat(lost).isPositive();
        }
    }

    private ExactRun play(Path template, Manners manners, Properties given) throws Exception {
        Properties all = ExactRun.properties(
                "dataset-path", "data/sharegpt.sample.json",
                "num-prompts", "4",
                "tokenizer", "data/tokenizer",
                "chat-template", template.toString(),
                "lens.page-size", "16",
                "backend", "openai",
                "output-file", temp.resolve("line.jsonl").toString());
        all.putAll(given);
        try (Tokenizer tokenizer = TestTokenizers.bundled();
                ExactServer server = new ExactServer(tokenizer, Files.readString(template), manners)) {
            all.setProperty("volley.base-url", server.url());
            Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), all);
            ExactRun run = ExactRun.play(prepared, temp.resolve("run"));
            sent = server.bodies;
            return run;
        }
    }

    private Path template(String name) throws IOException {
        if (name.equals("own")) {
            return Path.of("src/test/resources/volley/play/thinking.jinja");
        }
        Path corpus = Path.of("../shared/data/chat_templates/corpus_templates.jsonl.gz");
        assumeThat(corpus).as("chat templates, data not in the repository").exists();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(corpus)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode template = JSON.readTree(line);
                if (template.path("name").asText().equals("Qwen-Qwen3-0.6B")) {
                    return Files.writeString(
                            temp.resolve(name + ".jinja"),
                            template.path("template").asText());
                }
            }
        }
        throw new IllegalStateException("the corpus has no such template");
    }
}
