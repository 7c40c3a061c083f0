package volley.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.report.page.Browser;
import volley.report.page.PageCheck;

class ComparisonTest {
    private static final int CONVERSATIONS = 30;
    private static final int TURNS = 3;
    private static final double NOISE_MS = 200;

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(5);
    private final List<Comparison.RunFolder> runs = new ArrayList<>();

    /** Requests differ by far more than the servers do: only pairing shows it. */
    @Test
    void pairingShowsADifferenceBelowTheSpreadOfTheRequests() throws IOException {
        double[] own = ownMs();
        run("slow", "p", 0, request -> own[request] + 20);
        run("fast", "p", 0, request -> own[request] + 15 + random.nextDouble(-2, 2));
        run("fast", "p", 0, request -> own[request] + 15 + random.nextDouble(-2, 2));
        run("slow", "p", 0, request -> own[request] + 20);

        Difference ttft = difference(Comparison.of(runs, List.of()));
        assertThat(ttft.pairs()).isEqualTo(CONVERSATIONS * TURNS);
        assertThat(ttft.meanMs()).isCloseTo(-5, within(1.0));
        assertThat(ttft.low()).isLessThan(ttft.meanMs());
        assertThat(ttft.high()).isBetween(ttft.meanMs(), 0.0);
        assertThat(ttft.real()).isTrue();
        assertThat(ttft.sentence())
                .startsWith("fast against slow: time to first token")
                .contains("shorter", "Real:");
    }

    @Test
    void chanceIsNotCalledReal() throws IOException {
        for (String server : List.of("a", "b", "b", "a")) {
            run(server, "p", 0, request -> 100 + random.nextDouble(NOISE_MS));
        }
        assertThat(difference(Comparison.of(runs, List.of())).real()).isFalse();
    }

    /** A difference of one repeat alone is the run's, not the server's. */
    @Test
    void repeatsThatDisagreeAreNotCalledReal() throws IOException {
        double[] own = ownMs();
        run("a", "p", 0, request -> own[request]);
        run("b", "p", 0, request -> own[request] + 50);
        run("b", "p", 0, request -> own[request] - 10);
        run("a", "p", 0, request -> own[request]);

        Difference ttft = difference(Comparison.of(runs, List.of()));
        assertThat(ttft.low()).as("the interval alone would say so").isPositive();
        assertThat(ttft.repeatsAlike()).isEqualTo(1);
        assertThat(ttft.real()).isFalse();
        assertThat(ttft.sentence()).contains("no real difference", "the repeats disagree");
    }

    /** 95 % intervals of a true mean of 0 hold it in about 95 of 100 cases. */
    @Test
    void theIntervalHoldsTheTruthAsOftenAsItSays() {
        int held = 0;
        int cases = 400;
        for (int c = 0; c < cases; c++) {
            List<double[]> groups = new ArrayList<>();
            for (int g = 0; g < 40; g++) {
                double common = random.nextGaussian();
                groups.add(random.doubles(3).map(value -> common + value - 0.5).toArray());
            }
            held += Bootstrap.ofMean(groups, c).excludesZero() ? 0 : 1;
        }
        assertThat((double) held / cases).isBetween(0.90, 0.98);
    }

    @Test
    void runsOfDifferentPlansAreRefused() throws IOException {
        run("a", "0123", 0, request -> 1);
        run("b", "4567", 0, request -> 1);
        assertThatThrownBy(() -> Comparison.of(runs, List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("different plans")
                .hasMessageContaining("0123")
                .hasMessageContaining("4567");
    }

    @Test
    void oneServerIsNoComparison() throws IOException {
        run("a", "p", 0, request -> 1);
        run("a", "p", 0, request -> 1);
        assertThatThrownBy(() -> Comparison.of(runs, List.of())).isInstanceOf(BadInputException.class);
    }

    @Test
    void aCacheThatWasNotEmptyIsSaid() throws IOException {
        run("cold", "p", 0, request -> 1);
        run("warm", "p", 7, request -> 1);
        run("silent", "p", -1, request -> 1);
        assertThat(Comparison.of(runs, List.of("first")).notes())
                .hasSize(3)
                .contains("first")
                .anyMatch(note -> note.startsWith("warm, run 1") && note.contains("NOT empty"))
                .anyMatch(note -> note.startsWith("silent, run 1") && note.contains("not known"));
    }

    @Test
    void fileAndPageTellTheSame() throws Exception {
        run("a<b", "p", 0, request -> 100 + request % 7);
        Path summary = folder.resolve("run0").resolve("summary.json");
        Files.writeString(
                summary,
                Files.readString(summary)
                        .replace(
                                "\"planned\":" + CONVERSATIONS * TURNS,
                                "\"planned\":" + (CONVERSATIONS * TURNS + 6)
                                        + ",\"by_outcome\":{\"http_5xx\":1,\"skipped_after_failure\":2,\"cancelled\":3}"));
        run("c", "p", 0, request -> 50 + request % 7);
        Comparison comparison = Comparison.of(runs, List.of("a \"note\" & more"))
                .with(List.of(new RateCurve("c", new double[] {1, 2}, new double[] {3, 4})));
        ComparisonFiles.write(folder, comparison);

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("comparison.json").toFile());
        assertThat(json.at("/servers/0/turns_planned").asInt()).isEqualTo(CONVERSATIONS * TURNS + 6);
        assertThat(json.at("/servers/0/turns_failed").asInt()).isEqualTo(1);
        assertThat(json.at("/servers/0/turns_skipped_after_failure").asInt()).isEqualTo(2);
        assertThat(json.at("/servers/0/turns_cancelled").asInt()).isEqualTo(3);
        assertThat(json.at("/servers/0/hit_rate_by_round/0").asDouble()).isZero();
        assertThat(json.at("/servers/0/hit_rate_by_round/2").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/differences/0/difference_ms").asDouble()).isEqualTo(-50);
        assertThat(json.at("/differences/0/real").asBoolean()).isTrue();
        assertThat(json.at("/curves/0/mean_ttft_ms/1").asDouble()).isEqualTo(4);
        assertThat(json.at("/runs/1/server").asText()).isEqualTo("c");
        assertThat(json.at("/runs/1/folder").asText()).isEqualTo("run1");
        assertThat(json.at("/servers/0/distributions/ttft/count").asInt()).isEqualTo(CONVERSATIONS * TURNS);
        assertThat(json.at("/servers/0/distributions/ttft/points/0").toString()).isEqualTo("[0.0,100.0]");
        assertThat(json.at("/servers/0/distributions/tpot/points")).isEmpty();
        try (Browser browser = Browser.start(folder.resolve("profile"))) {
            PageCheck.holds(browser, folder.resolve("comparison.html"));
            assertThat(browser.evaluate("document.body.innerText.replaceAll('\\u00a0', ' ')")
                            .asText())
                    .contains("a<b", "a \"note\" & more")
                    .contains(comparison.sentences(ComparedMetric.TTFT))
                    .contains("TTFT, a<b → c\n−50 ms real, −48.6 %");
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('.chart')].map(c => c.getAttribute('aria-label'))")
                            .toString())
                    .contains("Time to first token (TTFT)", "Cache hit rate", "TTFT, mean")
                    .doesNotContain("TPOT");
            linesAreNamedAndCanBeHidden(browser);
            assertThat(browser.evaluate("csv({name: 'x', columns: [{label: 'a'}], rows: [['b \"c\", d']]})")
                            .asText())
                    .isEqualTo("a\r\n\"b \"\"c\"\", d\"\r\n");
        }
    }

