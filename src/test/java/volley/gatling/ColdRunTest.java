package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import volley.cold.LyingServer;
import volley.cold.LyingServer.Way;

/** Whole runs against servers that lie about their flush; which word each lie is given is held by ColdStartTest. */
@Execution(ExecutionMode.CONCURRENT)
class ColdRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private GatlingProcess run() {
        return new GatlingProcess(folder)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-name", "sharegpt")
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 2)
                .with("fixed-output-len", 4)
                .with("request-rate", "inf")
                .with("warmup-requests", 0)
                .with("flush-timeout-seconds", 0)
                .with("cold-canaries", 2)
                .without("cache-salt")
                .without("require-cold")
                .with("lens.enabled", false);
    }

    @Test
    void aComparisonWithAWarmServerIsRefusedAndWhereItIsNotCallsItselfWarm() throws Exception {
        try (LyingServer honest = new LyingServer(Way.HONEST, true, true, System::nanoTime);
                LyingServer warm = new LyingServer(Way.YES_BUT_WARM, false, true, System::nanoTime)) {
            String endpoints = "honest=" + honest.url() + ",warm=" + warm.url();
            GatlingProcess.Ended refused =
                    run().with("endpoints", endpoints).with("repeats", 1).run("volley.CompareServers");
            assertThat(refused.exitCode())
                    .as(refused.stdout() + refused.stderr())
                    .isEqualTo(64);
            assertThat(refused.stderr().lines().filter(line -> line.startsWith("volley: ")))
                    .singleElement()
                    .asString()
                    .contains(
                            "the run of warm run 1 would not begin with an empty cache",
                            "2 of 2 known prompts were" + " still in the cache",
                            "-Dvolley.require-cold=never");
            assertThat(refused.stdout())
                    .contains("server     honest at " + honest.url() + ", warm at " + warm.url())
                    .contains("Cold of honest run 1: proven")
                    .doesNotContain("SIMULATED");
            try (Stream<Path> left = Files.list(folder.resolve("results"))) {
                assertThat(left).as("nothing was measured").isEmpty();
            }
            GatlingProcess.Ended compared = run().with("endpoints", endpoints)
                    .with("repeats", 1)
                    .with("require-cold", "never")
                    .run("volley.CompareServers");
            assertThat(compared.exitCode())
                    .as(compared.stdout() + compared.stderr())
                    .isZero();
            assertThat(compared.stdout()).contains("NOT cold").doesNotContain("cold: every run");
            assertThat(JSON.readTree(compared.result("comparison.json"))
                            .path("cold")
                            .asBoolean(true))
                    .isFalse();
            assertThat(verdict(compared, "honest-1/summary.json")).isEqualTo("proven");
            assertThat(verdict(compared, "warm-1/summary.json")).isEqualTo("not proven");
        }
    }

    @Test
    void whereNothingCanBeEmptiedEveryRequestIsSalted() throws Exception {
        try (LyingServer server = new LyingServer(Way.NOT_FOUND, true, true, System::nanoTime)) {
            GatlingProcess.Ended run =
                    run().with("base-url", server.url()).with("backend", "vllm").run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(verdict(run, "summary.json")).isEqualTo("salted");
            assertThat(run.stdout())
                    .contains("Cold      salted: the flush was refused: HTTP 404 Not Found", "DEV_MODE=1");
            int turns = JSON.readTree(run.result("summary.json"))
                    .at("/turns/planned")
                    .asInt();
            List<String> bodies = server.bodies();
            List<String> salts = bodies.subList(bodies.size() - turns, bodies.size()).stream()
                    .map(ColdRunTest::salt)
                    .distinct()
                    .toList();
            assertThat(salts).singleElement().asString().startsWith("volley-");
            assertThat(bodies.subList(0, bodies.size() - turns).stream().map(ColdRunTest::salt))
                    .doesNotContain(salts.get(0));
        }
    }

    @Test
    void repeatsOfOnePlanOnAWarmServerAreRefused() throws Exception {
        try (LyingServer server = new LyingServer(Way.YES_BUT_WARM, false, true, System::nanoTime)) {
            GatlingProcess.Ended run = run().with("base-url", server.url())
                    .with("iterations", 2)
                    .with("same-plan", true)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(64);
            assertThat(run.stdout() + run.stderr()).contains("would not begin with an empty cache");
            GatlingProcess.Ended allowed = run().with("base-url", server.url())
                    .with("iterations", 2)
                    .with("same-plan", true)
                    .with("require-cold", "never")
                    .run("volley.Multiturn");
            assertThat(allowed.exitCode())
                    .as(allowed.stdout() + allowed.stderr())
                    .isZero();
            assertThat(allowed.stdout()).contains("NOT PROVEN COLD").contains("run 1, 2.");
        }
    }

    private static String salt(String body) {
        try {
            return JSON.readTree(body).path("cache_salt").asText("none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String verdict(GatlingProcess.Ended run, String file) throws Exception {
        JsonNode cold = JSON.readTree(run.result(file)).path("cold");
        assertThat(cold.path("reason").asText()).isNotEmpty();
        return cold.path("verdict").asText();
    }
}
