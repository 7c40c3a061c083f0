package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.simulator.EngineModel;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.http.Fault;
import volley.simulator.http.SimulatedServer;

@Execution(ExecutionMode.CONCURRENT)
class CompareServersRunTest {
    @TempDir
    Path folder;

    /** The defaults, but once instead of there and back: nothing is called real of one run. */
    @Test
    void theFourConfigurationsStandInTheirOrder() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.copy(Path.of("data/sharegpt.sample.json"), folder.resolve("data/sharegpt.sample.json"));
        GatlingProcess.Ended run = new GatlingProcess(folder)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("repeats", 1)
                .run("volley.CompareServers");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        JsonNode comparison = new ObjectMapper().readTree(run.result("comparison.json"));
        List<String> names = new ArrayList<>();
        List<Double> ttftMs = new ArrayList<>();
        List<Double> hitRates = new ArrayList<>();
        comparison.path("servers").forEach(server -> {
            names.add(server.path("name").asText());
            ttftMs.add(server.at("/mean_ms/ttft/0").asDouble());
            hitRates.add(server.path("hit_rate").asDouble());
            assertThat(server.path("turns_completed").asInt()).isEqualTo(320);
        });
        assertThat(names).containsExactly("none", "fcfs", "lpm", "hierarchical");
        assertThat(hitRates).isSorted().doesNotHaveDuplicates();
        assertThat(run.stdout())
                .as("rates and times are the model's, of a server that runs twelve times as fast")
                .contains("32 turns/s", "ran 12 times as fast as its model");
        assertThat(ttftMs.get(1)).isGreaterThan(3000);
        // What fcfs' few hits gain over none is less than a busy machine takes from the first run, which begins cold;
        // that
        // order is held in virtual time.
        assertThat(ttftMs.subList(1, 4)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(ttftMs.get(0)).isGreaterThan(ttftMs.get(2));
        assertThat(comparison.path("notes").toString()).contains("simulated").doesNotContain("NOT empty", "not known");
        assertThat(comparison.path("curves")).hasSize(4);
        assertThat(run.result("index.html")).contains("TTFT of none run 1", "E2E turn 5 of hierarchical run 1");
        assertThat(run.result("lpm-1/requests.jsonl").lines()).hasSize(320);
        assertThat(run.stdout())
                .contains(
                        "fcfs and lpm: not enough runs to tell whether mean time to first token differs",
                        "comparison.html");
    }