    private static void linesAreNamedAndCanBeHidden(Browser browser) {
        assertThat(browser.evaluate(
                                """
                                (() => {
                                  const button = document.querySelector('.legend button');
                                  const colour = drawn[0].instance.getOption().series[0].lineStyle.color;
                                  const lines = () => drawn[0].box.querySelectorAll(`svg path[stroke="${colour}"][fill=none]`).length;
                                  const before = lines();
                                  button.click();
                                  const hidden = lines();
                                  button.click();
                                  return [button.innerText, before, hidden, lines(), button.getAttribute('aria-pressed')];
                                })()
                                """)
                        .toString())
                .isEqualTo("[\"a<b\",1,0,1,\"true\"]");
        assertThat(browser.evaluate(
                                """
                                (() => {
                                  const [distribution] = drawn;
                                  distribution.instance.dispatchAction({ type: 'showTip', x: 200, y: 100 });
                                  return distribution.box.innerText.replaceAll('\u00a0', ' ');
                                })()
                                """)
                        .asText())
                .containsPattern("\\d % at most\\s+a<b 10\\d\\.\\d\\d ms\\s+c 5\\d\\.\\d\\d ms");
    }

    private double[] ownMs() {
        return random.doubles((long) CONVERSATIONS * TURNS, 100, 100 + NOISE_MS).toArray();
    }

    private static Difference difference(Comparison comparison) {
        return comparison.differences().stream()
                .filter(each -> each.metric() == ComparedMetric.TTFT)
                .findFirst()
                .orElseThrow();
    }

    /** @param firstCached cached tokens of the request sent first; -1 if the server tells none at all */
    private void run(String server, String plan, int firstCached, IntToDoubleFunction ttftMs) throws IOException {
        Path own = Files.createDirectories(folder.resolve("run" + runs.size()));
        StringBuilder lines = new StringBuilder();
        for (int c = 0; c < CONVERSATIONS; c++) {
            for (int t = 0; t < TURNS; t++) {
                int request = c * TURNS + t;
                long ttftNs = Math.round(ttftMs.applyAsDouble(request) * 1e6);
                String cached = firstCached < 0 ? "null" : String.valueOf(request == 0 ? firstCached : 50 * t);
                lines.append("{\"order\":" + request + ",\"conversation\":" + c + ",\"turn\":" + t
                        + ",\"outcome\":\"ok\",\"ttft_ns\":" + ttftNs + ",\"tpot_ns\":null,\"e2e_latency_ns\":"
                        + (ttftNs + 1000) + ",\"prompt_tokens\":" + 100 * Math.max(1, t) + ",\"cached_tokens\":"
                        + cached + "}\n");
            }
        }
        Files.writeString(own.resolve("requests.jsonl"), lines);
        Files.writeString(
                own.resolve("summary.json"),
                "{\"simulation\":\"compareservers of " + server
                        + "\",\"started_at\":\"2026-03-07T12:34:56Z\",\"versions\":{\"volley\":\"1\"},\"parameters\":{},"
                        + "\"plan_sha256\":\"" + plan + "\",\"seed\":1,\"turns\":{\"planned\":" + CONVERSATIONS * TURNS
                        + "},\"run\":{\"request_throughput\":{\"value\":9.5}}}");
        runs.add(new Comparison.RunFolder(server, own));
    }
}
