package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.Backend;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.prepare.Preparation;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ChatMessage;
import volley.simulator.http.Fault;
import volley.simulator.http.FaultRule;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;

/** The whole of {@code volley.Multiturn} against a server that notes what it sees. */
class MultiturnRunTest {
    private static final List<String> ROUND_ROBIN = List.of("A1", "B1", "C1", "A2", "B2", "C2", "B3", "C3", "C4");
    private static final JsonMapper JSON = new JsonMapper();

    /** Conversations whose second turn of three fails, by the letter they begin with: how, and as what. */
    private static final Map<String, Fault> FAULTS = Map.of(
            "D", Fault.reset(2),
            "E", Fault.truncate(2),
            "F", Fault.inBandError(1),
            "G", Fault.status(500),
            "H", Fault.empty(),
            "I", Fault.badJson(2));

    private static final Map<String, String> OUTCOMES = Map.of(
            "D", "truncated",
            "E", "truncated",
            "F", "in_band_error",
            "G", "http_5xx",
            "H", "empty",
            "I", "bad_json");

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();

    @Test
    void answersInOrderGiveTheRoundRobinWithTheServersOwnAnswers() throws Exception {
        // one request in flight at a time: answers cannot but come in order
        try (SimulatedServer server = server(FaultRule.none())) {
            GatlingProcess.Ended run = play(server)
                    .with("max-concurrency", 1)
                    .with("client-warmup-seconds", 0.2)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(arrivals()).isEqualTo(ROUND_ROBIN);
            historiesAreTheServersAnswers();
            resultsAreThere(run, 9, 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "fifo"})
    void aSlowConversationIsWaitedForInStrictOrderOnly(String order) throws Exception {
        FaultRule slowA = FaultRule.when(
                request -> request.firstUserMessage().startsWith("A"), Fault.extraLatency(Duration.ofMillis(150)));
        try (SimulatedServer server = server(slowA)) {
            GatlingProcess.Ended run = play(server).with("order", order).run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            if (order.equals("strict")) {
                assertThat(arrivals()).isEqualTo(ROUND_ROBIN);
            } else {
                whoeverWaitedLongestWentFirst(run);
            }
            historiesAreTheServersAnswers();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyBackendsStreamsAreReadAndTheKeyIsSentAndShownNowhere(Backend backend) throws Exception {
        String key = "sk-volley-test-0123456789";
        try (SimulatedServer server =
                builder(FaultRule.none()).backend(backend).apiKey(key).start()) {
            boolean adapters = backend.loraForm() != Backend.LoraForm.NONE;
            GatlingProcess.Ended run = play(server)
                    .environment("OPENAI_API_KEY", key)
                    .with("backend", backend.id())
                    .with("cold-canaries", 2)
                    .without("cache-salt")
                    .with(adapters ? "lora-name" : "model", "adapter")
                    .with("extra-request-body", "{\"top_p\": 0.5}")
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            resultsAreThere(run, 9, 0, 0);
            JsonNode body = conversationsOnly().get(0).request().body();
            assertThat(body.path("top_p").asDouble()).isEqualTo(0.5);
            assertThat(body.path(backend == Backend.SGLANG ? "lora_path" : "model")
                            .asText())
                    .isEqualTo("adapter");
            JsonNode summary = JSON.readTree(run.result("summary.json"));
            assertThat(summary.at("/metrics/ttft/count").asInt()).isEqualTo(9);
            assertThat(summary.at("/metrics/connect/count").asInt()).isEqualTo(9);
            assertThat(summary.at("/metrics/connect/min").asDouble()).isNotNegative();
            assertThat(summary.at("/metrics/connect/max").asDouble())
                    .as("the first conversations found no connection")
                    .isPositive();
            assertThat(summary.at("/metrics/request_write/min").asDouble()).isPositive();
            assertThat(summary.path("warnings").toString().contains("not proven cold"))
                    .as("a cache that was not emptied is said")
                    .isEqualTo(backend.flushRoute().isEmpty());
            assertThat(summary.path("warnings").toString().contains("ignore_eos"))
                    .as("that ignore_eos was not sent is said")
                    .isEqualTo(!backend.takesIgnoreEos());
            assertThat(body.path("ignore_eos").asBoolean()).isEqualTo(backend.takesIgnoreEos());
            isShownNowhere(key, run);
        }
    }

    private static void isShownNowhere(String key, GatlingProcess.Ended run) throws IOException {
        for (Path file : run.leftBehind()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as("%s", file)
                    .doesNotContain(key);
        }
        assertThat(run.stdout() + run.stderr()).doesNotContain(key);
    }

    @Test
    void answersInOnePieceHaveNoTimeToFirstToken() throws Exception {
        try (SimulatedServer server = server(FaultRule.none())) {
            GatlingProcess.Ended run = play(server).with("disable-stream", true).run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            resultsAreThere(run, 9, 0, 0);
            historiesAreTheServersAnswers();
            assertThat(run.result("requests.jsonl").lines()).allMatch(line -> line.contains("\"ttft_ns\":null"));
            assertThat(run.result("index.html")).doesNotContain("TTFT");
        }
    }

    @Test
    void conversationsThinkBetweenAnAnswerAndTheirNextTurn() throws Exception {
        try (SimulatedServer server = server(FaultRule.none())) {
            GatlingProcess.Ended run =
                    play(server).with("think-time-seconds", 0.25).run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            resultsAreThere(run, 9, 0, 0);
            historiesAreTheServersAnswers();
            Map<String, Long> answeredNs = new HashMap<>();
            for (JsonNode turn : records(run)) {
                String conversation = turn.path("conversation_id").asText();
                long readyNs = turn.path("ready_ns").asLong();
                assertThat(turn.path("sent_ns").asLong()).isGreaterThanOrEqualTo(readyNs);
                Long beforeNs = answeredNs.put(conversation, turn.path("end_ns").asLong());
                if (beforeNs != null) {
                    assertThat(readyNs).isGreaterThanOrEqualTo(beforeNs + 250_000_000);
                }
            }
        }
    }

    @Test
    void aFailedTurnCostsItsConversationOnly() throws Exception {
        List<String> conversations = new ArrayList<>(List.of(conversation("A", 2), conversation("C", 4)));
        FAULTS.keySet().forEach(name -> conversations.add(conversation(name, 3)));
        Path dataset = Files.writeString(folder.resolve("faults.json"), conversations.toString());
        FaultRule seconds = request -> request.turn() == 2
                ? FAULTS.getOrDefault(request.firstUserMessage().substring(0, 1), Fault.none())
                : Fault.none();
        try (SimulatedServer server = server(seconds)) {
            GatlingProcess.Ended run = play(server)
                    .with("dataset-path", dataset)
                    .with("num-prompts", conversations.size())
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            List<String> expected = new ArrayList<>(List.of("A1", "A2", "C1", "C2", "C3", "C4"));
            FAULTS.keySet().forEach(name -> expected.addAll(List.of(name + "1", name + "2")));
            assertThat(arrivals()).containsExactlyInAnyOrderElementsOf(expected);
            resultsAreThere(run, 12, 6, 6);
            JsonNode summary = JSON.readTree(run.result("summary.json"));
            OUTCOMES.values().forEach(outcome -> {
                assertThat(summary.at("/turns/by_outcome/" + outcome).asInt())
                        .as(outcome)
                        .isEqualTo(Collections.frequency(OUTCOMES.values(), outcome));
                assertThat(run.stdout()).contains(outcome);
                assertThat(run.result("index.html")).contains(outcome);
            });
            assertThat(summary.at("/turns/by_outcome/skipped_after_failure").asInt())
                    .isEqualTo(6);
            for (JsonNode record : records(run)) {
                String name = record.path("conversation_id").asText();
                if (OUTCOMES.containsKey(name)) {
                    assertThat(record.path("outcome").asText())
                            .as("%s", record)
                            .isEqualTo(List.of("ok", OUTCOMES.get(name), "skipped_after_failure")
                                    .get(record.path("turn").asInt()));
                }
            }
        }
    }

    @Test
    void theBudgetAllowsFailures() throws Exception {
        try (SimulatedServer server = server(FaultRule.onRequest(3, Fault.status(503)))) {
            GatlingProcess.Ended run = play(server)
                    .with("failure-budget", 1)
                    .with("warmup-requests", 0)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        }
    }

    @Test
    void slotsForWhichNothingCanComeAreNotWaitedFor() throws Exception {
        // one conversation of two turns, the second slot a thousand seconds away: the process ends long before
        Path dataset = Files.writeString(folder.resolve("one.json"), "[" + conversation("A", 2) + "]");
        try (SimulatedServer server =
                server(FaultRule.when(request -> request.firstUserMessage().startsWith("A"), Fault.status(500)))) {
            GatlingProcess.Ended run = play(server)
                    .with("dataset-path", dataset)
                    .with("num-prompts", 1)
                    .with("request-rate", "0.001")
                    .with("arrivals", "constant")
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            resultsAreThere(run, 0, 1, 1);
        }
    }

    @Test
    void theSeedFixesPlanOrderAndArrivalTimes() throws Exception {
        try (SimulatedServer server = server(FaultRule.none())) {
            String planned = plannedWith(server, "7", "first");
            assertThat(planned)
                    .isEqualTo(plannedWith(server, "7", "again"))
                    .startsWith(planHash(random(server, folder, "7")))
                    .doesNotStartWith(planHash(random(server, folder, "8")));
        }
    }

    private GatlingProcess random(SimulatedServer server, Path workingFolder, String seed) throws IOException {
        return play(server, workingFolder)
                .with("seed", seed)
                .with("request-rate", 100)
                .with("order", "random")
                .with("max-concurrency", 1);
    }

    private static String planHash(GatlingProcess process) {
        Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), process.parameters());
        prepared.target().orElseThrow().close();
        prepared.tokenizer().close();
        return prepared.plan().hash();
    }

    /** Plan hash, and for each turn in the order of sending its conversation, its turn and its planned time. */
    private String plannedWith(SimulatedServer server, String seed, String name) throws Exception {
        GatlingProcess.Ended run = random(server, Files.createDirectory(folder.resolve(name)), seed)
                .run("volley.Multiturn");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        StringBuilder planned = new StringBuilder(
                JSON.readTree(run.result("summary.json")).path("plan_sha256").asText());
        for (JsonNode record : records(run)) {
            planned.append('\n')
                    .append(record.path("conversation_id").asText())
                    .append(record.path("turn"))
                    .append(record.path("scheduled_ns"));
        }
        return planned.toString();
    }

    private static void whoeverWaitedLongestWentFirst(GatlingProcess.Ended run) throws IOException {
        assertThat(records(run))
                .extracting(each -> each.path("ready_ns").asLong())
                .isSorted();
    }

    /** Records of the turns in the order of sending. */
    private static List<JsonNode> records(GatlingProcess.Ended run) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : run.result("requests.jsonl").lines().toList()) {
            records.add(JSON.readTree(line));
        }
        records.sort(Comparator.comparingInt(each -> each.path("order").asInt()));
        return records;
    }

    private void resultsAreThere(GatlingProcess.Ended run, int ok, int failed, int skipped) throws IOException {
        JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
        assertThat(turns.path("planned").asInt()).isEqualTo(ok + failed + skipped);
        assertThat(turns.path("ok").asInt()).isEqualTo(ok);
        assertThat(turns.path("failed").asInt()).isEqualTo(failed);
        assertThat(turns.path("skipped_after_failure").asInt()).isEqualTo(skipped);
        assertThat(run.result("requests.jsonl").lines()).hasSize(ok + failed + skipped);
        assertThat(run.result("index.html")).contains("E2E turn 1");
        JsonNode line = JSON.readTree(Files.readString(folder.resolve("line.jsonl")));
        assertThat(line.path("completed").asInt()).isEqualTo(ok);
    }

    private void historiesAreTheServersAnswers() {
        Map<String, List<String>> answers = new HashMap<>();
        for (ServedRequest request : conversationsOnly()) {
            List<String> seen = request.request().messages().stream()
                    .filter(message -> !message.fromUser())
                    .map(ChatMessage::content)
                    .toList();
            String conversation = request.request().firstUserMessage();
            assertThat(seen).isEqualTo(answers.getOrDefault(conversation, List.of()));
            answers.computeIfAbsent(conversation, each -> new ArrayList<>()).add(request.answer());
        }
    }

    /** Turns in the order in which the server received them, such as A1. */
    private List<String> arrivals() {
        return conversationsOnly().stream()
                .map(request -> request.request().firstUserMessage().substring(0, 1)
                        + request.request().turn())
                .toList();
    }

    private List<ServedRequest> conversationsOnly() {
        return served.inOrderOfArrival().stream()
                .filter(request -> request.request().firstUserMessage().matches("[A-I] .*"))
                .toList();
    }

    private SimulatedServer server(FaultRule faults) {
        return builder(faults).start();
    }

    private SimulatedServer.Builder builder(FaultRule faults) {
        SimulatedTiming timing = new SimulatedTiming(20, Double.POSITIVE_INFINITY, 1, 100_000);
        return SimulatedServer.with(
                        new FixedRateModel(timing), text -> text.codePoints().toArray())
                .faults(faults)
                .listener(served);
    }

    /** Conversations A, B and C of 2, 3 and 4 turns, in this order, all at once. */
    private GatlingProcess play(SimulatedServer server) throws IOException {
        return play(server, folder);
    }

    private GatlingProcess play(SimulatedServer server, Path workingFolder) throws IOException {
        Path dataset = Files.writeString(
                folder.resolve("abc.json"),
                "[" + conversation("A", 2) + "," + conversation("B", 3) + "," + conversation("C", 4) + "]");
        return new GatlingProcess(workingFolder)
                .with("base-url", server.baseUrl())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", dataset)
                .with("disable-shuffle", true)
                .with("num-prompts", 3)
                .with("fixed-output-len", 4)
                .with("output-file", folder.resolve("line.jsonl"));
    }

    private static String conversation(String name, int turns) {
        StringBuilder entries = new StringBuilder();
        for (int turn = 1; turn <= turns; turn++) {
            entries.append(turn == 1 ? "" : ",")
                    .append("{\"from\":\"human\",\"value\":\"" + name + " asks question number " + turn + "\"},")
                    .append("{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}");
        }
        return "{\"id\":\"" + name + "\",\"conversations\":[" + entries + "]}";
    }
}
