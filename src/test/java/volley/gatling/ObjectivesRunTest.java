package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objectives decide how a run of {@code volley.Multiturn} ends. */
class ObjectivesRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private GatlingProcess sample() {
        return new GatlingProcess(folder)
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("num-prompts", 3)
                .with("fixed-output-len", 4)
                .with("output-file", folder.resolve("line.jsonl"));
    }

    @Test
    void aMissedObjectiveFailsTheRunAfterEveryReportIsWritten() throws Exception {
        GatlingProcess.Ended run = sample().with("goodput", "ttft:0,tpot:100000")
                .with("slo.ttft.p99", 100_000)
                .with("slo.good_fraction.min", 50)
                .run("volley.Multiturn");

        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
        assertThat(run.stdout())
                .contains("SLO       ttft p99 <= 100000 ms: met with ")
                .contains("SLO       good_fraction >= 50 %: MISSED with 0.000 %");
        assertThat(run.stdout())
                .contains(
                        "SLO ttft p99 <= 100000 ms: max of response time is less than or equal to 100000.0 : true (actual : ")
                .contains(
                        "SLO good_fraction >= 50 %: min of response time is greater than or equal to 50.0 : false (actual : 0.0)");
        assertThat(run.result("index.html")).contains("E2E turn 1");
        assertThat(run.result("junit.xml"))
                .contains("tests=\"5\" failures=\"1\"")
                .contains("<failure message=\"good_fraction &gt;= 50 %: MISSED with 0.000 %\"/>");
        JsonNode summary = JSON.readTree(run.result("summary.json"));
        assertThat(summary.at("/slo/0/met").asBoolean()).isFalse();
        assertThat(summary.at("/slo/1/met").asBoolean()).isTrue();
        assertThat(summary.at("/run/goodput/value").asDouble(-1)).isZero();
        assertThat(summary.at("/dialects/sglang_tpot/count").asInt()).isPositive();
    }

    @Test
    void withoutGatlingsReportVolleyJudgesAndItsTableComesBeforeThePage() throws Exception {
        GatlingProcess.Ended run = sample().with("gatling-report", false)
                .with("slo.completed_fraction.min", 100)
                .with("slo.ttft.p99", 0.01)
                .run("volley.Multiturn");

        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
        assertThat(run.stdout())
                .contains("SLO       ttft p99 <= 0.01 ms: MISSED with ")
                .containsSubsequence("Time to first token", "\nCache  ", "\nPage  ", "Gatling   no report")
                .doesNotContain("Parsing log file");
        assertThat(run.runFolder().resolve("index.html")).doesNotExist();
        assertThat(run.result("junit.xml")).contains("failures=\"1\"");
        assertThat(run.result("volley.html")).contains("\"gatling\":false");
    }

    @Test
    void anObjectiveThatIsNoMetricIsRefusedBeforeAnythingIsSent() throws Exception {
        GatlingProcess.Ended run = sample().with("slo.ttfx.p99", 5).run("volley.Multiturn");

        assertThat(run.exitCode()).isEqualTo(64);
        assertThat(run.stderr()).contains("volley.slo.ttfx.p99: ttfx is not a metric; did you mean ttft?");
        assertThat(run.leftBehind()).isEmpty();
    }
}
