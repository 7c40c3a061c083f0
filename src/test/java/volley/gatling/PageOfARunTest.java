package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.page.Browser;
import volley.report.page.PageCheck;
import volley.report.page.RunPage;

/** The cache lens and the page of a whole run of {@code volley.Multiturn} against the simulated server. */
class PageOfARunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path temp;

    private static GatlingProcess.Ended run;
    private static Path folder;

    /** One request in flight at a time, so that no prefix is. */
    @BeforeAll
    static void play() throws Exception {
        Path sample = Path.of("data", "sharegpt.sample.json").toAbsolutePath();
        run = new GatlingProcess(temp)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", sample)
                .with("num-prompts", 24)
                .with("max-concurrency", 1)
                .with("fixed-output-len", 6)
                .with("simulated.inter-token-ms", 1)
                .with("slo.ttft.p99", 60_000)
                .with("output-file", temp.resolve("line.jsonl"))
                .run("volley.Multiturn");
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        folder = run.runFolder();
    }

    @Test
    void theSimulatedServerGivesEveryRequestWhatIsIdeal() throws IOException {
        List<JsonNode> requests = lines("cache.jsonl");
        assertThat(requests).hasSizeGreaterThan(50).hasSameSizeAs(lines("requests.jsonl"));
        for (JsonNode request : requests) {
            assertThat(request.path("reported").asInt(-1))
                    .as("%s", request)
                    .isEqualTo(request.path("ideal").asInt());
            assertThat(request.path("cause").isNull()).isTrue();
        }
        // the client renders what the server sees: else the ids, and with them the ideal hits, would be others
        List<Integer> byLens = requests.stream()
                .map(each -> each.path("prompt_tokens").asInt())
                .toList();
        List<Integer> byServer = lines("requests.jsonl").stream()
                .sorted((a, b) -> a.path("order").asInt() - b.path("order").asInt())
                .map(each -> each.path("prompt_tokens").asInt())
                .toList();
        assertThat(byLens).isEqualTo(byServer);
        assertThat(run.stdout()).contains("Cache     An unlimited cache would answer");
    }

    @Test
    void thePageShowsItOnAnyScreen() throws Exception {
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            PageCheck.holds(browser, folder.resolve(RunPage.FILE_NAME));
            assertThat(browser.evaluate("document.querySelectorAll('.chart').length")
                            .asInt())
                    .isGreaterThanOrEqualTo(10);
            tablesHoldTheFigures(browser);
            String text = browser.evaluate("document.body.innerText").asText();
            assertThat(text)
                    .contains("An unlimited cache would answer")
                    .contains("The objective was met.")
                    .contains(summary().path("plan_sha256").asText())
                    .contains("mvn gatling:test -Dgatling.simulationClass=volley.Multiturn")
                    .contains("-Dvolley.max-concurrency=1")
                    .contains("Was the client disturbed?")
                    .contains("interference.jsonl, junit.xml, run.json");
            assertThat(browser.evaluate("[...document.querySelectorAll('nav a')].map(a => a.getAttribute('href'))")
                            .toString())
                    .contains("\"index.html\"");
            assertThat(folder.resolve("index.html")).exists();
        }
    }

    @Test
    void thePageIsMadeAnewFromTheFilesAlone() throws IOException {
        String before = Files.readString(folder.resolve(RunPage.FILE_NAME));
        RunPage.write(folder);
        assertThat(Files.readString(folder.resolve(RunPage.FILE_NAME))).isEqualTo(before);
    }

    private static void tablesHoldTheFigures(Browser browser) throws IOException {
        JsonNode shown = browser.evaluate(
                """
                Object.fromEntries([...document.querySelectorAll('[data-table=metrics] tbody tr, [data-table=run] tbody tr')]
                    .map(row => [row.dataset.row, [...row.querySelectorAll('td[data-value]')].map(td => Number(td.dataset.value))]))
                """);
        int compared = 0;
        for (Map.Entry<String, JsonNode> metric : summary().path("metrics").properties()) {
            if (metric.getValue().path("count").asInt() > 0) {
                List<Double> expected = new ArrayList<>();
                for (String name : List.of("mean", "median", "p90", "p95", "p99", "min", "max", "std", "count")) {
                    expected.add(metric.getValue().path(name).asDouble());
                }
                assertThat(numbers(shown.path(metric.getKey())))
                        .as(metric.getKey())
                        .startsWith(expected.toArray(new Double[0]));
                compared++;
            }
        }
        for (Map.Entry<String, JsonNode> figure : summary().path("run").properties()) {
            if (!figure.getValue().path("value").isNull()) {
                assertThat(numbers(shown.path(figure.getKey())))
                        .startsWith(figure.getValue().path("value").asDouble());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static List<Double> numbers(JsonNode values) {
        List<Double> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(value.asDouble()));
        return numbers;
    }

    private static JsonNode summary() throws IOException {
        return JSON.readTree(folder.resolve("summary.json").toFile());
    }

    private static List<JsonNode> lines(String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