    @Test
    void serversOfTheUsersAreComparedThereAndBack() throws Exception {
        try (SimulatedServer slow = server(120);
                SimulatedServer fast = server(40)) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("endpoints", "slow=" + slow.baseUrl() + ",fast=" + fast.baseUrl() + "/")
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-name", "sharegpt")
                    .with(
                            "dataset-path",
                            Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                    .with("num-prompts", 10)
                    .with("fixed-output-len", 4)
                    .with("request-rate", "inf")
                    .run("volley.CompareServers");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout()).contains("runs: slow fast fast slow slow fast");
            JsonNode ttft =
                    new ObjectMapper().readTree(run.result("comparison.json")).at("/differences/0");
            assertThat(ttft.path("metric").asText()).isEqualTo("ttft");
            assertThat(ttft.path("real").asBoolean()).as("%s", ttft).isTrue();
            assertThat(ttft.path("difference_ms").asDouble()).isNegative();
            assertThat(ttft.path("repeats").asInt()).isEqualTo(3);
            assertThat(slow.arrivals()).as("three runs and a warm-up").isEqualTo(fast.arrivals());
        }
    }

    /** Each rate on each server, and over the rates what each keeps up with. */
    @Test
    void aSweepIsPlayedOnSeveralServers() throws Exception {
        try (SimulatedServer slow = server(120);
                SimulatedServer fast = server(40)) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("endpoints", "slow=" + slow.baseUrl() + ",fast=" + fast.baseUrl())
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("disable-random-sample", true)
                    .with("num-clients", 4)
                    .with("num-rounds", 2)
                    .with("request-length", 16)
                    .with("output-length", 4)
                    .with("sweep-rates", "40,10")
                    .with("repeats", 2)
                    .run("volley.SyntheticMultiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout())
                    .contains("compares   slow, fast; runs at each rate: slow fast fast slow")
                    .contains("requests are compared at ");
            JsonNode comparison = new ObjectMapper().readTree(run.result("comparison.json"));
            assertThat(comparison.at("/rates/unit").asText()).isEqualTo("repeat");
            assertThat(comparison.path("curves")).hasSize(2).allSatisfy(curve -> {
                assertThat(curve.path("requests_per_second").toString()).isEqualTo("[10.0,40.0]");
                assertThat(curve.at("/mean_ttft_ms/0").asDouble())
                        .isGreaterThan(curve.path("name").asText().equals("slow") ? 120 : 40);
            });
            assertThat(comparison.at("/differences/0/repeats").asInt()).isEqualTo(2);
            for (String server : List.of("slow", "fast")) {
                assertThat(new ObjectMapper()
                                .readTree(run.result(server + "/sweep.json"))
                                .path("rates"))
                        .hasSize(2);
                assertThat(run.result(server + "/rate-40/summary.json")).isNotBlank();
                assertThat(run.result(server + "/repeats/2/rate-10/summary.json"))
                        .isNotBlank();
            }
        }
    }

    /** A simulation that has one server by default. */
    @Test
    void anySimulationPlaysItsPlanOnSeveralServers() throws Exception {
        Path trace = Files.writeString(
                folder.resolve("trace.jsonl"),
                """
                {"timestamp": 0, "input_length": 20, "output_length": 4, "hash_ids": [1]}
                {"timestamp": 150, "input_length": 20, "output_length": 4, "hash_ids": [1]}
                {"timestamp": 400, "input_length": 20, "output_length": 4, "hash_ids": [2]}
                """);
        try (SimulatedServer slow = server(120);
                SimulatedServer fast = server(10)) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("endpoints", "slow=" + slow.baseUrl() + ",fast=" + fast.baseUrl())
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-path", trace)
                    .run("volley.TraceReplay");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout()).contains("runs: slow fast fast slow slow fast", "fast has the shortest mean time");
            JsonNode ttft =
                    new ObjectMapper().readTree(run.result("comparison.json")).at("/differences/0");
            assertThat(ttft.path("verdict").asText()).as("%s", ttft).isEqualTo("real");
            assertThat(ttft.path("pairs").asInt()).isEqualTo(9);
            List<Long> scheduledMs = new ArrayList<>();
            for (String line : run.result("fast-2/requests.jsonl").lines().toList()) {
                scheduledMs.add(Math.round(
                        new ObjectMapper().readTree(line).path("scheduled_ns").asLong() / 1e6));
            }
            assertThat(scheduledMs).containsExactly(0L, 150L, 400L);
        }
    }

    /** The small one loses the conversations' prefixes, queues for memory, and is the slower one for it. */
    @Test
    void theLargerCacheOfTwoServersIsFoundToHelp() throws Exception {
        try (SimulatedServer small = engine(1_500);
                SimulatedServer large = engine(200_000)) {
            GatlingProcess.Ended run = sample("small=" + small.baseUrl() + ",large=" + large.baseUrl())
                    .with("num-prompts", 24)
                    .with("request-rate", 80)
                    .with("fixed-output-len", 24)
                    .with("order", "strict")
                    .run("volley.CompareServers");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            JsonNode comparison = new ObjectMapper().readTree(run.result("comparison.json"));
            assertThat(comparison.path("servers"))
                    .extracting(server -> server.path("name").asText())
                    .containsExactly("small", "large");
            double few = comparison.at("/servers/0/hit_rate").asDouble();
            double many = comparison.at("/servers/1/hit_rate").asDouble();
            assertThat(many).isGreaterThan(few + 0.1);
            JsonNode ttft = comparison.at("/differences/0");
            assertThat(ttft.path("metric").asText()).isEqualTo("ttft");
            assertThat(ttft.path("pairs").asInt()).isEqualTo(3 * 72);
            assertThat(ttft.path("real").asBoolean()).as("%s", ttft).isTrue();
            assertThat(ttft.path("high_ms").asDouble()).isNegative();
            assertThat(meanDifference(run)).isCloseTo(ttft.path("difference_ms").asDouble(), within(0.001));
            assertThat(comparison.path("notes").toString()).doesNotContain("NOT empty", "not known");
            assertThat(run.stdout()).contains("large against small: mean time to first token");
            assertThat(new ObjectMapper()
                            .readTree(run.result("small-1/lens.json"))
                            .path("gpu_tokens")
                            .asInt())
                    .isEqualTo(1_500);
        }
    }

    /** Mean over the turns of the difference between the mean TTFTs of the two servers' three runs, ms. */
    private static double meanDifference(GatlingProcess.Ended run) throws Exception {
        Map<String, Double> sums = new HashMap<>();
        for (String folderOfRun : List.of("large-1", "large-2", "large-3", "small-1", "small-2", "small-3")) {
            double sign = folderOfRun.startsWith("large") ? 1 / 3.0 : -1 / 3.0;
            for (String line :
                    run.result(folderOfRun + "/requests.jsonl").lines().toList()) {
                JsonNode request = new ObjectMapper().readTree(line);
                sums.merge(
                        request.path("conversation") + "/" + request.path("turn"),
                        sign * request.path("ttft_ns").asLong() / 1e6,
                        Double::sum);
            }
        }
        return sums.values().stream().mapToDouble(each -> each).average().orElseThrow();
    }

    @Test
    void aServerThatIsDownIsNamedInOneLine() throws Exception {
        try (SimulatedServer up = server(1)) {
            GatlingProcess.Ended run = sample("up=" + up.baseUrl() + ",down=http://127.0.0.1:1")
                    .with("num-prompts", 3)
                    .run("volley.CompareServers");
            assertThat(run.exitCode()).isEqualTo(64);
            assertThat(run.stderr().lines().filter(line -> line.startsWith("volley:")))
                    .containsExactly("volley: No answer from GET http://127.0.0.1:1/v1/models (connection refused);"
                            + " start the server or give its address (down in -Dvolley.endpoints)");
            assertThat(run.stderr().lines().filter(line -> line.startsWith("\tat ")))
                    .isEmpty();
            assertThat(up.arrivals()).as("nothing is sent").isZero();
        }
    }

    private GatlingProcess sample(String endpoints) {
        return new GatlingProcess(folder)
                .with("endpoints", endpoints)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-name", "sharegpt")
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath());
    }

    private static SimulatedServer engine(int cacheTokens) {
        EngineConfig preset = EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.FCFS);
        EngineConfig config =
                new EngineConfig(preset.scheduler(), CacheConfig.radix(cacheTokens), 32_768, preset.time());
        return SimulatedServer.with(new EngineModel(config, 4, OptionalInt.empty()), new WordTokenizer())
                .start();
    }

    /** SIGTERM during the first run: all four are written, and no comparison is made of them. */
    @Test
    void aSignalEndsAllRuns() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 1, 1_000_000)),
                        new WordTokenizer())
                .faults(request -> {
                    under.countDown();
                    return Fault.extraLatency(Duration.ofMinutes(10));
                })
                .start()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("endpoints", "a=" + server.baseUrl() + ",b=" + server.baseUrl() + "/")
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-name", "sharegpt")
                    .with(
                            "dataset-path",
                            Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                    .with("num-prompts", 3)
                    .with("warmup-requests", 0)
                    .with("request-rate", "inf")
                    .run("volley.CompareServers", process -> {
                        assertThat(under.await(60, TimeUnit.SECONDS)).isTrue();
                        process.destroy();
                    });
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(143);
            for (String folderOfRun : List.of("a-1", "b-1", "b-2", "a-2", "a-3", "b-3")) {
                JsonNode turns = new ObjectMapper()
                        .readTree(run.result(folderOfRun + "/summary.json"))
                        .path("turns");
                assertThat(turns.path("cancelled").asInt())
                        .isPositive()
                        .isEqualTo(turns.path("planned").asInt());
            }
            assertThat(run.stdout()).contains("none: the runs were stopped by a signal");
            assertThat(run.runFolder().resolve("comparison.json")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1",
                "a=http://127.0.0.1:1",
                "a=http://127.0.0.1:1,a=http://127.0.0.1:2",
                "a=127.0.0.1:1,b=http://127.0.0.1:2",
                "a/../b=http://127.0.0.1:1,b=http://127.0.0.1:2",
                "a=http://127.0.0.1:1,"
            })
    void aBadListIsRefused(String endpoints) {
        Properties properties = new Properties();
        properties.setProperty("volley.endpoints", endpoints);
        assertThatThrownBy(() -> SettingsReader.read(properties, SimulationKind.COMPARE_SERVERS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.endpoints");
    }

    private static SimulatedServer server(double baseLatencyMs) {
        return SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(baseLatencyMs, Double.POSITIVE_INFINITY, 1, 1_000_000)),
                        new WordTokenizer())
                .start();
    }
}
