package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.prepare.NumberedPlan;
import volley.prepare.PlanWithoutServer;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;

/** {@code volley.Calibrate}, and a run that carries its errors. */
class CalibrationRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path calibrated;

    @TempDir
    Path later;

    @Test
    void everyRequestIsPairedAndALaterRunCarriesTheErrors() throws Exception {
        GatlingProcess.Ended calibration = sample(calibrated).run("volley.Calibrate");

        everyRequestIsPaired(calibration, "volley.Multiturn");
        JsonNode found = JSON.readTree(calibration.result("calibration.json"));
        JsonNode own = JSON.readTree(calibration.result("summary.json"));
        int requests = own.at("/turns/ok").asInt();
        assertThat(own.at("/calibration/errors/ttft/p99_ms").asDouble())
                .isEqualTo(found.at("/errors/ttft/p99_ms").asDouble());
        assertThat(own.at("/interference/kinds").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("gc_pause", "event_loop_lag", "scheduler_lag", "cpu_steal", "turns_held");
        // A request whose tokens were all read at once has no gap.
        long withGaps = calibration
                .result("requests.jsonl")
                .lines()
                .map(CalibrationRunTest::json)
                .filter(turn -> turn.path("last_token_ns").asLong()
                        > turn.path("first_token_ns").asLong())
                .count();
        List<String> slow = own.at("/interference/slow_requests").findValuesAsText("figure");
        assertThat(slow).isSubsetOf("ttft", "gap");
        assertThat(Collections.frequency(slow, "ttft")).isEqualTo(Math.min(30, requests));
        assertThat(Collections.frequency(slow, "gap")).isEqualTo((int) Math.min(30, withGaps));
        long noted = calibration.result("interference.jsonl").lines().count();
        assertThat(own.at("/interference/kinds").findValues("count").stream()
                        .mapToLong(JsonNode::asLong)
                        .sum())
                .isEqualTo(noted);
        assertThat(calibration.stdout()).contains("this machine's client adds at most (p99) ");
        assertThat(own.at("/warnings").toString()).contains("the server is simulated, in a process of its own");

        GatlingProcess.Ended run =
                sample(later).with("calibration", calibration.runFolder()).run("volley.Multiturn");

        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        JsonNode summary = JSON.readTree(run.result("summary.json"));
        assertThat(summary.at("/calibration/errors")).isEqualTo(own.at("/calibration/errors"));
        assertThat(summary.at("/calibration/simulation").asText()).isEqualTo("volley.Multiturn");
        assertThat(summary.at("/plan_sha256")).isEqualTo(own.at("/plan_sha256"));
        assertThat(summary.at("/calibration/source").asText()).endsWith("calibration.json");
    }

    /** Each in the interface and with the texts that it has for itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SHARED_PREFIX       | dataset-path=data/loogle.sample.jsonl num-prompts=2 max-concurrency=1
                    TRACE_REPLAY        | dataset-path=data/mooncake.sample.jsonl num-prompts=6 \
                                                mooncake-slowdown-factor=0.1
                    MULTIMODAL          | dataset-path=data/nextqa.sample.csv video-path=data/NExTVideo num-prompts=2
                    SYNTHETIC_MULTITURN | request-rate=50 num-clients=2 num-rounds=2 request-length=20 output-length=6
                    SYNTHETIC_MULTITURN | request-rate=inf num-clients=2 num-rounds=2 request-length=20 output-length=6 \
                                                history=ids
                    """)
    void thePlanOfAnySimulationIsPlayed(SimulationKind plan, String parameters) throws Exception {
        GatlingProcess process = sample(calibrated)
                .with("calibrate", plan.simulation())
                .with("media-cache", calibrated.resolve("media"));
        for (String parameter : parameters.split(" +", -1)) {
            String[] pair = parameter.split("=", 2);
            process.with(pair[0], pair[1].startsWith("data/") ? Path.of(pair[1]).toAbsolutePath() : pair[1]);
        }
        GatlingProcess.Ended calibration = process.run("volley.Calibrate");

        everyRequestIsPaired(calibration, plan.simulation());
        JsonNode own = JSON.readTree(calibration.result("summary.json"));
        assertThat(own.at("/simulation").asText()).isEqualTo("calibrate");
        assertThat(own.at("/parameters/calibrate").asText()).isEqualTo(plan.simulation());
        assertThat(calibration.stdout())
                .contains("Plan " + own.at("/plan_sha256").asText() + "\n");
        if (plan == SimulationKind.SHARED_PREFIX) {
            assertThat(own.at("/metrics/cached_tokens/max").asInt())
                    .as("questions share their document")
                    .isGreaterThan(500);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SimulationKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPARE_SERVERS", "CALIBRATE"})
    void thePlanIsTheSimulationsOwn(SimulationKind plan) {
        boolean sweep = plan == SimulationKind.SYNTHETIC_MULTITURN;
        Properties given = new Properties();
        given.setProperty("volley.dry-run", "true");
        given.setProperty("volley.media-cache", calibrated.toString());
        if (sweep) {
            given.setProperty("volley.request-rate", "4");
        }
        Preparation own = sweep
                ? SweepPlan.prepare(PlayedSimulation.of(plan), given).get(0)
                : Preparation.of(PlayedSimulation.of(plan), given);
        given.setProperty("volley.calibrate", plan.simulation());
        Preparation calibrating = PlanWithoutServer.of(plan, SettingsReader.read(given, SimulationKind.CALIBRATE));

        assertThat(calibrating.plan().hash()).isEqualTo(own.plan().hash());
        assertThat(calibrating.format()).isEqualTo(own.format());
        assertThat(NumberedPlan.of(calibrating).plan().hash())
                .isEqualTo(own.plan().hash());
        own.tokenizer().close();
        calibrating.tokenizer().close();
    }

    @Test
    void aPlanThatNobodyHasIsRefusedBeforeAnythingIsSent() throws Exception {
        GatlingProcess.Ended refused =
                sample(calibrated).with("calibrate", "Multiturns").run("volley.Calibrate");

        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.stderr().lines()).as(refused.stderr()).hasSize(1);
        assertThat(refused.stderr())
                .startsWith("volley: volley.calibrate=Multiturns")
                .contains("SharedPrefix");
        assertThat(refused.leftBehind()).isEmpty();
    }

    private static void everyRequestIsPaired(GatlingProcess.Ended calibration, String simulation) throws Exception {
        assertThat(calibration.exitCode())
                .as(calibration.stdout() + calibration.stderr())
                .isZero();
        JsonNode found = JSON.readTree(calibration.result("calibration.json"));
        JsonNode own = JSON.readTree(calibration.result("summary.json"));
        int requests = own.at("/turns/ok").asInt();
        int tokens = own.at("/run/total_output_tokens/value").asInt();
        assertThat(requests).isPositive();
        assertThat(found.at("/pairs").asInt()).isEqualTo(requests);
        assertThat(found.at("/unpaired").asInt()).isZero();
        assertThat(found.at("/errors/ttft/values").asInt()).isEqualTo(requests);
        assertThat(found.at("/errors/e2e_latency/values").asInt()).isEqualTo(requests);
        assertThat(found.at("/errors/itl/values").asInt()).isEqualTo(tokens - requests);
        assertThat(found.at("/simulation").asText()).isEqualTo(simulation);
        assertThat(own.at("/calibration/simulation").asText()).isEqualTo(simulation);
        assertThat(own.at("/warnings").toString()).contains("the plan is that of " + simulation);
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GatlingProcess sample(Path folder) {
        return new GatlingProcess(folder)
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("num-prompts", 3)
                .with("fixed-output-len", 5)
                .with("output-file", folder.resolve("line.jsonl"));
    }
}
