package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;

/** The whole of {@code volley.TraceReplay} against a server that notes what it sees. */
class TraceReplayRunTest {
    private static final Path TRACE = Path.of("data", "mooncake.sample.jsonl").toAbsolutePath();
    /** Tokens of a block behind one hash. */
    private static final int BLOCK_TOKENS = 512;

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void theServerSeesTheTracesRequestsInTheirOrder() throws Exception {
        ServedLog served = new ServedLog();
        SimulatedTiming timing = new SimulatedTiming(5, Double.POSITIVE_INFINITY, 0.1, 1_000_000);
        try (SimulatedServer server = SimulatedServer.with(new FixedRateModel(timing), TraceReplayRunTest::words)
                .listener(served)
                .start()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", server.baseUrl())
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-path", TRACE)
                    .with("num-prompts", 37)
                    .with("mooncake-slowdown-factor", 0.2)
                    .with("warmup-requests", 0)
                    // arrivals of the same millisecond may overtake each other on new connections otherwise
                    .with("order", "strict")
                    .with("output-file", folder.resolve("line.jsonl"))
                    .run("volley.TraceReplay");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout()).contains("the trace's, over 2.5 s");
            List<JsonNode> records = run.result("requests.jsonl")
                    .lines()
                    .map(TraceReplayRunTest::json)
                    .sorted(Comparator.comparingInt(each -> each.path("order").asInt()))
                    .toList();
            List<JsonNode> trace;
            try (Stream<String> lines = Files.lines(TRACE)) {
                trace = lines.map(TraceReplayRunTest::json).toList();
            }
            assertThat(records)
                    .extracting(each -> each.path("output_tokens_requested").asInt())
                    .isEqualTo(trace.stream()
                            .map(each -> each.path("output_length").asInt())
                            .toList());
            List<ServedRequest> inOrder = served.inOrderOfArrival();
            assertThat(inOrder)
                    .extracting(each -> each.request().firstUserMessage().split(" ", -1).length)
                    .isEqualTo(trace.stream()
                            .map(each -> each.path("input_length").asInt())
                            .toList());
            // slots that are late together may take each other's turn
            assertThat(records)
                    .extracting(each -> each.path("scheduled_ns").asLong())
                    .as("the recorded times, five times as fast")
                    .containsExactlyElementsOf(trace.stream()
                            .map(each -> each.path("timestamp").asLong() * 200_000)
                            .toList());
            for (int i = 0; i < trace.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(sharedBlocks(inOrder.get(i), inOrder.get(j)))
                            .as("whole blocks in common of requests %d and %d", i, j)
                            .isEqualTo(sharedBlocks(trace.get(i), trace.get(j)));
                }
            }
        }
    }

    /** Whole blocks at the beginning that two prompts have in common, a word a token. */
    private static int sharedBlocks(ServedRequest one, ServedRequest other) {
        String[] words = one.request().firstUserMessage().split(" ");
        String[] others = other.request().firstUserMessage().split(" ");
        int first = Arrays.mismatch(words, others);
        return (first < 0 ? words.length : first) / BLOCK_TOKENS;
    }

    /** As the trace says: equal hashes from the first on, as far as both prompts fill their blocks. */
    private static int sharedBlocks(JsonNode one, JsonNode other) {
        int whole = Math.min(
                        one.path("input_length").asInt(),
                        other.path("input_length").asInt())
                / BLOCK_TOKENS;
        int blocks = 0;
        while (blocks < whole
                && one.path("hash_ids")
                        .get(blocks)
                        .equals(other.path("hash_ids").get(blocks))) {
            blocks++;
        }
        return blocks;
    }

    private static int[] words(String text) {
        return Stream.of(text.split(" ", -1)).mapToInt(String::hashCode).toArray();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}
