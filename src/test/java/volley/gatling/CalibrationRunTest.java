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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(own.at("/calibration/errors/ttft/p99_ms").asDouble())
                .isEqualTo(found.at("/errors/ttft/p99_ms").asDouble());
        assertThat(own.at("/interference/kinds").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("gc_pause", "event_loop_lag", "scheduler_lag", "cpu_steal");
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
        assertThat(summary.at("/calibration/source").asText()).endsWith("calibration.json");
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
