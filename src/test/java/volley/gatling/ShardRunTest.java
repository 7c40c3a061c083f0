package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.hub.Hub;
import volley.metrics.PercentileRule;
import volley.prepare.Preparation;
import volley.recover.RunMerge;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.Tokenizers;

/** Four processes with the environment of an Indexed Job's pods play one plan; one of them is killed, and retried. */
class ShardRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHARDS = 4;
    private static final int KILLED = 3;

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();
    private final CountDownLatch firstOfKilled = new CountDownLatch(1);
    private final Map<String, Integer> conversationByText = new HashMap<>();
    private final List<String> said = new ArrayList<>();

    @Test
    void togetherTheyAreTheRunOfOneAndWhatIsLackingIsNamed() throws Exception {
        Preparation whole = whole();
        List<Conversation> conversations = whole.plan().conversations();
        for (int c = 0; c < conversations.size(); c++) {
            conversationByText.put(conversations.get(c).turns().get(0).prompt(), c);
        }
        try (SimulatedServer server = server()) {
            Instant startAt = Instant.now().plusSeconds(6);
            List<CompletableFuture<GatlingProcess.Ended>> running = IntStream.range(0, SHARDS)
                    .mapToObj(index -> start(server, index, "shard-" + index, Optional.of(startAt)))
                    .toList();
            List<GatlingProcess.Ended> ended =
                    running.stream().map(CompletableFuture::join).toList();
            for (int index = 0; index < SHARDS; index++) {
                GatlingProcess.Ended shard = ended.get(index);
                assertThat(shard.exitCode()).as(shard.stdout() + shard.stderr()).isEqualTo(index == KILLED ? 137 : 0);
                JsonNode start = JSON.readTree(shard.result("shard.json")).path("start");
                assertThat(start.path("at").asText()).isEqualTo(startAt.toString());
                assertThat(start.path("skew_ns").isNumber()).isTrue();
            }
            theKilledShardIsNamed(whole);

            GatlingProcess.Ended retried =
                    start(server, KILLED, "retried", Optional.empty()).join();
            assertThat(retried.exitCode())
                    .as(retried.stdout() + retried.stderr())
                    .isZero();
            ended = List.of(ended.get(0), ended.get(1), ended.get(2), retried);
            theRunIsThePlan(whole, ended);
        }
    }

    private void theKilledShardIsNamed(Preparation whole) throws IOException {
        Path merged = folder.resolve("without");
        assertThat(RunMerge.merge(List.of(folder), merged, said::add)).isEqualTo(2);
        JsonNode summary = JSON.readTree(Files.readString(merged.resolve("summary.json")));
        assertThat(summary.at("/turns/planned").asInt()).isEqualTo(whole.plan().turns());
        assertThat(summary.at("/turns/complete").asBoolean()).isFalse();
        assertThat(summary.at("/warnings/0").asText()).startsWith("INCOMPLETE: shard 3 of 4 was killed: ");
        List<JsonNode> lines = lines(merged);
        List<JsonNode> lacking = new ArrayList<>();
        for (String line : Files.readAllLines(merged.resolve("lacking.jsonl"))) {
            lacking.add(JSON.readTree(line));
        }
        assertThat(lacking)
                .isNotEmpty()
                .allMatch(turn -> turn.path("shard").asInt() == KILLED
                        && turn.path("conversation").asInt() % SHARDS == KILLED);
        assertThat(lines.size() + lacking.size()).isEqualTo(whole.plan().turns());
        assertThat(Stream.concat(lines.stream(), lacking.stream())
                        .map(turn -> turn.path("conversation") + "/" + turn.path("turn")))
                .doesNotHaveDuplicates();
    }

    private void theRunIsThePlan(Preparation whole, List<GatlingProcess.Ended> shards) throws IOException {
        Path merged = folder.resolve("whole");
        said.clear();
        assertThat(RunMerge.merge(List.of(folder), merged, said::add))
                .as("%s", said)
                .isZero();
        JsonNode summary = JSON.readTree(Files.readString(merged.resolve("summary.json")));
        assertThat(summary.path("plan_sha256").asText()).isEqualTo(whole.plan().hash());
        assertThat(summary.at("/turns/ok").asInt()).isEqualTo(whole.plan().turns());
        assertThat(summary.path("warnings").toString()).contains("shard 3 was run 2 times, and is counted once");

        List<JsonNode> lines = lines(merged);
        List<Long> scheduled = new ArrayList<>();
        for (GatlingProcess.Ended shard : shards) {
            lines(shard.runFolder())
                    .forEach(line -> scheduled.add(line.path("scheduled_ns").asLong()));
        }
        assertThat(scheduled)
                .containsExactlyInAnyOrder(
                        Arrays.stream(whole.plan().arrivalsNs()).boxed().toArray(Long[]::new));
        List<String> planned = new ArrayList<>();
        for (Conversation conversation : whole.plan().conversations()) {
            for (int turn = 0; turn < conversation.turns().size(); turn++) {
                planned.add(conversation.id() + "/" + turn);
            }
        }
        assertThat(lines.stream()
                        .map(line -> line.path("conversation_id").asText() + "/"
                                + line.path("turn").asInt()))
                .containsExactlyInAnyOrderElementsOf(planned);
        assertThat(lines.stream().map(line -> line.path("order").asInt()).sorted())
                .isEqualTo(IntStream.range(0, whole.plan().turns()).boxed().toList());
        theServerWasAskedThePlansTexts(whole);
        percentilesAreThoseOfAllRecords(summary, shards);
        assertThat(JSON.readTree(Files.readString(merged.resolve("lens.json")))
                        .at("/all/requests")
                        .asInt())
                .isEqualTo(whole.plan().turns());
        assertThat(merged.resolve("volley.html")).exists();
        assertThat(Files.readString(merged.resolve("command.txt"))).startsWith("bin/volley merge ");
    }

    private void theServerWasAskedThePlansTexts(Preparation whole) {
        List<String> planned = whole.plan().conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .map(turn -> turn.prompt())
                .toList();
        List<String> asked = served.inOrderOfArrival().stream()
                .filter(request -> conversation(request).isPresent() && request.complete())
                .map(request -> request.request().lastUserMessage())
                .toList();
        assertThat(asked).containsAll(planned);
        assertThat(asked.stream().distinct())
                .containsOnlyOnceElementsOf(planned.stream().distinct().toList());
    }

    /** To the last bit. */
    private static void percentilesAreThoseOfAllRecords(JsonNode summary, List<GatlingProcess.Ended> shards)
            throws IOException {
        for (String metric : List.of("ttft", "e2e_latency")) {
            List<Long> all = new ArrayList<>();
            for (GatlingProcess.Ended shard : shards) {
                lines(shard.runFolder())
                        .forEach(line -> all.add(line.path(metric + "_ns").asLong()));
            }
            long[] sortedNs = all.stream().mapToLong(Long::longValue).sorted().toArray();
            for (int percent : new int[] {90, 95, 99}) {
                double valueNs = PercentileRule.LINEAR.of(sortedNs, sortedNs.length, percent / 100.0);
                assertThat(summary.at("/metrics/" + metric + "/p" + percent).asDouble())
                        .as("p%d of %s", percent, metric)
                        .isEqualTo(valueNs / 1e6);
            }
        }
    }

    private static List<JsonNode> lines(Path run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("requests.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private Optional<Integer> conversation(ServedRequest request) {
        return Optional.ofNullable(conversationByText.get(request.request().firstUserMessage()));
    }

    /** An answer takes most of a second, so that a conversation of a process that is killed is not over. */
    private SimulatedServer server() {
        SimulatedTiming timing = new SimulatedTiming(5, Double.POSITIVE_INFINITY, 200, 1_000_000);
        return SimulatedServer.with(
                        new FixedRateModel(timing), Tokenizers.load("data/tokenizer", Hub.ofThisProcess())::encode)
                .dates(true)
                .listener(request -> {
                    served.accept(request);
                    if (conversation(request).filter(c -> c % SHARDS == KILLED).isPresent()) {
                        firstOfKilled.countDown();
                    }
                })
                .start();
    }

    private CompletableFuture<GatlingProcess.Ended> start(
            SimulatedServer server, int index, String name, Optional<Instant> startAt) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                GatlingProcess process = new GatlingProcess(Files.createDirectories(folder.resolve(name)))
                        .environment("JOB_COMPLETION_INDEX", String.valueOf(index))
                        .environment("JOB_COMPLETIONS", String.valueOf(SHARDS));
                parameters().forEach((parameter, value) -> process.with(String.valueOf(parameter), value));
                process.with("base-url", server.baseUrl()).with("output-file", "line.jsonl");
                // on a machine that is loaded they may be late, which is refused elsewhere
                startAt.ifPresent(at -> process.with("start-at", at).with("start-skew-limit-ms", 120_000));
                return process.run("volley.Multiturn", running -> {
                    if (name.equals("shard-" + KILLED)) {
                        assertThat(firstOfKilled.await(90, TimeUnit.SECONDS)).isTrue();
                        running.destroyForcibly();
                    }
                });
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static Properties parameters() {
        Properties parameters = new Properties();
        parameters.setProperty("num-prompts", "12");
        parameters.setProperty("request-rate", "12");
        parameters.setProperty("fixed-output-len", "4");
        parameters.setProperty(
                "tokenizer", Path.of("data", "tokenizer").toAbsolutePath().toString());
        parameters.setProperty(
                "dataset-path",
                Path.of("data", "sharegpt.sample.json").toAbsolutePath().toString());
        return parameters;
    }

    /** The plan of one process, as it would prepare it. */
    private static Preparation whole() {
        Properties given = new Properties();
        parameters().forEach((name, value) -> given.setProperty("volley." + name, String.valueOf(value)));
        given.setProperty("volley.dry-run", "true");
        return Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
    }
}
