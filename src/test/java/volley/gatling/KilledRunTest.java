package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.hub.Hub;
import volley.metrics.ExchangeBuilder;
import volley.prepare.ComparisonPlan;
import volley.prepare.NumberedPlan;
import volley.prepare.PlanWithoutServer;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;
import volley.recover.RunRecovery;
import volley.report.Results;
import volley.report.line.ResultLineForm;
import volley.results.Facts;
import volley.results.RepeatCommand;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.Tokenizers;

/** What a run leaves that is killed (SIGKILL) under steady load, and what is made of it. */
class KilledRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONVERSATIONS = 60;
    private static final int TURNS = 10;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** Four seconds of load. */
    private static final int SERVED_BEFORE_THE_KILL = 200;

    private static final OffsetDateTime STARTED_AT = OffsetDateTime.parse("2026-03-07T12:34:56Z");

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();
    private final CountDownLatch enough = new CountDownLatch(SERVED_BEFORE_THE_KILL);
    private final List<String> said = new ArrayList<>();
    private long killedNs;

    @Test
    void everyRequestThatEndedASecondBeforeIsKeptAndAllReportsAreMade() throws Exception {
        GatlingProcess.Ended run;
        try (SimulatedServer server = server()) {
            run = play(server).run("volley.Multiturn", process -> {
                assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
                killedNs = System.nanoTime();
                process.destroyForcibly();
            });
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(137);
        Path left = run.runFolder();
        Set<String> kept = new HashSet<>();
        for (String line : wholeLines(left.resolve("requests.jsonl"))) {
            JsonNode turn = JSON.readTree(line);
            assertThat(turn.path("outcome").asText()).isEqualTo("ok");
            kept.add(turn.path("conversation_id").asText() + " turn "
                    + (turn.path("turn").asInt() + 1));
        }
        Set<String> endedASecondBefore = served.inOrderOfArrival().stream()
                .filter(request -> request.complete() && request.endNs() <= killedNs - SECOND_NS)
                .map(KilledRunTest::name)
                .collect(Collectors.toSet());
        assertThat(endedASecondBefore).hasSizeGreaterThan(SERVED_BEFORE_THE_KILL / 2);
        assertThat(kept).containsAll(endedASecondBefore);
        long disturbances = wholeLines(left.resolve("interference.jsonl")).size();
        assertThat(disturbances).isPositive();

        RunRecovery.recover(left, said::add);

        JsonNode summary = JSON.readTree(run.result("summary.json"));
        JsonNode turns = summary.path("turns");
        assertThat(turns.path("planned").asInt()).isEqualTo(CONVERSATIONS * TURNS);
        assertThat(turns.path("ok").asInt()).isEqualTo(kept.size());
        assertThat(turns.path("cancelled").asInt()).isEqualTo(CONVERSATIONS * TURNS - kept.size());
        assertThat(turns.path("complete").asBoolean()).isTrue();
        assertThat(summary.at("/metrics/icl/count").asLong()).isPositive();
        assertThat(summary.at("/metrics/itl/mean").isNumber()).isTrue();
        assertThat(summary.at("/dialects/vllm_ttft/count").asInt()).isEqualTo(kept.size());
        retokenized(summary, kept.size());
        assertThat(summary.at("/interference/kinds/scheduler_lag/count").asLong())
                .isPositive()
                .isLessThanOrEqualTo(disturbances);
        assertThat(summary.at("/interference/slow_requests/0/figure").asText()).isEqualTo("ttft");
        lens(run, kept.size());
        assertThat(run.result("junit.xml")).contains("tests=\"4\" failures=\"1\"");
        assertThat(run.result("volley.html")).contains("retokenized");
        assertThat(run.result("index.html")).contains("E2E turn 1");
        assertThat(run.result("command.txt")).startsWith("mvn gatling:test");
        assertThat(folder.resolve("line.jsonl")).exists();
        assertThat(said).hasSize(3);
        assertThat(said.get(1)).startsWith("Gatling   " + left.resolve("index.html"));

        withoutTheDataset(run, kept.size());
    }

    @Test
    void runsOfAComparisonAreRecoveredWithoutIt() throws Exception {
        Properties given = given(Map.of("num-clients", "2", "num-rounds", "1", "request-length", "8"));
        ComparisonPlan plan = ComparisonPlan.of(PlayedSimulation.of(SimulationKind.COMPARE_SERVERS), given);
        Path all = Files.createDirectories(folder.resolve("compareservers-1"));
        for (String run : List.of("none-1", "hierarchical-1")) {
            leave(all.resolve(run), plan.leg(run), STARTED_AT, "volley.CompareServers", given);
        }

        RunRecovery.recover(all, said::add);

        assertThat(said).last().asString().isEqualTo("Comparison  none: the runs were killed");
        assertThat(gpuTokens(all.resolve("none-1"))).isZero();
        assertThat(gpuTokens(all.resolve("hierarchical-1"))).isPositive();
    }

    @Test
    void aRunThatGoesOnIsLeftAlone() throws Exception {
        Path run = folder.resolve("run");
        Properties given = given(Map.of("num-clients", "2", "num-rounds", "1", "request-length", "8"));
        Preparation played = ComparisonPlan.of(PlayedSimulation.of(SimulationKind.COMPARE_SERVERS), given)
                .leg("none-1");
        try (Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null)) {
            results.begin(
                    Facts.of(played, "http://127.0.0.1:1", "m", STARTED_AT, List.of()), ResultLineForm.BENCH_SERVING);
            assertThatThrownBy(() -> RunRecovery.recover(run, said::add))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("still being written to");
        }
        assertThat(run.resolve("summary.json")).doesNotExist();
    }

    @Test
    void repeatedRunsAreRecoveredOneByOne() throws Exception {
        Files.createDirectories(folder.resolve("trials").resolve("trial-001"));
        assertThatThrownBy(() -> RunRecovery.recover(folder.resolve("trials"), said::add))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has repeated runs; give the folder of the one that was killed");
    }

    private static long gpuTokens(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("lens.json")))
                .path("gpu_tokens")
                .asLong(-1);
    }

    @Test
    void aCalibrationIsLostWithItsServer() throws Exception {
        Properties given = given(Map.of("num-prompts", "2"));
        Preparation played = NumberedPlan.of(
                PlanWithoutServer.of(SimulationKind.MULTITURN, SettingsReader.read(given, SimulationKind.CALIBRATE)));
        Path run = folder.resolve("calibrate-1");
        leave(run, played, STARTED_AT, "volley.Calibrate", given);

        RunRecovery.recover(run, said::add);

        assertThat(said).last().asString().startsWith("Calibration  none");
        assertThat(run.resolve("lens.json")).content().contains("lens.enabled=false");
    }

    private Properties given(Map<String, String> parameters) {
        Properties given = new Properties();
        parameters.forEach((name, value) -> given.setProperty("volley." + name, value));
        given.setProperty("volley.output-file", folder.resolve("line.jsonl").toString());
        return given;
    }

    /** What a run leaves that is killed after its first request. */
    private static void leave(
            Path run, Preparation played, OffsetDateTime startedAt, String simulation, Properties given) {
        try (Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, played.tokenizer())) {
            results.begin(
                    Facts.of(played, "http://127.0.0.1:1", "m", startedAt, List.of()), ResultLineForm.BENCH_SERVING);
            results.accept(new ExchangeBuilder()
                    .scheduled(0)
                    .sent(1)
                    .content(2, 3)
                    .done(4)
                    .usage(8, 2, 0)
                    .answer("one two")
                    .turn(0, 1, 0, 8));
        }
        RepeatCommand.write(run, new PlayedSimulation(SimulationKind.MULTITURN, simulation), given);
    }

    /** No prompts, no lens; everything else as before. */
    private void withoutTheDataset(GatlingProcess.Ended run, int completed) throws IOException {
        Files.delete(folder.resolve("c.json"));
        for (String report : List.of("summary.json", "junit.xml", "volley.html", "index.html")) {
            Files.delete(run.runFolder().resolve(report));
        }
        said.clear();

        RunRecovery.recover(run.runFolder(), said::add);

        assertThat(said.get(2).lines().toList().get(0))
                .startsWith("Cache     not analysed: the run's plan cannot be made again: ")
                .contains("c.json");
        assertThat(JSON.readTree(run.result("lens.json")).path("not_analysed").asText())
                .contains("c.json");
        retokenized(JSON.readTree(run.result("summary.json")), completed);
        assertThat(run.result("junit.xml")).contains("tests=\"4\" failures=\"1\"");
        assertThat(run.result("volley.html")).contains("not_analysed");
        assertThat(run.runFolder().resolve("index.html")).exists();
    }

    /** As a run leaves them that is killed before Gatling has written any of its log. */
    @Test
    void theRatesOfASweepAreRecoveredTogetherInTheirOrder() throws Exception {
        Properties given =
                given(Map.of("num-clients", "2", "num-rounds", "1", "request-length", "8", "sweep-rates", "4,2,8"));
        OffsetDateTime startedAt = STARTED_AT;
        Path sweep = Files.createDirectories(folder.resolve("syntheticmultiturn-1"));
        List<Preparation> rates = SweepPlan.prepare(
                PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN),
                SettingsReader.read(given, SimulationKind.SYNTHETIC_MULTITURN),
                PlanWithoutServer.NO_SERVER);
        for (Preparation rate : rates) {
            startedAt = startedAt.plusMinutes(1);
            leave(sweep.resolve(rate.phase().folder()), rate, startedAt, "volley.SyntheticMultiturn", given);
        }
        Files.createFile(sweep.resolve("simulation.log"));

        RunRecovery.recover(sweep, said::add);

        JsonNode table = JSON.readTree(Files.readString(sweep.resolve("sweep.json")));
        assertThat(table.path("rates"))
                .extracting(rate -> rate.path("folder").asText())
                .containsExactly("rate-4", "rate-2", "rate-8");
        for (Preparation rate : rates) {
            Path part = sweep.resolve(rate.phase().folder());
            assertThat(JSON.readTree(Files.readString(part.resolve("lens.json")))
                            .at("/all/requests")
                            .asInt())
                    .isEqualTo(1);
            assertThat(JSON.readTree(Files.readString(part.resolve("summary.json")))
                            .at("/turns/cancelled")
                            .asInt())
                    .isEqualTo(1);
            assertThat(part.resolve("volley.html")).exists();
            assertThat(part.resolve("junit.xml")).exists();
        }
        assertThat(sweep.resolve("volley.html")).exists();
        assertThat(folder.resolve("line.jsonl")).content().hasLineCount(3);
        assertThat(said)
                .filteredOn(line -> line.startsWith("Gatling"))
                .singleElement()
                .asString()
                .contains("no report: the run was killed before Gatling wrote any of simulation.log");

        assertThatThrownBy(() -> RunRecovery.recover(sweep, said::add))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("rate-4 has its results");
        said.clear();
        Files.delete(sweep.resolve("rate-2").resolve("summary.json"));
        RunRecovery.recover(sweep.resolve("rate-2"), said::add);
        assertThat(said.get(1)).startsWith("Gatling   one report of all runs in " + sweep);
    }

    /** The server counts the tokens of its answers as the client does, and no line is without its answer. */
    private static void retokenized(JsonNode summary, int completed) {
        assertThat(summary.at("/run/total_output_tokens_retokenized/value").asLong())
                .isEqualTo(summary.at("/run/total_output_tokens/value").asLong())
                .isEqualTo(4L * completed);
        assertThat(summary.at("/run/output_discrepancy/value").asDouble()).isZero();
        assertThat(summary.path("warnings").toString()).doesNotContain("retokenized");
    }

    /** Each prompt is known, those of later turns with the answers before them. */
    private static void lens(GatlingProcess.Ended run, int completed) throws IOException {
        JsonNode lens = JSON.readTree(run.result("lens.json"));
        assertThat(lens.at("/all/requests").asInt()).isEqualTo(completed);
        assertThat(lens.path("left_out").asInt()).isZero();
        assertThat(lens.at("/counted_otherwise/requests").asInt()).isZero();
        List<JsonNode> verdicts = new ArrayList<>();
        for (String line : run.result("cache.jsonl").lines().toList()) {
            verdicts.add(JSON.readTree(line));
        }
        assertThat(verdicts).hasSize(completed);
        assertThat(verdicts)
                .filteredOn(each -> each.path("turn").asInt() > 0)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.path("ideal").asInt()).isPositive());
    }

    private static String name(ServedRequest served) {
        return served.request().firstUserMessage().split(" ")[0] + " turn "
                + served.request().turn();
    }

    /** All but a last one that was cut. */
    private static List<String> wholeLines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private SimulatedServer server() {
        SimulatedTiming timing = new SimulatedTiming(5, Double.POSITIVE_INFINITY, 1, 1_000_000);
        return SimulatedServer.with(
                        new FixedRateModel(timing), Tokenizers.load("data/tokenizer", Hub.ofThisProcess())::encode)
                .listener(request -> {
                    served.accept(request);
                    enough.countDown();
                })
                .start();
    }

    /** 50 turns/s of conversations C0, C1, ... */
    private GatlingProcess play(SimulatedServer server) throws IOException {
        String all = IntStream.range(0, CONVERSATIONS)
                .mapToObj(KilledRunTest::conversation)
                .collect(Collectors.joining(","));
        return new GatlingProcess(folder)
                .with("base-url", server.baseUrl())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Files.writeString(folder.resolve("c.json"), "[" + all + "]"))
                .with("disable-shuffle", true)
                .with("num-prompts", CONVERSATIONS)
                .with("fixed-output-len", 4)
                .with("request-rate", 50)
                .with("arrivals", "constant")
                .with("warmup-requests", 0)
                .with("slo.ttft.p99", 60_000)
                .with("interference-threshold-ms", 0.001)
                .with("output-file", folder.resolve("line.jsonl"));
    }

    private static String conversation(int number) {
        String turn = "{\"from\":\"human\",\"value\":\"C" + number + " asks a question\"},"
                + "{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}";
        return "{\"id\":\"C" + number + "\",\"conversations\":[" + String.join(",", Collections.nCopies(TURNS, turn))
                + "]}";
    }
}
