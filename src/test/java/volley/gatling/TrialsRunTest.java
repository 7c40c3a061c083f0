package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.compare.RunSet;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.Fault;
import volley.simulator.http.FaultRule;
import volley.simulator.http.RequestSeen;
import volley.simulator.http.SimulatedServer;

/** Repeated runs of {@code volley.Multiturn}, each in its process, against one server. */
class TrialsRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();
    private final Set<String> salts = ConcurrentHashMap.newKeySet();
    private final CountDownLatch second = new CountDownLatch(1);

    private SimulatedServer server() {
        return server(FaultRule.none());
    }

    private SimulatedServer server(FaultRule faults) {
        return SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(5, Double.POSITIVE_INFINITY, 1, 100_000)),
                        text -> text.codePoints().toArray())
                .listener(served)
                .faults(faults)
                .start();
    }

    private GatlingProcess sample(SimulatedServer server) {
        return new GatlingProcess(folder)
                .with("base-url", server.baseUrl())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("num-prompts", 2)
                .with("disable-shuffle", true)
                .with("fixed-output-len", 4)
                .with("warmup-requests", 0)
                .with("output-file", folder.resolve("line.jsonl"));
    }

    private JsonNode json(GatlingProcess.Ended run, String name) throws IOException {
        return JSON.readTree(run.runFolder().resolve(name).toFile());
    }

    @Test
    void crossedRunsGiveScores() throws Exception {
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run =
                    sample(server).with("max-concurrency", "1,2").run("volley.Multiturn");

            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout())
                    .contains("2 combination(s) x 1 fork(s) x (0 warm-up + 1 measured), 2 runs")
                    .contains("[2/2] max-concurrency=2, fork 1, iteration 1: ttft ")
                    .containsPattern("Benchmark +\\(max-concurrency\\) +Mode +Cnt +Score +Error +Units")
                    .containsPattern("Multiturn\\.ttft +1 +avgt +\\S+ +ms");
            JsonNode results = json(run, "jmh-result.json");
            assertThat(results)
                    .filteredOn(each -> each.path("benchmark").asText().equals("volley.Multiturn.ttft"))
                    .hasSize(2)
                    .allSatisfy(each -> {
                        assertThat(each.at("/primaryMetric/rawData/0")).hasSize(1);
                        assertThat(each.at("/primaryMetric/score").asDouble()).isGreaterThan(5);
                        assertThat(each.at("/secondaryMetrics/p99/score").asDouble())
                                .isGreaterThan(5);
                    });
            // No run finds the texts of another in the cache: all first questions differ by their salts.
            List<String> firstQuestions = served.inOrderOfArrival().stream()
                    .filter(request -> request.request().turn() == 1)
                    .map(request -> request.request().firstUserMessage())
                    .toList();
            assertThat(firstQuestions).hasSize(2 * 2).doesNotHaveDuplicates();
            assertThat(new HashSet<>(firstQuestions.stream()
                            .map(question -> question.substring(0, 8))
                            .toList()))
                    .hasSize(2);
            assertThat(Files.readAllLines(folder.resolve("line.jsonl"))).hasSize(2);
        }
    }

    @Test
    void theHighestRateThatMeetsTheObjectivesIsFound() throws Exception {
        try (SimulatedServer server = server()) {
            GatlingProcess.Ended run = sample(server)
                    .with("find-saturation", "20:2000")
                    .with("saturation-steps", 3)
                    .with("arrivals", "constant")
                    .with("slo.request_rate_planned.max", 100)
                    .run("volley.Multiturn");

            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            JsonNode found = json(run, "saturation.json");
            assertThat(found.path("steps")).hasSize(3);
            assertThat(found.at("/steps/0/met").asBoolean()).isTrue();
            assertThat(found.at("/steps/1/met").asBoolean()).isFalse();
            assertThat(found.at("/steps/2/rate").asDouble()).isEqualTo(200);
            assertThat(run.stdout()).contains("Highest request-rate that met every objective: ");
        }
    }

    @Test
    void aSweepGivesScoresForEachOfItsRates() throws Exception {
        GatlingProcess.Ended run = new GatlingProcess(folder)
                .with("simulate", true)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("sweep-rates", "16,8")
                .with("num-clients", 2)
                .with("num-rounds", 2)
                .with("request-length", 8)
                .with("output-length", 4)
                .with("iterations", 2)
                .with("output-file", folder.resolve("line.jsonl"))
                .run("volley.SyntheticMultiturn");

        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        assertThat(run.stdout())
                .contains("[2/2] request-rate=16, fork 1, iteration 2: ttft ")
                .contains("[2/2] request-rate=8, fork 1, iteration 2: ttft ");
        assertThat(json(run, "jmh-result.json"))
                .filteredOn(each -> each.path("benchmark").asText().endsWith(".ttft"))
                .extracting(each -> each.at("/params/request-rate").asText() + " "
                        + each.at("/primaryMetric/rawData/0").size())
                .containsExactlyInAnyOrder("16 2", "8 2");
        assertThatThrownBy(() -> RunSet.of(run.runFolder().toString()))
                .hasMessageContaining("has runs of different parameters (request-rate is");
    }

    /** Answers the requests of the first run only: each run has a salt of its own before its texts. */
    private Fault neverInTheSecondRun(RequestSeen request) {
        salts.add(request.firstUserMessage().substring(0, 8));
        if (salts.size() < 2) {
            return Fault.none();
        }
        second.countDown();
        return Fault.extraLatency(Duration.ofMinutes(10));
    }

    @Test
    void aSearchThatIsCutLeavesWhatItHas() throws Exception {
        try (SimulatedServer server = server(this::neverInTheSecondRun)) {
            GatlingProcess.Ended run = sample(server)
                    .with("find-saturation", "20:2000")
                    .with("slo.ttft.p99", 60_000)
                    .run("volley.Multiturn", process -> {
                        assertThat(second.await(100, TimeUnit.SECONDS)).isTrue();
                        process.destroy();
                    });

            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(143);
            assertThat(run.stdout())
                    .contains("PARTIAL, after 1 runs: Highest request-rate that met every objective: 20");
            JsonNode found = json(run, "saturation.json");
            assertThat(found.path("complete").asBoolean(true)).isFalse();
            assertThat(found.path("highest_met").asDouble()).isEqualTo(20);
            assertThat(found.path("lowest_missed").isNull()).isTrue();
            assertThat(found.path("steps")).hasSize(1);
        }
    }

    @Test
    void aSeriesThatIsCutKeepsTheScoresOfTheRunsBefore() throws Exception {
        try (SimulatedServer server = server(this::neverInTheSecondRun)) {
            GatlingProcess.Ended run = sample(server)
                    .with("iterations", 3)
                    .with("slo.ttft.p99", 0.001)
                    .run("volley.Multiturn", process -> {
                        assertThat(second.await(100, TimeUnit.SECONDS)).isTrue();
                        process.destroy();
                    });

            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(143);
            assertThat(run.stdout()).contains("PARTIAL: 1 of 3 runs were made.").doesNotContain("[2/3]");
            assertThat(run.result("jmh-result.txt"))
                    .contains("PARTIAL: 1 of 3 runs were made.")
                    .contains("scores among these: run 1.");
            assertThat(json(run, "jmh-result.json"))
                    .filteredOn(each -> each.path("benchmark").asText().equals("volley.Multiturn.ttft"))
                    .hasSize(1);
        }
    }

    @Test
    void aRunThatCannotBeMadeEndsTheSeriesWithItsReason() throws Exception {
        SimulatedServer server = server();
        server.close();
        GatlingProcess.Ended run = sample(server).with("iterations", 3).run("volley.Multiturn");

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.stderr())
                .contains("volley: a run ended with code 64 and without results")
                .contains("log.txt");
        assertThat(run.stdout()).doesNotContain("[1/3]");
    }
}
