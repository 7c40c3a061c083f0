package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.SimulatedServer;

/** A session with sub-agents against a server, in real time. Its graph is that of kv-cache-tester.expected. */
class SessionReplayRunTest {
    private static final Path TRACE = Path.of("src/test/resources/volley/dataset/traces/kv-cache-tester.json")
            .toAbsolutePath();
    private static final int[][] PARENTS = {{}, {0}, {1}, {1}, {1}, {2}, {5, 3}, {6}};
    /** A hundredth of the trace's. */
    private static final long[] THINK_MS = {0, 20, 5, 7, 8, 15, 20, 90};

    @TempDir
    Path folder;

    @Test
    void noRequestIsSentBeforeTheAnswersItWaitsFor() throws Exception {
        SimulatedTiming timing = new SimulatedTiming(20, Double.POSITIVE_INFINITY, 10, 1_000_000);
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(timing), text -> Stream.of(text.split(" ", -1))
                                .mapToInt(String::hashCode)
                                .toArray())
                .start()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", server.baseUrl())
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-path", TRACE)
                    .with("mooncake-slowdown-factor", 0.01)
                    .with("client-warmup-seconds", 0)
                    .with("output-file", folder.resolve("line.jsonl"))
                    .run("volley.TraceReplay");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            List<JsonNode> records = run.result("requests.jsonl")
                    .lines()
                    .map(SessionReplayRunTest::json)
                    .sorted(Comparator.comparingInt(
                            each -> each.path("conversation").asInt()))
                    .toList();
            assertThat(records)
                    .hasSize(8)
                    .allMatch(each -> each.path("outcome").asText().equals("ok"));
            for (int i = 0; i < 8; i++) {
                for (int parent : PARENTS[i]) {
                    assertThat(records.get(i).path("sent_ns").asLong())
                            .as("request %d behind %d", i, parent)
                            .isGreaterThanOrEqualTo(
                                    records.get(parent).path("end_ns").asLong() + THINK_MS[i] * 1_000_000);
                }
            }
        }
    }

    private static JsonNode json(String line) {
        try {
            return new JsonMapper().readTree(line);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}
