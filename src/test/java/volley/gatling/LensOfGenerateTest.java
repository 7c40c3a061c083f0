package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.report.page.Browser;
import volley.report.page.SweepPage;

/** The cache lens on prompts without a chat template, its parameters, and the page of a sweep. */
@Execution(ExecutionMode.CONCURRENT)
class LensOfGenerateTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temp;

    /** One request at a time and room for all of it, so that the simulated server gives all an unlimited cache would. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "ids"})
    void everyPromptOfASweepIsThatWhichWasSent(String history) throws Exception {
        GatlingProcess.Ended run = play().with("history", history)
                .with("sweep-rates", "40,20")
                .with("lens.gpu-tokens", 300)
                .with("lens.host-tokens", 200)
                .run("volley.SyntheticMultiturn");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();

        for (String rate : List.of("rate-20", "rate-40")) {
            List<String> lines = run.result(rate + "/cache.jsonl").lines().toList();
            assertThat(lines).hasSize(12);
            for (String line : lines) {
                JsonNode request = JSON.readTree(line);
                assertThat(request.path("prompt_tokens").asInt())
                        .as(line)
                        .isEqualTo(request.path("prompt_tokens_by_server").asInt());
                assertThat(request.path("reported").asInt(-1))
                        .as(line)
                        .isEqualTo(request.path("ideal").asInt());
            }
            JsonNode lens = JSON.readTree(run.result(rate + "/lens.json"));
            assertThat(lens.at("/all/ideal_tokens").asLong()).isPositive();
            assertThat(lens.path("gpu_tokens").asInt()).isEqualTo(300);
            assertThat(lens.path("host_tokens").asInt()).isEqualTo(200);
            assertThat(lens.path("page_tokens").asInt()).isEqualTo(1);
        }
        assertThat(run.stdout()).contains("All rates");
        if (history.equals("text")) {
            theSweepsPageHasACurveForEachFigure(run.runFolder());
        }
    }

    private void theSweepsPageHasACurveForEachFigure(Path folder) throws Exception {
        assertThat(SweepPage.runs(folder))
                .extracting(each -> each.getFileName().toString())
                .containsExactly("rate-20", "rate-40");
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            for (int width : new int[] {1400, 390}) {
                browser.open(folder.resolve("volley.html"), width, 900, width == 390);
                assertThat(browser.errors()).isEmpty();
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .isLessThanOrEqualTo(width);
                JsonNode shapes = browser.evaluate(
                        "[...document.querySelectorAll('.chart')].map(c => c.querySelectorAll('svg path').length)");
                assertThat(shapes).hasSize(8).allSatisfy(count -> assertThat(count.asInt())
                        .isGreaterThan(4));
            }
            JsonNode medians =
                    browser.evaluate("[...document.querySelectorAll('[data-table=ttft-against-rate] tbody tr')]"
                            + ".map(row => Number(row.querySelector('td').dataset.value))");
            for (int i = 0; i < 2; i++) {
                JsonNode summary = JSON.readTree(folder.resolve(i == 0 ? "rate-20" : "rate-40")
                        .resolve("summary.json")
                        .toFile());
                assertThat(medians.get(i).asDouble())
                        .isEqualTo(summary.at("/metrics/ttft/median").asDouble());
            }
            assertThat(browser.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
                            .toString())
                    .contains("rate-20/volley.html", "rate-40/volley.html", "index.html");
            browser.open(folder.resolve("rate-20/volley.html"), 1400, 900, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.body.innerHTML").asText()).contains("../volley.html");
        }
    }

    @Test
    void aLensThatIsNotWantedIsAbsentWithItsReason() throws Exception {
        GatlingProcess.Ended run =
                play().with("request-rate", "inf").with("lens.enabled", false).run("volley.SyntheticMultiturn");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        assertThat(JSON.readTree(run.result("lens.json")).path("not_analysed").asText())
                .contains("lens.enabled=false");
        assertThat(run.runFolder().resolve("cache.jsonl")).doesNotExist();
        assertThat(Files.readString(run.runFolder().resolve("volley.html"))).contains("lens.enabled=false");
    }

    private GatlingProcess play() {
        return new GatlingProcess(temp)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-clients", 4)
                .with("min-rounds", 3)
                .with("max-rounds", 3)
                .with("max-parallel", 1)
                .with("request-length", 24)
                .with("output-length", 8)
                .with("simulated.inter-token-ms", 1)
                .with("output-file", temp.resolve("line.jsonl"));
    }
}
