package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.Fault;
import volley.simulator.http.FaultRule;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.TestTokenizers;
import volley.tokenizer.Tokenizer;

/** The whole of {@code volley.SyntheticMultiturn} against a server that notes what it sees. */
@Execution(ExecutionMode.CONCURRENT)
class SyntheticRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TOKENIZER = Path.of("data", "tokenizer");
    private static final List<String> SUMMARY_NAMES = List.of(
            "total_requests",
            "request_rate",
            "average_prompt_len",
            "p90_prompt_len",
            "p99_prompt_len",
            "average_output_len",
            "p90_output_len",
            "p99_output_len",
            "average_ttft",
            "p90_ttft",
            "p99_ttft",
            "median_ttft",
            "max_ttft",
            "average_itl",
            "p90_itl",
            "p99_itl",
            "median_itl",
            "max_itl",
            "average_latency",
            "p90_latency",
            "p99_latency",
            "median_latency",
            "max_latency",
            "input_token_throughput",
            "output_token_throughput",
            "throughput",
            "cache_hit_rate");

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();

    @Test
    void aSweepPlaysEveryRateRoundByRoundWithTheServersAnswersInOneText() throws Exception {
        GatlingProcess.Ended run;
        try (SimulatedServer server = server()) {
            run = play(server)
                    .with("sweep-rates", "50,40.5")
                    .with("num-clients", 4)
                    .with("min-rounds", 2)
                    .with("max-rounds", 3)
                    .with("max-parallel", 2)
                    .with("distribution", "uniform")
                    .with("enable-round-barrier", true)
                    .with("tag", "test")
                    .with("live-interval-seconds", 0.02)
                    .run("volley.SyntheticMultiturn");
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        List<Chain> chains = chains();
        assertThat(chains).hasSize(8);
        List<Chain> first = chains.subList(0, 4);
        List<Chain> second = chains.subList(4, 8);
        assertThat(lastEnd(first)).as("one rate after the other").isLessThan(firstArrival(second));
        assertThat(texts(first)).doesNotContainAnyElementsOf(texts(second));
        assertThat(rounds(first)).isEqualTo(rounds(second)).allSatisfy(rounds -> assertThat(rounds)
                .isBetween(2, 3));
        for (List<Chain> rate : List.of(first, second)) {
            roundsAreApart(rate);
            atMostTwoAtOnce(rate);
            lengthsAreAsAsked(rate);
        }

        assertThat(rates(run)).hasSize(2);
        assertThat(rates(run).get(1).path("request_rate").asDouble()).isEqualTo(40.5);
        JsonNode secondMetrics =
                JSON.readTree(run.result("rate-40.5/summary.json")).path("metrics");
        assertThat(rates(run).get(1).at("/ttft_ms/mean")).isEqualTo(secondMetrics.at("/ttft/mean"));
        int requests = rounds(first).stream().mapToInt(Integer::intValue).sum();
        assertThat(run.stderr())
                .containsPattern("(?m)^syntheticmultiturn at 50/s \\(1 of 2\\): \\d+ of " + requests + " turns, ")
                .containsPattern("(?m)^syntheticmultiturn at 40\\.5/s \\(2 of 2\\): \\d+ of " + requests + " turns, ")
                .doesNotContain("\r", "\u001b");
        assertThat(run.stdout()).containsPattern("40\\.50 +\\d+\\.\\d\\d +\\d+ +0 ");

        List<String> lines = Files.readAllLines(folder.resolve("line.jsonl"));
        assertThat(lines).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode line = JSON.readTree(lines.get(i));
            assertThat(names(line)).containsExactly("timestamp", "tag", "summary", "round");
            assertThat(line.path("tag").asText()).isEqualTo("test");
            assertThat(names(line.path("summary"))).isEqualTo(SUMMARY_NAMES);
            assertThat(line.path("summary"))
                    .allSatisfy(value -> assertThat(value.isNumber()).isTrue());
            assertThat(line.at("/summary/total_requests").asInt()).isEqualTo(requests);
            assertThat(line.at("/summary/request_rate").asDouble()).isEqualTo(i == 0 ? 50 : 40.5);
            assertThat(line.at("/summary/average_output_len").asInt()).isEqualTo(5);
            assertThat(line.at("/summary/max_ttft").asDouble()).isBetween(0.02, 5.0);
            assertThat(names(line.path("round"))).first().isEqualTo("round_0");
            assertThat(line.at("/round/round_0/request_count").asInt()).isEqualTo(4);
            assertThat(line.at("/round/round_0/cache_hit_rate").asDouble()).isLessThan(0.1);
            assertThat(line.at("/round/round_1/cache_hit_rate").asDouble()).isGreaterThan(0.5);
        }
        for (String rate : List.of("50", "40.5")) {
            JsonNode summary = JSON.readTree(run.result("rate-" + rate + "/summary.json"));
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(requests);
            assertThat(summary.at("/parameters/request-rate").asDouble()).isEqualTo(Double.parseDouble(rate));
            assertThat(summary.path("warnings").toString())
                    .contains("exactly as asked (100.00 %)")
                    .doesNotContain("flush");
            assertThat(run.result("index.html"))
                    .contains("TTFT at " + rate + "/s", "TPOT at " + rate + "/s", "E2E turn 2 at " + rate + "/s");
        }
    }

    private static JsonNode rates(GatlingProcess.Ended run) throws IOException {
        return JSON.readTree(run.result("sweep.json")).path("rates");
    }

    /** The server goes away during the second of three rates: the third's flush fails, and all results say what was. */
    @Test
    void aFlushThatFailsBetweenRatesIsSaidAndTheRatesGoOn() throws Exception {
        CountDownLatch secondRate = new CountDownLatch(5);
        GatlingProcess.Ended run;
        try (SimulatedServer server =
                builder().listener(request -> secondRate.countDown()).start()) {
            run = play(server)
                    .with("sweep-rates", "60,20,30")
                    .with("num-clients", 2)
                    .run("volley.SyntheticMultiturn", process -> {
                        assertThat(secondRate.await(60, TimeUnit.SECONDS)).isTrue();
                        server.close();
                    });
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
        assertThat(rates(run)).hasSize(3);
        assertThat(rates(run).get(0).path("ok").asInt()).isEqualTo(4);
        assertThat(rates(run).get(0).path("notes").toString()).doesNotContain("flush");
        assertThat(rates(run).get(2).path("failed").asInt()).isEqualTo(2);
        assertThat(rates(run).get(2).path("notes").toString()).contains("the cache was not flushed before the run");
        assertThat(JSON.readTree(run.result("rate-30/summary.json"))
                        .path("warnings")
                        .toString())
                .contains("the cache was not flushed before the run");
        assertThat(run.stdout()).contains("! at 30.00/s: the cache was not flushed before the run");
    }

    /** SIGTERM during the first of three rates: every turn of every rate is recorded, and each has its results. */
    @Test
    void aSignalEndsAllRatesWithTheirResults() throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        GatlingProcess.Ended run;
        try (SimulatedServer server = builder()
                .faults(request -> {
                    under.countDown();
                    return Fault.extraLatency(Duration.ofMinutes(10));
                })
                .start()) {
            run = play(server)
                    .with("sweep-rates", "60,30,20")
                    .with("num-clients", 3)
                    .run("volley.SyntheticMultiturn", process -> {
                        assertThat(under.await(60, TimeUnit.SECONDS)).isTrue();
                        process.destroy();
                    });
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(143);
        for (String rate : List.of("60", "30", "20")) {
            JsonNode summary = JSON.readTree(run.result("rate-" + rate + "/summary.json"));
            assertThat(summary.at("/turns/planned").asInt()).isEqualTo(6);
            assertThat(summary.at("/turns/cancelled").asInt()).isEqualTo(6);
            assertThat(summary.path("warnings").toString()).contains("stopped by a signal");
        }
        assertThat(rates(run)).hasSize(3);
        assertThat(run.runFolder().resolve("index.html")).exists();
        assertThat(run.stdout())
                .as("a table of the rate that began, a line of each other")
                .containsOnlyOnce("Volley: syntheticmultiturn at ")
                .contains("syntheticmultiturn at 30/s: stopped before its first turn")
                .contains("syntheticmultiturn at 20/s: stopped before its first turn");
    }

    @Test
    void aFailedTurnEndsItsConversationAndTheSweepGoesOn() throws Exception {
        GatlingProcess.Ended run;
        try (SimulatedServer server =
                builder().faults(FaultRule.onRequest(2, Fault.status(500))).start()) {
            run = play(server)
                    .with("sweep-rates", "60,30")
                    .with("num-clients", 3)
                    .run("volley.SyntheticMultiturn");
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
        JsonNode first = JSON.readTree(run.result("rate-60/summary.json")).path("turns");
        assertThat(first.path("failed").asInt()).isEqualTo(1);
        assertThat(first.path("ok").asInt()
                        + first.path("skipped_after_failure").asInt())
                .isEqualTo(5);
        JsonNode second = JSON.readTree(run.result("rate-30/summary.json")).path("turns");
        assertThat(second.path("ok").asInt()).isEqualTo(6);
        assertThat(Files.readAllLines(folder.resolve("line.jsonl"))).hasSize(2);
    }

    /** One conversation's requests: each begins with the one before and its answer. */
    private record Chain(List<ServedRequest> turns) {
        String opening() {
            return text(turns.get(0));
        }
    }

    private List<Chain> chains() {
        List<Chain> chains = new ArrayList<>();
        for (ServedRequest request : served.inOrderOfArrival()) {
            assertThat(request.request().route()).isEqualTo("/generate");
            List<Chain> continued = chains.stream()
                    .filter(chain -> text(request).startsWith(expectedBeginning(chain)))
                    .toList();
            assertThat(continued).as("conversations that go on with it").hasSizeLessThan(2);
            if (continued.isEmpty()) {
                chains.add(new Chain(new ArrayList<>(List.of(request))));
            } else {
                continued.get(0).turns().add(request);
            }
        }
        return chains;
    }

    private static String expectedBeginning(Chain chain) {
        ServedRequest last = chain.turns().get(chain.turns().size() - 1);
        return text(last) + last.answer();
    }

    private static void roundsAreApart(List<Chain> chains) {
        for (int round = 1; round < 3; round++) {
            for (ServedRequest before : ofRound(chains, round - 1)) {
                for (ServedRequest after : ofRound(chains, round)) {
                    assertThat(before.endNs()).isLessThan(after.receivedNs());
                }
            }
        }
    }

    private static List<ServedRequest> ofRound(List<Chain> chains, int round) {
        return chains.stream()
                .filter(chain -> chain.turns().size() > round)
                .map(chain -> chain.turns().get(round))
                .toList();
    }

    private static void atMostTwoAtOnce(List<Chain> chains) {
        List<ServedRequest> all =
                chains.stream().flatMap(chain -> chain.turns().stream()).toList();
        for (ServedRequest one : all) {
            assertThat(all.stream()
                            .filter(other ->
                                    other.receivedNs() <= one.receivedNs() && one.receivedNs() < other.endNs()))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private static void lengthsAreAsAsked(List<Chain> chains) {
        try (Tokenizer tokenizer = TestTokenizers.bundled()) {
            for (Chain chain : chains) {
                assertThat(tokenizer.count(chain.opening())).isEqualTo(24);
                for (int i = 1; i < chain.turns().size(); i++) {
                    ServedRequest before = chain.turns().get(i - 1);
                    int history = tokenizer.count(text(before) + before.answer());
                    assertThat(tokenizer.count(text(chain.turns().get(i))) - history)
                            .isEqualTo(12);
                }
            }
        }
    }

    private static Set<String> texts(List<Chain> chains) {
        Set<String> texts = new HashSet<>();
        chains.forEach(chain -> texts.add(chain.opening()));
        return texts;
    }

    /** Numbers of rounds, sorted: the random queue decides which conversation comes first. */
    private static List<Integer> rounds(List<Chain> chains) {
        return chains.stream().map(chain -> chain.turns().size()).sorted().toList();
    }

    private static long lastEnd(List<Chain> chains) {
        return chains.stream()
                .flatMap(chain -> chain.turns().stream())
                .mapToLong(ServedRequest::endNs)
                .max()
                .orElseThrow();
    }

    private static long firstArrival(List<Chain> chains) {
        return chains.stream()
                .mapToLong(chain -> chain.turns().get(0).receivedNs())
                .min()
                .orElseThrow();
    }

    private static String text(ServedRequest request) {
        return request.request().body().path("text").asText();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private SimulatedServer server() {
        return builder().start();
    }

    private SimulatedServer.Builder builder() {
        SimulatedTiming timing = new SimulatedTiming(20, Double.POSITIVE_INFINITY, 1, 100_000);
        Tokenizer tokenizer = TestTokenizers.bundled();
        return SimulatedServer.with(new FixedRateModel(timing), tokenizer::encode)
                .listener(served);
    }

    private GatlingProcess play(SimulatedServer server) {
        return new GatlingProcess(folder)
                .with("base-url", server.baseUrl())
                .with("tokenizer", TOKENIZER.toAbsolutePath())
                .with("disable-random-sample", true)
                .with("num-rounds", 2)
                .with("request-length", 24)
                .with("sub-question-input-length", 12)
                .with("output-length", 5)
                .with("warmup-requests", 0)
                .with("history", "text")
                .with("log-file", folder.resolve("line.jsonl"));
    }
}
