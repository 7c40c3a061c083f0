package volley.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.metrics.ExchangeBuilder;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RunFacts;
import volley.report.folder.RunRequests;
import volley.report.line.ResultLineForm;
import volley.report.page.Browser;
import volley.report.page.ComparePage;
import volley.report.page.OrderContract;
import volley.report.page.RunPage;

/** Pages of runs that went wrong in every way, and of those that left little. */
class RunPageTest {
    @TempDir
    Path temp;

    @Test
    void failuresAreShownAndTextIsNeverMarkup() throws Exception {
        Path folder = sampleRun("multiturn-1");
        ObjectNode summary = summary(folder);
        ((ObjectNode) summary.at("/turns/first_errors")).put("truncated", "</script><b id=injected>x</b>");
        new ObjectMapper().writeValue(folder.resolve("summary.json").toFile(), summary);
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.getElementById('injected')").isNull())
                    .isTrue();
            String text = browser.evaluate("document.body.innerText").asText();
            assertThat(text)
                    .contains("</script><b id=injected>x</b>")
                    .contains("HTTP 503: <html> <b>overloaded</b>")
                    .contains("2 failed, 2 not sent")
                    .contains("Not analysed");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(390);

            browser.open(
                    ComparePage.write(List.of(folder, sampleRun("other")), temp.resolve("c.html")), 390, 844, true);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("2 runs side by side")
                    .contains("[1] multiturn-1")
                    .contains("[2] other")
                    .doesNotContain("[object")
                    .doesNotContain("NaN");
        }
    }

    @Test
    void theClientsOwnErrorIsShownWhereItIsKnown() throws Exception {
        Path folder = sampleRun("calibrated");
        ObjectNode summary = summary(folder);
        summary.set(
                "calibration",
                new ObjectMapper()
                        .readTree(
                                "{\"source\": \"here\", \"simulation\": \"volley.SharedPrefix\", \"covers_load\": false,"
                                        + "\"load\": {\"requests_per_second\": 60, \"tokens_per_second\": 1500},"
                                        + "\"errors\": {\"ttft\": {\"p50_ms\": 0.25, \"p99_ms\": 6.5, \"max_ms\": 9}},"
                                        + "\"exceeds_5_percent\": [{\"metric\": \"ttft\", \"statistic\": \"median\"}]}"));
        new ObjectMapper().writeValue(folder.resolve("summary.json").toFile(), summary);
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=calibration] td')]"
                                    + ".map(td => td.dataset.value)")
                            .toString())
                    .startsWith("[\"0.25\",\"6.5\",\"9\",\"6.5");
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=metrics] tr.marked')]"
                                    + ".map(row => [row.dataset.row, row.children[2].dataset.value])")
                            .toString())
                    .isEqualTo("[[\"ttft\",\"6.5\"]]");
            assertThat(browser.evaluate("[...document.querySelectorAll('.tile .value')].map(each => each.innerText)")
                            .toString())
                    .contains("\"100 \u00b1 6.5 ms\"");
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("The client itself adds up to 6.5 ms to TTFT (p99).")
                    .contains("with the plan of volley.SharedPrefix at 60.00 requests/s")
                    .contains("This run asked more of the client than that")
                    .contains("More than 5 % of the value: Time to first token (TTFT), median.");
        }
    }

    @Test
    void hitsAreShownByTierAndTurnWhereTheServerTells() throws Exception {
        Path folder = sampleRun("tiers");
        String table = "[...document.querySelectorAll('[data-table=hits-by-tier] tbody tr')]"
                + ".map(row => [...row.children].map(cell => cell.dataset.value ?? cell.innerText))";
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate(table).get(0).toString())
                    .contains("\"300\",\"40\",", "\"110\",", "\"150\",\"50\"]");
            assertThat(browser.evaluate(table).get(1).toString())
                    .doesNotContain("NaN")
                    .contains("\"120\"");
            assertThat(browser.evaluate("document.getElementById('tiers').innerText")
                            .asText())
                    .contains("13.33 % from device, 36.67 % from host.")
                    .doesNotContain("storage");

            ObjectNode summary = summary(folder);
            summary.putNull("cache_report");
            new ObjectMapper().writeValue(folder.resolve("summary.json").toFile(), summary);
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.getElementById('tiers')").isNull())
                    .isTrue();
        }
    }

    @Test
    void theServersOwnFiguresStandUnderTheClientsOnOneTimeAxis() throws Exception {
        Path folder = temp.resolve("served");
        Results results = Results.open(
                ClaimedFolder.of(folder),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS);
        SampleRun.TURNS.forEach(results::accept);
        results.servedBy(SampleRun.SERVERS);
        results.finish(SampleRun.facts(temp.resolve("lines.jsonl")));
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            for (boolean dark : List.of(false, true)) {
                browser.open(RunPage.write(folder), 390, 844, dark);
                assertThat(browser.errors()).isEmpty();
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .isLessThanOrEqualTo(390);
            }
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('#time figcaption')].map(each => each.innerText)")
                            .toString())
                    .contains("Requests", "Server: requests")
                    .doesNotContain("Server: tokens");
            assertThat(browser.evaluate("[...new Set(drawn.filter(chart => chart.box.closest('#time'))"
                                    + ".map(chart => chart.instance.getOption().xAxis[0].max))]")
                            .toString())
                    .as("the end of each chart's time axis")
                    .isEqualTo("[0.95]");
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=server-server-requests] td')]"
                                    + ".map(td => td.dataset.value)")
                            .toString())
                    .isEqualTo("[\"2\",\"0\"]");
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=server-totals] td')]"
                                    + ".map(td => td.dataset.value)")
                            .toString())
                    .contains("\"7\",\"5\",\"2\"");
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=ttft-parts] tbody tr')]"
                                    + ".map(row => [row.dataset.row, row.children[1].dataset.value])")
                            .toString())
                    .contains("[\"ttft_network\",\"0.25\"],[\"ttft_queue\",\"12.5\"],[\"ttft_prefill\",\"80\"],")
                    .contains("[\"ttft_unexplained\",\"7.2\"]");
            assertThat(browser.evaluate("document.getElementById('server').innerText")
                            .asText())
                    .contains("there was other traffic on the server", "1 answer of 4 did not come");
        }
    }

    @Test
    void aMissedObjectiveStandsAtTheTop() throws Exception {
        Path folder = temp.resolve("judged");
        Results results = Results.open(
                ClaimedFolder.of(folder),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS);
        SampleRun.TURNS.forEach(results::accept);
        results.finish(SampleRun.facts(temp.resolve("line.jsonl")));
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.querySelector('header .missed').innerText")
                            .asText())
                    .isEqualTo("1 of 2 objectives missed: Output token throughput.");
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=objectives] tbody tr')]"
                                    + ".map(row => [row.className, ...[...row.children].map(cell => cell.innerText)])")
                            .toString())
                    .isEqualTo(
                            "[[\"\",\"Time to first token (TTFT), p99, at most\",\"500.00\",\"100.00\",\"ms\",\"met\"],"
                                    + "[\"marked\",\"Output token throughput, at least\",\"20.50\",\"20.00\",\"tokens/s\","
                                    + "\"MISSED\"]]");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(390);
        }
    }

    @Test
    void figuresStandBesideTheSteadyStateAndTheAbsentOnesToo() throws Exception {
        Path folder = temp.resolve("steady");
        Results results = Results.open(
                ClaimedFolder.of(folder),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS);
        SampleRun.TURNS.forEach(results::accept);
        SampleRun.STEADY_TURNS.forEach(results::accept);
        results.finish(
                SampleRun.facts(temp.resolve("line.jsonl"), SampleRun.TURNS.size() + SampleRun.STEADY_TURNS.size()));
        JsonNode summary = summary(folder);
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(row(browser, "metrics", "ttft"))
                    .endsWith(
                            summary.at("/metrics/ttft/excluded").asText(),
                            summary.at("/steady_state/metrics/ttft/median").asText(),
                            summary.at("/steady_state/metrics/ttft/p99").asText());
            assertThat(row(browser, "run", "request_throughput"))
                    .containsExactly(
                            summary.at("/run/request_throughput/value").asText(),
                            summary.at("/steady_state/run/request_throughput/value")
                                    .asText());
            assertThat(browser.evaluate(
                                    "document.querySelectorAll('[data-row=cached_storage_tokens] td.absent').length")
                            .asInt())
                    .isGreaterThan(8);
            assertThat(row(browser, "dialects", "sglang_tpot"))
                    .startsWith(summary.at("/dialects/sglang_tpot/mean").asText());
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("TPOT leaves out 1 of 25 completed requests")
                    .contains("By other tools\u2019 definitions");
        }
    }

    @Test
    void whatDisturbedTheClientIsShownWithTheSlowRequestsThatFallIntoIt() throws Exception {
        Path folder = sampleRun("disturbed");
        ObjectNode summary = summary(folder);
        summary.set(
                "interference",
                new ObjectMapper()
                        .readTree("{\"threshold_ms\": 1, \"not_kept\": 0, \"kinds\": {"
                                + "\"gc_pause\": {\"count\": 2, \"total_ms\": 12.5, \"max_ms\": 9}, \"cpu_steal\": null,"
                                + "\"turns_held\": {\"count\": 3, \"total_ms\": 1350, \"max_ms\": 900}},"
                                + "\"slow_requests\": [{\"order\": 3, \"conversation\": 0, \"turn\": 1, \"figure\": \"ttft\","
                                + "\"value_ms\": 100, \"overlaps\": [\"gc_pause\"]}, {\"order\": 0, \"conversation\": 0,"
                                + "\"turn\": 0, \"figure\": \"gap\", \"value_ms\": 50, \"overlaps\": []}]}"));
        new ObjectMapper().writeValue(folder.resolve("summary.json").toFile(), summary);
        Files.createFile(folder.resolve("interference.jsonl"));
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 390, 844, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(row(browser, "disturbances", "gc_pause")).containsExactly("2", "12.5", "9");
            assertThat(browser.evaluate("document.querySelectorAll('[data-row=cpu_steal] td.absent').length")
                            .asInt())
                    .isEqualTo(3);
            assertThat(browser.evaluate("[...document.querySelectorAll('[data-table=slow-requests] tr.marked')]"
                                    + ".map(row => row.innerText)")
                            .toString())
                    .contains("Time to first token (TTFT)")
                    .contains("Pause of the garbage collector")
                    .doesNotContain("gap");
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("Turns were held back for 1,350\u00a0ms in all")
                    .contains("1 of 2 slow times below fell into one")
                    .contains("gaps.hlog, interference.jsonl, junit.xml")
                    .doesNotContain("run.json");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(390);
        }
    }

    /** The raw numbers of a table's row. */
    private static List<String> row(Browser browser, String table, String id) {
        List<String> values = new ArrayList<>();
        browser.evaluate("[...document.querySelectorAll('[data-table=" + table + "] [data-row=" + id
                        + "] td[data-value]')].map(td => td.dataset.value)")
                .forEach(value -> values.add(value.asText()));
        return values;
    }

    @Test
    void runsMergedHaveAPage() throws Exception {
        Path merged = temp.resolve("merged");
        Path one = begun("one", 0);
        Merge.merge(List.of(one, begun("two", 1)), merged);
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(merged), 1400, 900, true);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("merged from 2 runs", "10 of 18", "4 failed, 4 not sent")
                    .doesNotContain("NaN")
                    .doesNotContain("undefined");
        }
        assertThat(OrderContract.of(RunRequests.read(merged)).ticketInversions())
                .isEqualTo(2 * OrderContract.of(RunRequests.read(one)).ticketInversions());
    }

    private Path begun(String name, int laterSeconds) {
        Path folder = temp.resolve(name);
        RunFacts sample = SampleRun.facts(temp.resolve("line.jsonl"));
        RunFacts facts = sample.toBuilder()
                .startedAt(sample.startedAt().plusSeconds(laterSeconds))
                .build();
        Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        results.begin(facts, ResultLineForm.BENCH_SERVING);
        SampleRun.TURNS.forEach(results::accept);
        results.finish(facts);
        return folder;
    }

    @Test
    void aRunOfNothingHasAPage() throws Exception {
        Path folder = temp.resolve("empty");
        Results.open(folder, ExchangeBuilder.RUN_START_NS, new WordTokenizer())
                .finish(SampleRun.facts(temp.resolve("line.jsonl"), 0));
        ObjectNode summary = summary(folder);
        summary.putArray("warnings");
        new ObjectMapper().writeValue(folder.resolve("summary.json").toFile(), summary);
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(RunPage.write(folder), 1400, 900, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("0 of 0", "Configuration")
                    .doesNotContain("null")
                    .doesNotContain("NaN");
        }
    }

    @Test
    void aFolderOfNoRunIsRefused() {
        assertThatThrownBy(() -> RunPage.write(temp))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("summary.json")
                .hasMessageContaining(temp.toString());
    }

    @Test
    void gapsAreReadBackAsTheyWereRecorded() throws IOException {
        Histogram itl = RecordedGaps.read(sampleRun("multiturn-1"))
                .byMetric()
                .get("itl")
                .histogramNs();
        // 20, 20, 20 ms, and 30 ms shared by 3 tokens; 50 ms is of a request that nobody counted by event
        assertThat(itl.getTotalCount()).isGreaterThanOrEqualTo(6);
        assertThat(itl.getCountBetweenValues(19_900_000, 20_100_000)).isEqualTo(3);
        assertThat(itl.getCountBetweenValues(9_900_000, 10_100_000)).isGreaterThanOrEqualTo(3);
    }

    private Path sampleRun(String name) {
        Path folder = temp.resolve(name);
        Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        SampleRun.TURNS.forEach(results::accept);
        results.finish(SampleRun.facts(temp.resolve("line.jsonl")));
        return folder;
    }

    private static ObjectNode summary(Path folder) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(Files.newInputStream(folder.resolve("summary.json")));
    }
}
