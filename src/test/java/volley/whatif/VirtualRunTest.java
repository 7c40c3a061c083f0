package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.gatling.GatlingProcess;
import volley.prepare.Preparation;
import volley.report.line.ResultLineForm;
import volley.report.page.Browser;
import volley.report.page.PageCheck;

/** Every simulation that sends texts, in virtual time, with the files of any run. */
class VirtualRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SINGLE_TURN, sharegpt, data/sharegpt.sample.json, 24",
        "SHARED_PREFIX, loogle, data/loogle.sample.jsonl, 6",
        "TRACE_REPLAY, mooncake, data/mooncake.sample.jsonl, 37",
        "MULTITURN, sharegpt, data/sharegpt.sample.json, 24"
    })
    void aSimulationHasTheResultsOfAnyRun(SimulationKind kind, String name, String file, int conversations)
            throws IOException {
        Properties given = properties();
        given.setProperty("volley.dataset-name", name);
        given.setProperty("volley.dataset-path", file);
        given.setProperty("volley.num-prompts", String.valueOf(conversations));
        Preparation prepared = Preparation.of(PlayedSimulation.of(kind), given);
        VirtualRun.Computed run = VirtualRun.compute(
                prepared,
                VirtualRun.answers(prepared, prepared.settings().simulated().engine()),
                folder,
                ResultLineForm.BENCH_SERVING,
                (turn, figures) -> {});
        assertThat(run.failed()).isZero();
        List<JsonNode> requests = lines(folder.resolve("requests.jsonl"));
        assertThat(requests).hasSize(prepared.plan().turns());
        for (JsonNode request : requests) {
            assertThat(request.path("prompt_tokens").asInt()).as("%s", request).isPositive();
        }
        theEngineHitWhatTheLensCallsIdeal();
        theEngineToldOfItself(requests.size());
        assertThat(folder.resolve("volley.html")).content().contains("nothing was sent");
        assertThat(run.console()).anyMatch(text -> text.contains("volley.html"));
        JsonNode lens = JSON.readTree(folder.resolve("lens.json").toFile());
        assertThat(lens.path("gpu_tokens").asInt()).isEqualTo(225_021);
    }

    /** As a server's metrics would, and where each TTFT went: all of it, since nothing is on a network. */
    private void theEngineToldOfItself(int requests) throws IOException {
        JsonNode summary = JSON.readTree(folder.resolve("summary.json").toFile());
        JsonNode told = summary.path("server_metrics");
        assertThat(told.at("/totals/requests/by_server").asInt()).isEqualTo(requests);
        assertThat(told.at("/totals/generated_tokens/difference").asInt(-1)).isZero();
        assertThat(told.path("difference").isNull()).isTrue();
        List<JsonNode> samples = lines(folder.resolve("server-metrics.jsonl"));
        assertThat(samples.get(0).path("t_ns").asLong(-1)).isZero();
        assertThat(samples).anyMatch(sample -> sample.path("requests_running").asInt() > 0);
        JsonNode metrics = summary.path("metrics");
        assertThat(metrics.at("/ttft_queue/count").asInt()).isEqualTo(requests);
        assertThat(metrics.at("/ttft_prefill/min").asDouble()).isPositive();
        assertThat(metrics.at("/ttft_network/count").asInt(-1)).isZero();
        assertThat(metrics.at("/ttft_queue/mean").asDouble()
                        + metrics.at("/ttft_prefill/mean").asDouble()
                        + metrics.at("/ttft_unexplained/mean").asDouble())
                .isCloseTo(metrics.at("/ttft/mean").asDouble(), within(1e-5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "ids", "chat"})
    void aSweepHasAFolderForEachRateAndATable(String history) throws Exception {
        GatlingProcess process = new GatlingProcess(folder)
                .with("simulate", true)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-clients", 4)
                .with("min-rounds", 3)
                .with("max-rounds", 3)
                .with("max-parallel", 1)
                .with("request-length", 24)
                .with("output-length", 8)
                .with("sweep-rates", "40,20")
                .with("output-file", folder.resolve("line.jsonl"));
        if (history.equals("chat")) {
            process.with("api-format", "openai");
        } else {
            process.with("history", history);
        }
        GatlingProcess.Ended run = process.run("volley.SyntheticMultiturn");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        for (String rate : List.of("rate-20", "rate-40")) {
            Path own = run.runFolder().resolve(rate);
            List<JsonNode> requests = lines(own.resolve("cache.jsonl"));
            assertThat(requests).hasSize(12);
            for (JsonNode request : requests) {
                assertThat(request.path("prompt_tokens"))
                        .as("what the lens made of the prompt: %s", request)
                        .isEqualTo(request.path("prompt_tokens_by_server"));
                assertThat(request.path("reported")).as("%s", request).isEqualTo(request.path("ideal"));
            }
            assertThat(own.resolve("volley.html")).exists();
        }
        assertThat(Files.readAllLines(folder.resolve("line.jsonl"))).hasSize(2);
        JsonNode sweep = JSON.readTree(run.result("sweep.json"));
        assertThat(sweep.findValuesAsText("request_rate")).containsExactlyInAnyOrder("20.0", "40.0");
        assertThat(run.result("volley.html")).contains("rate-20");
    }

    /** What it gives is what each configuration gives by itself. */
    @Test
    void aSweepOnSeveralConfigurationsHasTheFilesOfEach() throws Exception {
        GatlingProcess.Ended all = sweep("all")
                .with("simulated.configurations", "fcfs,hierarchical")
                .run("volley.SyntheticMultiturn");
        assertThat(all.exitCode()).as(all.stdout() + all.stderr()).isZero();
        GatlingProcess.Ended alone = sweep("alone")
                .with("simulated.schedule-policy", "lpm")
                .with("simulated.enable-hierarchical-cache", true)
                .run("volley.SyntheticMultiturn");
        assertThat(alone.exitCode()).as(alone.stdout() + alone.stderr()).isZero();
        for (String rate : List.of("rate-16", "rate-8")) {
            for (String file : List.of("requests.jsonl", "answers.jsonl", "cache.jsonl", "lens.json", "gaps.hlog")) {
                assertThat(all.runFolder().resolve("hierarchical").resolve(rate).resolve(file))
                        .hasSameBinaryContentAs(alone.runFolder().resolve(rate).resolve(file));
            }
        }
        assertThat(all.runFolder().resolve("hierarchical").resolve("sweep.json"))
                .hasSameTextualContentAs(alone.runFolder().resolve("sweep.json"));
        assertThat(all.runFolder().resolve("fcfs").resolve("volley.html")).exists();
        List<JsonNode> resultLines = lines(folder.resolve("all").resolve("line.jsonl"));
        assertThat(resultLines)
                .extracting(line -> line.path("tag").asText())
                .containsExactly("fcfs", "fcfs", "hierarchical", "hierarchical");
        JsonNode comparison = JSON.readTree(all.result("comparison.json"));
        assertThat(comparison.path("curves").findValuesAsText("name")).containsExactly("fcfs", "hierarchical");
        for (JsonNode curve : comparison.path("curves")) {
            List<Double> looked = new ArrayList<>();
            curve.path("requests_per_second").forEach(rate -> looked.add(rate.asDouble()));
            assertThat(looked).contains(8.0, 16.0).isSorted();
            JsonNode rates = JSON.readTree(all.runFolder()
                    .resolve(curve.path("name").asText())
                    .resolve("sweep.json")
                    .toFile());
            assertThat(curve.path("mean_ttft_ms").path(looked.indexOf(16.0)).asDouble())
                    .as("the mean over three seeds, the first of which is the sweep's")
                    .isCloseTo(rates.at("/rates/0/ttft_ms/mean").asDouble(), withinPercentage(60));
        }
        try (Browser browser = Browser.start(folder.resolve("profile"))) {
            PageCheck.holds(browser, all.runFolder().resolve("comparison.html"));
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("2 servers under one plan", "TTFT, fcfs → hierarchical", "fcfs/rate-", "fcfs/repeats/2");
            PageCheck.holds(browser, all.runFolder().resolve("fcfs").resolve("volley.html"));
        }
        assertThat(all.stdout()).contains("the engine as fcfs, hierarchical");
    }

    private GatlingProcess sweep(String name) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        return new GatlingProcess(own)
                .with("simulate", true)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-clients", 24)
                .with("num-rounds", 3)
                .with("max-concurrency", 12)
                .with("request-length", 64)
                .with("output-length", 16)
                .with("simulated.max-total-tokens", 1200)
                .with("sweep-rates", "16,8")
                .with("output-file", own.resolve("line.jsonl"));
    }

    @Test
    void whatCannotBeComputedIsRefused() {
        assertThatThrownBy(() -> SettingsReader.read(properties(), SimulationKind.MULTIMODAL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulate")
                .hasMessageContaining("SyntheticMultiturn");
        Properties endpoints = properties();
        endpoints.setProperty("volley.endpoints", "a=http://127.0.0.1:1,b=http://127.0.0.1:2");
        assertThatThrownBy(() -> SettingsReader.read(endpoints, SimulationKind.COMPARE_SERVERS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("sends nothing, but servers are given (-Dvolley.endpoints)");
    }

    /** One request at a time, and room for everything: what can be hit is. */
    private void theEngineHitWhatTheLensCallsIdeal() throws IOException {
        List<JsonNode> requests = lines(folder.resolve("cache.jsonl"));
        assertThat(requests).isNotEmpty();
        for (JsonNode request : requests) {
            assertThat(request.path("reported")).as("%s", request).isEqualTo(request.path("ideal"));
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("volley.simulate", "true");
        properties.setProperty("volley.disable-tqdm", "true");
        properties.setProperty("volley.max-concurrency", "1");
        return properties;
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            all.add(JSON.readTree(line));
        }
        return all;
    }
}
