package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ChatMessage;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;

/** The whole of {@code volley.SharedPrefix} and {@code volley.SingleTurn} against a server that notes what it sees. */
class TextModesRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Integer> QUESTIONS = Map.of("A", 2, "B", 3, "C", 4);

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();

    // one request at a time in these: the order in which a server accepts connections is not the client's to say

    @Test
    void everyQuestionIsSentWithItsDocumentThoseOfADocumentTogether() throws Exception {
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (String document : List.of("A", "B", "C")) {
            String text = "Document " + document + " tells of many things.";
            List<Map<String, String>> pairs = new ArrayList<>();
            for (int i = 1; i <= QUESTIONS.get(document); i++) {
                String question = "What is thing number " + i + "?";
                pairs.add(Map.of("Q", question, "A", "It is the thing."));
                expected.add("Input: " + text + " Question: " + question);
            }
            lines.append(JSON.writeValueAsString(Map.of("id", document, "input", text, "qa_pairs", pairs)))
                    .append('\n');
        }
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = play(server, lines.toString())
                    .with("dataset-name", "loogle")
                    .with("max-concurrency", 1)
                    .run("volley.SharedPrefix");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(expected).hasSize(9);
            assertThat(prompts("Input: ")).isEqualTo(expected);
            assertThat(JSON.readTree(run.result("summary.json")).at("/turns/ok").asInt())
                    .isEqualTo(9);
            assertThat(run.result("requests.jsonl")).contains("\"A/1\"", "\"A/2\"", "\"C/4\"");
            List<Long> readyNs = new ArrayList<>();
            for (String record : run.result("requests.jsonl").lines().toList()) {
                readyNs.add(JSON.readTree(record).path("ready_ns").asLong(-1));
            }
            assertThat(readyNs)
                    .as("none waits for the answer of another")
                    .doesNotContain(-1L)
                    .containsOnly(readyNs.get(0));
        }
    }

    @Test
    void generatedGroupsShareTheirSystemPromptAndNothingElse() throws Exception {
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = play(server, "not read")
                    .without("dataset-path")
                    .with("dataset-name", "generated-shared-prefix")
                    .with("max-concurrency", 1)
                    .with("gsp-num-groups", 2)
                    .with("gsp-prompts-per-group", 3)
                    .with("gsp-system-prompt-len", 60)
                    .with("gsp-question-len", 20)
                    .with("gsp-output-len", 6)
                    .run("volley.SharedPrefix");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            List<String> prompts = prompts("");
            assertThat(prompts).hasSize(6).doesNotHaveDuplicates();
            List<String> systemPrompts =
                    prompts.stream().map(prompt -> prompt.split("\n\n")[0]).toList();
            assertThat(systemPrompts.subList(0, 3)).containsOnly(systemPrompts.get(0));
            assertThat(systemPrompts.subList(3, 6)).containsOnly(systemPrompts.get(3));
            assertThat(systemPrompts.get(0)).isNotEqualTo(systemPrompts.get(3));
            assertThat(served.inOrderOfArrival()).allSatisfy(request -> assertThat(
                            request.request().body().path("max_tokens").asInt())
                    .isEqualTo(6));
            assertThat(run.result("summary.json")).contains("6 of 6 exactly as asked");
        }
    }

    /** Two groups of three questions: a round robin over the groups, the system prompt in the first question only. */
    @Test
    void generatedGroupsAsTurnsTakeTurns() throws Exception {
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = play(server, "not read")
                    .without("dataset-path")
                    .with("dataset-name", "generated-shared-prefix")
                    .with("gsp-as-turns", true)
                    .with("max-concurrency", 1)
                    .with("gsp-num-groups", 2)
                    .with("gsp-prompts-per-group", 3)
                    .with("gsp-system-prompt-len", 60)
                    .with("gsp-question-len", 20)
                    .with("gsp-output-len", 6)
                    .run("volley.SharedPrefix");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            List<ServedRequest> requests = served.inOrderOfArrival();
            assertThat(requests).hasSize(6);
            for (int i = 0; i < 6; i++) {
                int group = i % 2;
                int turn = i / 2 + 1;
                List<ChatMessage> messages = requests.get(i).request().messages();
                List<ChatMessage> expected = new ArrayList<>();
                if (turn > 1) {
                    ServedRequest before = requests.get(i - 2);
                    expected.addAll(before.request().messages());
                    expected.add(new ChatMessage("assistant", before.answer()));
                }
                assertThat(messages).as("request %d", i + 1).hasSize(2 * turn - 1);
                assertThat(messages.subList(0, expected.size())).isEqualTo(expected);
                assertThat(messages.get(messages.size() - 1).content().contains("\n\n"))
                        .as("a system prompt before the first question of group %d only", group)
                        .isEqualTo(turn == 1);
            }
            assertThat(run.result("summary.json")).contains("6 of 6 exactly as asked");
        }
    }

    @Test
    void theFirstTurnsOfUltrachatAreSentInTheFilesOrder() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (String name : List.of("A", "B", "C")) {
            List<String> entries = new ArrayList<>();
            for (int i = 1; i <= QUESTIONS.get(name); i++) {
                entries.addAll(List.of(name + " asks question number " + i, "this answer is never sent"));
            }
            lines.append(JSON.writeValueAsString(Map.of("id", name, "data", entries)))
                    .append('\n');
        }
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = play(server, lines.toString())
                    .with("dataset-name", "ultrachat")
                    .with("max-concurrency", 1)
                    .run("volley.SingleTurn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(prompts(""))
                    .containsExactly(
                            "A asks question number 1", "B asks question number 1", "C asks question number 1");
        }
    }

    @Test
    void theFirstQuestionsOfLoogleAreSentWithTheirDocuments() throws Exception {
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (String name : List.of("A", "B", "C")) {
            List<Map<String, String>> pairs = List.of(
                    Map.of("Q", "What is first in " + name + "?", "A", "It is the thing."),
                    Map.of("Q", "What is second?", "A", "It is the other."));
            lines.append(JSON.writeValueAsString(Map.of("id", name, "input", "Text of " + name, "qa_pairs", pairs)))
                    .append('\n');
            expected.add("Input: Text of " + name + " Question: What is first in " + name + "?");
        }
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = play(server, lines.toString())
                    .with("dataset-name", "loogle")
                    .with("max-concurrency", 1)
                    .run("volley.SingleTurn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(prompts("")).isEqualTo(expected);
        }
    }

    @Test
    void onlyTheFirstTurnOfEachConversationIsSent() throws Exception {
        StringBuilder entries = new StringBuilder();
        for (String name : List.of("A", "B", "C")) {
            List<Map<String, String>> turns = new ArrayList<>();
            for (int i = 1; i <= QUESTIONS.get(name); i++) {
                turns.add(Map.of("from", "human", "value", name + " asks question number " + i));
                turns.add(Map.of("from", "gpt", "value", "this answer is never sent"));
            }
            entries.append(entries.isEmpty() ? "" : ",")
                    .append(JSON.writeValueAsString(Map.of("id", name, "conversations", turns)));
        }
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run =
                    play(server, "[" + entries + "]").with("max-concurrency", 1).run("volley.SingleTurn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(prompts(""))
                    .isEqualTo(List.of("A", "B", "C").stream()
                            .map(name -> name + " asks question number 1")
                            .toList());
        }
    }

    @Test
    void randomSendsExactlyAsManyRequestsAsAskedHoweverFewTextsThereAre() throws Exception {
        String onePrompt = JSON.writeValueAsString(List.of(Map.of(
                "conversations",
                List.of(
                        Map.of("from", "human", "value", "Tell me something of the sea and the ships on it."),
                        Map.of("from", "gpt", "value", "It is wide.")))));
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = play(server, onePrompt)
                    .with("dataset-name", "random")
                    .with("num-prompts", 7)
                    .with("random-input-len", 40)
                    .with("random-output-len", 3)
                    .run("volley.SingleTurn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(prompts("")).hasSize(7).doesNotHaveDuplicates();
            assertThat(served.inOrderOfArrival()).allSatisfy(request -> assertThat(
                            request.request().body().path("max_tokens").asInt())
                    .isBetween(1, 3));
            assertThat(run.stdout()).contains("prompt lengths: 7 of 7 exactly as asked (100.00 %)");
            assertThat(run.result("summary.json")).contains("7 of 7 exactly as asked");
            JsonNode line = JSON.readTree(Files.readString(folder.resolve("line.jsonl")));
            assertThat(line.path("random_input_len").asInt()).isEqualTo(40);
            assertThat(line.path("random_output_len").asInt()).isEqualTo(3);
            assertThat(line.path("random_range_ratio").asDouble(-1)).isZero();
            assertThat(line.path("dataset_name").asText()).isEqualTo("random");
        }
    }

    /** The user's texts in the order in which the server received them; each is all of its request. */
    private List<String> prompts(String prefix) {
        List<ServedRequest> measured = served.inOrderOfArrival();
        assertThat(measured)
                .allSatisfy(request -> assertThat(request.request().messages()).hasSize(1));
        assertThat(measured).allSatisfy(request -> assertThat(request.request().firstUserMessage())
                .startsWith(prefix));
        return measured.stream()
                .map(request -> request.request().firstUserMessage())
                .toList();
    }

    private SimulatedServer server() {
        SimulatedTiming timing = new SimulatedTiming(20, Double.POSITIVE_INFINITY, 1, 100_000);
        return SimulatedServer.with(
                        new FixedRateModel(timing), text -> text.codePoints().toArray())
                .listener(served)
                .start();
    }

    private GatlingProcess play(SimulatedServer server, String dataset) throws IOException {
        return new GatlingProcess(folder)
                .with("base-url", server.baseUrl())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Files.writeString(folder.resolve("dataset"), dataset))
                .with("disable-shuffle", true)
                .with("num-prompts", 3)
                .with("warmup-requests", 0)
                .with("output-file", folder.resolve("line.jsonl"));
    }
}
