package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same run in virtual time, and over HTTP in real time. */
class VirtualAndRealRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** Memory for six requests or so: a queue forms, so that times to first token are those of a loaded server. */
    @Test
    void aRunOverHttpInRealTimeGivesWhatVirtualTimeTold() throws Exception {
        JsonNode real = summary("real", false);
        JsonNode virtual = summary("virtual", true);
        assertThat(virtual.get("plan_sha256")).isEqualTo(real.get("plan_sha256"));
        assertThat(value(virtual, "/run/cache_hit_rate/value"))
                .isCloseTo(value(real, "/run/cache_hit_rate/value"), within(2.0))
                .isPositive();
        assertThat(value(virtual, "/metrics/ttft/mean"))
                .isCloseTo(value(real, "/metrics/ttft/mean"), withinPercentage(10));
    }

    private JsonNode summary(String name, boolean simulate) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        GatlingProcess.Ended run = new GatlingProcess(own)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 24)
                .with("request-rate", 20)
                .with("order", "strict")
                .with("simulated.engine", "roofline")
                .with("simulated.max-total-tokens", 1200)
                .with("simulated.speedup", 2)
                .with("simulate", simulate)
                .run("volley.Multiturn");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        assertThat(run.stdout()).contains(simulate ? "nothing was sent" : "SIMULATED server in this process");
        assertThat(run.result("requests.jsonl").lines()).hasSize(72);
        return JSON.readTree(run.result("summary.json"));
    }

    private static double value(JsonNode summary, String pointer) {
        assertThat(summary.at(pointer).isNumber())
                .as("%s in %s", pointer, summary)
                .isTrue();
        return summary.at(pointer).doubleValue();
    }
}
