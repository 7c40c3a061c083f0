package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.hub.Hub;
import volley.play.ExactServer.Manners;
import volley.play.ExactServer.Thoughts;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** SGLang's /generate with a tokenizer that puts BOS first, texts whole or in pieces, and ids that are not those of the text. */
class GenerateHistoryTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"text, false, auto", "text, true, auto", "ids, false, auto", "ids, true, on", "ids, true, off"})
    void promptsAreCountedAndCachedAsTheServerDoes(String history, boolean pieces, String serverIds) throws Exception {
        Path folder = tokenizerWithBos();
        Properties all = properties(folder);
        all.setProperty("volley.history", history);
        all.setProperty("volley.server-ids", serverIds);
        try (Tokenizer tokenizer = Tokenizers.load(folder.toString(), Hub.ofThisProcess());
                ExactServer server =
                        new ExactServer(tokenizer, "", new Manners(Thoughts.NONE, "", true, pieces, true))) {
            all.setProperty("volley.base-url", server.url());
            Preparation prepared = prepare(all);
            ExactRun run = ExactRun.play(prepared, temp.resolve("run"));
            List<ExactRun.Line> lines = run.lines();
            if (serverIds.equals("off")) {
                assertThat(run.json("lens.json").at("/ids_by_server/answers").asInt())
                        .isZero();
                assertThat(run.text("answers.jsonl")).doesNotContain("output_ids");
            } else {
                for (ExactRun.Line line : lines) {
                    line.mustBeExact();
                }
                assertThat(run.json("lens.json").at("/ids_by_server/answers").asInt())
                        .isEqualTo(lines.size());
            }
            assertThat(run.text("answers.jsonl")).contains("\"answer\":\" Answer 0 is about caches.\"");
            if (history.equals("ids") && !serverIds.equals("off")) {
                historyIsOfTheServersIds(server);
            }
        }
    }

    /** What bench_multiturn does, without a parameter: ids where the server tells its own, which it is asked for once. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theServerDecidesHowHistoryGoes(boolean tells) throws Exception {
        Path folder = tokenizerWithBos();
        Properties all = properties(folder);
        try (Tokenizer tokenizer = Tokenizers.load(folder.toString(), Hub.ofThisProcess());
                ExactServer server =
                        new ExactServer(tokenizer, "", new Manners(Thoughts.NONE, "", true, false, true))) {
            server.tellsOutputIds = tells;
            all.setProperty("volley.base-url", server.url());
            Preparation prepared = prepare(all);
            assertThat(server.bodies).hasSize(1);
            assertThat(server.bodies.get(0).get("sampling_params").toString()).contains("max_new_tokens=1");
            server.bodies.clear();
            server.outputIds.clear();
            ExactRun run = ExactRun.play(prepared, temp.resolve("run"));
            assertThat(run.json("summary.json").at("/parameters/history").asText())
                    .isEqualTo(tells ? "ids" : "text");
            if (tells) {
                historyIsOfTheServersIds(server);
                run.lines().forEach(ExactRun.Line::mustBeExact);
            } else {
                assertThat(server.bodies).allSatisfy(body -> assertThat(body).containsKey("text"));
            }
        }
    }

    /** A server that tells ids when it is asked, and then no more: the client's tokenizer stands in, and that is said. */
    @Test
    void idsThatStopComingAreSaid() throws Exception {
        Path folder = tokenizerWithBos();
        Properties all = properties(folder);
        try (Tokenizer tokenizer = Tokenizers.load(folder.toString(), Hub.ofThisProcess());
                ExactServer server =
                        new ExactServer(tokenizer, "", new Manners(Thoughts.NONE, "", true, false, false))) {
            all.setProperty("volley.base-url", server.url());
            Preparation prepared = prepare(all);
            server.tellsOutputIds = false;
            ExactRun run = ExactRun.play(prepared, temp.resolve("run"));
            // the last answer of each conversation is in no further prompt
            assertThat(run.console()).contains("6 answers came without the server's token ids");
        }
    }

    private Properties properties(Path tokenizer) {
        return ExactRun.properties(
                "tokenizer", tokenizer.toString(),
                "num-clients", "3",
                "min-rounds", "3",
                "max-rounds", "3",
                "request-length", "24",
                "output-length", "8",
                "sweep-rates", "8",
                "backend", "sglang",
                "lens.page-size", "16",
                "dataset-path", Path.of("data", "sharegpt.sample.json").toString(),
                "output-file", temp.resolve("line.jsonl").toString());
    }

    private static Preparation prepare(Properties all) {
        SimulationKind kind = SimulationKind.SYNTHETIC_MULTITURN;
        return SweepPlan.prepare(
                        PlayedSimulation.of(kind), SettingsReader.read(all, kind), (its, running, mine) -> running)
                .get(0);
    }

    /** Of three conversations by turns: each prompt begins with the one before it and that one's answer. */
    private static void historyIsOfTheServersIds(ExactServer server) {
        for (int i = 3; i < server.bodies.size(); i++) {
            List<Integer> before = new ArrayList<>(ids(server.bodies.get(i - 3)));
            Arrays.stream(server.outputIds.get(i - 3)).forEach(before::add);
            assertThat(ids(server.bodies.get(i)))
                    .hasSizeGreaterThan(before.size())
                    .startsWith(before.toArray(Integer[]::new));
        }
    }

    private static List<Integer> ids(Map<String, Object> body) {
        return ((List<?>) body.get("input_ids"))
                .stream().map(id -> (Integer) id).toList();
    }

    private Path tokenizerWithBos() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("tokenizer"));
        ObjectNode json = (ObjectNode)
                JSON.readTree(Path.of("data/tokenizer/tokenizer.json").toFile());
        JsonNode processor = JSON.readTree(
                "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"<|endoftext|>\","
                        + "\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":"
                        + "{\"<|endoftext|>\":{\"id\":\"<|endoftext|>\",\"ids\":[0],\"tokens\":[\"<|endoftext|>\"]}}}");
        json.set("post_processor", processor);
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        return folder;
    }
}
