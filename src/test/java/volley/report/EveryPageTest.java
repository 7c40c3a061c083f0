package volley.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TurnRecord;
import volley.report.compare.Comparison;
import volley.report.compare.ComparisonFiles;
import volley.report.compare.ServerRun;
import volley.report.folder.ClaimedFolder;
import volley.report.page.Browser;
import volley.report.page.CommandFile;
import volley.report.page.ComparePage;
import volley.report.page.ComparisonPage;
import volley.report.page.PageCheck;
import volley.report.page.RunPage;
import volley.report.page.SweepPage;
import volley.report.page.TrialsPage;

/** Every kind of page, of runs with everything in them and of runs with nothing. */
class EveryPageTest {
    private static Browser browser;

    @TempDir
    Path temp;

    @BeforeAll
    static void start(@TempDir Path profile) throws Exception {
        browser = Browser.start(profile);
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void runs() throws IOException {
        PageCheck.holds(browser, RunPage.write(run("full")));
        assertThat(text()).contains("Volley 0.1.0", "plan 9f86d081884c");
        PageCheck.holds(browser, RunPage.write(nothing("empty")));
    }

    @Test
    void aSweep() throws IOException {
        for (String rate : List.of("rate-2", "rate-10", "rate-inf")) {
            change(run("sweep/" + rate), "parameters", "request-rate", rate);
        }
        nothing("sweep/rate-5");
        run("sweep/rate-5-copy");
        PageCheck.holds(browser, SweepPage.write(temp.resolve("sweep")));
        assertThat(text()).contains("multiturn at 4 rates", "10/s", "inf/s", "request-rate\trate-2");
    }

    /** An infinite rate has no place on an axis. */
    @Test
    void sweepsOfOneRateAndOfNone() throws IOException {
        run("one/rate-inf");
        PageCheck.holds(browser, SweepPage.write(temp.resolve("one")));
        assertThat(text()).contains("multiturn at 1 rate");
        assertThat(browser.evaluate("document.querySelectorAll('.chart').length")
                        .asInt())
                .isZero();
        PageCheck.holds(browser, SweepPage.write(Files.createDirectories(temp.resolve("none"))));
    }

    /** Output that hardly grows from 4 at once on; the other server's still grows. */
    @Test
    void concurrencyOnTwoServers() throws IOException {
        List<TrialsPage.Run> runs = new ArrayList<>();
        double[][] outputs = {{40, 100}, {80, 950}, {120, 1000}, {160, 980}};
        int[] atOnce = {1, 4, 8, 16};
        for (int i = 0; i < atOnce.length; i++) {
            for (int server = 0; server < 2; server++) {
                for (int repeat = 1; repeat <= 3; repeat++) {
                    String name = (server == 0 ? "grows" : "full") + "-" + atOnce[i] + "-" + repeat;
                    Path run = run("crossed/" + name);
                    output(run, outputs[i][server]);
                    runs.add(new TrialsPage.Run(
                            run,
                            Map.of(
                                    "max-concurrency",
                                    String.valueOf(atOnce[i]),
                                    "server",
                                    server == 0 ? "grows" : "full")));
                }
            }
        }
        PageCheck.holds(browser, TrialsPage.write(temp.resolve("crossed"), "volley.CompareServers", runs));
        assertThat(text())
                .contains("CompareServers, 8 combinations of max-concurrency and server")
                .contains("full: from 4 at once on little more output is had (950 tokens/s in all")
                .contains("the most is 1,000 tokens/s, at 8 at once")
                .contains("grows: output still grows at 16 at once, the most tried (160 tokens/s in all");
        assertThat(browser.evaluate(
                                "drawn.filter(chart => chart.instance.getOption().series.some(each => each.data.some("
                                        + "point => point.symbol === 'diamond' && point.value[0] === 4))).length")
                        .asInt())
                .as("charts over the concurrency that mark the knee")
                .isPositive();
    }

    /** An infinite rate, and a run of which no turn was sent. */
    @Test
    void ratesThatWereCrossed() throws IOException {
        List<TrialsPage.Run> runs = new ArrayList<>();
        for (String rate : List.of("2", "10", "inf")) {
            runs.add(new TrialsPage.Run(run("crossed/" + rate), Map.of("request-rate", rate, "order", "fifo")));
        }
        runs.add(new TrialsPage.Run(nothing("crossed/5"), Map.of("request-rate", "5", "order", "fifo")));
        PageCheck.holds(browser, TrialsPage.write(temp.resolve("crossed"), "volley.Multiturn", runs));
        assertThat(text()).contains("Multiturn, 4 combinations of request-rate").doesNotContain("NaN", "undefined");
    }

    private static void output(Path run, double tokensPerSecond) throws IOException {
        Path file = run.resolve("summary.json");
        ObjectNode summary = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        ((ObjectNode) summary.at("/run/output_throughput")).put("value", tokensPerSecond);
        new ObjectMapper().writeValue(file.toFile(), summary);
    }

    /** More than there are colours, with names longer than a screen is wide. */
    @Test
    void runsSideBySide() throws IOException {
        Path first = run("multiturn-with-a-long-name-" + "x".repeat(60));
        change(first, "parameters", "volley.request-rate", "12");
        List<Path> folders =
                List.of(first, run("b"), run("c"), run("d"), run("e"), run("f"), run("g"), run("h"), nothing("empty"));
        PageCheck.holds(browser, ComparePage.write(folders, temp.resolve("compare.html")));
        assertThat(browser.evaluate("document.querySelectorAll('[data-table=parameters-that-differ] tbody tr').length")
                        .asInt())
                .isEqualTo(1);
        PageCheck.holds(
                browser,
                ComparePage.write(List.of(nothing("nothing"), run("something")), temp.resolve("compare2.html")));
    }

    @Test
    void servers() throws IOException {
        List<ServerRun> runs = List.of(
                new ServerRun("one", run("one-1")),
                new ServerRun("silent", nothing("silent-1")),
                new ServerRun("two", run("two-1")),
                new ServerRun("one", run("one-2")));
        RunPage.write(temp.resolve("two-1"));
        Files.writeString(temp.resolve("one-1").resolve(CommandFile.NAME), "mvn gatling:test\n");
        Comparison comparison = Comparison.of(runs, Comparison.Rule.DEFAULT, List.of());
        assertThat(comparison.consoleText()).doesNotContain("NaN");
        ComparisonFiles.write(temp, comparison);
        PageCheck.holds(browser, temp.resolve(ComparisonPage.FILE_NAME));
        assertThat(text())
                .contains("3 servers under one plan", "2026-03-07 12:34:56", "Volley 0.1.0", "plan 9f86d081884c")
                .contains("This repeats the run:\n\nmvn gatling:test")
                .contains("Pages of the runs: two-1.");
    }

    /** One turn of each conversation: axes over turns have one place. */
    @Test
    void serversThatWereAskedOnce() throws IOException {
        List<TurnRecord> firstTurns = SampleRun.TURNS.subList(0, 3);
        Comparison comparison = Comparison.of(
                List.of(
                        new ServerRun("one", played("one-1", firstTurns)),
                        new ServerRun("two", played("two-1", firstTurns))),
                Comparison.Rule.DEFAULT,
                List.of());
        ComparisonFiles.write(temp, comparison);
        PageCheck.holds(browser, temp.resolve(ComparisonPage.FILE_NAME));
        PageCheck.holds(
                browser,
                ComparePage.write(List.of(temp.resolve("one-1"), temp.resolve("two-1")), temp.resolve("compare.html")));
    }

    @Test
    void serversThatAnsweredNothing() throws IOException {
        Comparison comparison = Comparison.of(
                List.of(new ServerRun("one", nothing("one-1")), new ServerRun("two", nothing("two-1"))),
                Comparison.Rule.DEFAULT,
                List.of());
        ComparisonFiles.write(temp, comparison);
        PageCheck.holds(browser, temp.resolve(ComparisonPage.FILE_NAME));
        assertThat(text()).contains("No turn was completed on two servers");
    }

    /** A file of an earlier version, cut down by hand: without runs and distributions, and with one server. */
    @Test
    void oneServer() throws IOException {
        ComparisonFiles.write(
                temp,
                Comparison.of(
                        List.of(new ServerRun("one", run("one-1")), new ServerRun("two", run("two-1"))),
                        Comparison.Rule.DEFAULT,
                        List.of()));
        Path file = temp.resolve(ComparisonPage.DATA_FILE);
        ObjectNode comparison = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        comparison.remove("runs");
        comparison.putArray("differences");
        ((ArrayNode) comparison.path("servers")).remove(1);
        ((ObjectNode) comparison.at("/servers/0")).remove("distributions");
        ((ArrayNode) comparison.at("/servers/0/mean_ms/ttft")).removeAll().add(12_345.6);
        new ObjectMapper().writeValue(file.toFile(), comparison);
        PageCheck.holds(browser, ComparisonPage.write(temp));
        assertThat(text())
                .contains("1 server under one plan", "one, plan 9f86d081884c")
                .containsPattern("12\\.3\\s+s\\s")
                .doesNotContainPattern("k\\s+ms");
    }

    private String text() {
        return browser.evaluate("document.body.innerText").asText();
    }

    private Path run(String name) throws IOException {
        return played(name, SampleRun.TURNS);
    }

    /** A run of which no turn was sent. */
    private Path nothing(String name) throws IOException {
        return played(name, List.of());
    }

    private Path played(String name, List<TurnRecord> turns) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
        Results results = Results.open(
                ClaimedFolder.of(folder),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS);
        turns.forEach(results::accept);
        results.finish(SampleRun.facts(temp.resolve("line.jsonl"), turns.size()));
        return folder;
    }

    private static void change(Path run, String object, String name, String value) throws IOException {
        Path file = run.resolve("summary.json");
        ObjectNode summary = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        ((ObjectNode) summary.path(object)).put(name, value);
        new ObjectMapper().writeValue(file.toFile(), summary);
    }
}
