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
import java.util.OptionalDouble;
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
    private final List<ServerRun> runs = new ArrayList<>();

    /** Requests differ by far more than the servers do: only pairing shows it. */
    @Test
    void pairingShowsADifferenceBelowTheSpreadOfTheRequests() throws IOException {
        double[] own = ownMs();
        for (int repeat = 0; repeat < 3; repeat++) {
            run("slow", "p", 0, request -> own[request] + 20);
            run("fast", "p", 0, request -> own[request] + 15 + random.nextDouble(-2, 2));
        }

        Difference ttft = difference(Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()));
        assertThat(ttft.pairs()).isEqualTo(3 * CONVERSATIONS * TURNS);
        assertThat(ttft.ms()).isCloseTo(-5, within(1.0));
        assertThat(ttft.between().low()).isLessThan(ttft.ms());
        assertThat(ttft.between().high()).isBetween(ttft.ms(), 0.0);
        assertThat(ttft.within().orElseThrow().high()).isBetween(ttft.ms(), 0.0);
        assertThat(ttft.verdict()).isEqualTo(Verdict.REAL);
        assertThat(ttft.sentence())
                .startsWith("fast against slow: mean time to first token")
                .contains("shorter", "Real:", "over 3 repeats");
    }

    @Test
    void whatIsTooSmallToMatterIsNotCalledReal() throws IOException {
        for (int repeat = 0; repeat < 3; repeat++) {
            run("a", "p", 0, request -> 100 + request % 7);
            run("b", "p", 0, request -> 101.5 + request % 7);
        }
        Difference below = difference(Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()));
        assertThat(below.verdict()).as("2 %% of 103 ms are more").isEqualTo(Verdict.NO_DIFFERENCE_THAT_MATTERS);
        assertThat(below.sentence()).startsWith("a and b: no difference that matters in mean time to first token");
        Comparison.Rule strict = new Comparison.Rule(RunUnit.REPEAT, new SmallestEffect(1, 1));
        assertThat(difference(Comparison.of(runs, strict, List.of())).verdict()).isEqualTo(Verdict.REAL);
    }

    @Test
    void chanceIsNotCalledReal() throws IOException {
        for (String server : List.of("a", "b", "b", "a", "a", "b")) {
            run(server, "p", 0, request -> 100 + random.nextDouble(NOISE_MS));
        }
        assertThat(difference(Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()))
                        .real())
                .isFalse();
    }

    /** However large the difference: two runs of each may differ by what one machine did meanwhile. */
    @Test
    void twoRunsOfEachAreNotEnough() throws IOException {
        for (String server : List.of("a", "b", "b", "a")) {
            run(server, "p", 0, request -> server.equals("a") ? 100 : 500);
        }
        Difference ttft = difference(Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()));
        assertThat(ttft.verdict()).isEqualTo(Verdict.NOT_ENOUGH_RUNS);
        assertThat(ttft.furtherRuns()).hasValue(1);
        assertThat(ttft.sentence()).contains("not enough runs", "1 more would do");
    }

    /** A difference of one repeat alone is the run's, not the server's. */
    @Test
    void repeatsThatDisagreeAreNotCalledReal() throws IOException {
        double[] own = ownMs();
        double[] more = {50, -10, 40};
        for (double ms : more) {
            run("a", "p", 0, request -> own[request]);
            run("b", "p", 0, request -> own[request] + ms);
        }
        Difference ttft = difference(Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()));
        assertThat(ttft.within().orElseThrow().low())
                .as("the requests alone would say so")
                .isPositive();
        assertThat(ttft.verdict()).isEqualTo(Verdict.NOT_ENOUGH_RUNS);
        assertThat(ttft.furtherRuns()).isPresent();
    }

    /** A server's repeats may have plans of their own, if the other's have the same. */
    @Test
    void eachRepeatIsPairedWithThatOfItsPlan() throws IOException {
        for (int repeat = 0; repeat < 3; repeat++) {
            double own = 100 * (repeat + 1);
            String plan = "p" + repeat;
            run("a", plan, 0, request -> own + request);
            run("b", plan, 0, request -> own + request - 30);
        }
        Comparison comparison =
                Comparison.of(runs, new Comparison.Rule(RunUnit.SEED, SmallestEffect.DEFAULT), List.of());
        assertThat(comparison.planSha256s()).containsExactly("p0", "p1", "p2");
        assertThat(difference(comparison).between().halfWidth()).isCloseTo(0, within(1e-9));
        assertThat(difference(comparison).sentence()).contains("30.0 ms", "over 3 seeds");
    }

    /** A trace in virtual time cannot be repeated; its stretches can disagree. */
    @Test
    void aRunThatCannotBeRepeatedIsCutIntoStretches() throws IOException {
        int half = CONVERSATIONS * TURNS / 2;
        Comparison.Rule rule = new Comparison.Rule(RunUnit.STRETCH, SmallestEffect.DEFAULT);
        run("a", "p", 0, request -> 100 + request % 7);
        run("b", "p", 0, request -> 80 + request % 5);
        Comparison comparison = Comparison.of(runs, rule, List.of());
        assertThat(comparison.sentences(ComparedFigure.TTFT_P99))
                .as("not the percentile of the whole run, which stands in the table")
                .singleElement()
                .asString()
                .contains("p99 of the time to first token within a stretch");
        Difference everywhere = difference(comparison);
        assertThat(everywhere.between().runs()).isEqualTo(10);
        assertThat(everywhere.verdict()).isEqualTo(Verdict.REAL);
        runs.clear();
        run("a", "p", 0, request -> 100 + request % 7);
        run("b", "p", 0, request -> (request < half ? 80 : 115) + request % 7);
        assertThat(difference(Comparison.of(runs, rule, List.of())).verdict()).isEqualTo(Verdict.NOT_ENOUGH_RUNS);
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
        assertThatThrownBy(() -> Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("different plans")
                .hasMessageContaining("0123")
                .hasMessageContaining("4567");
    }

    @Test
    void oneServerIsNoComparison() throws IOException {
        run("a", "p", 0, request -> 1);
        run("a", "p", 0, request -> 1);
        assertThatThrownBy(() -> Comparison.of(runs, Comparison.Rule.DEFAULT, List.of()))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void aCacheThatWasNotEmptyIsSaid() throws IOException {
        run("cold", "p", 0, request -> 1);
        run("warm", "p", 7, request -> 1);
        run("silent", "p", -1, request -> 1);
        assertThat(Comparison.of(runs, Comparison.Rule.DEFAULT, List.of("first"))
                        .notes())
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
        for (int more = 0; more < 2; more++) {
            run("a<b", "p", 0, request -> 100 + request % 7);
            run("c", "p", 0, request -> 50 + request % 7);
        }
        Comparison comparison = Comparison.of(runs, Comparison.Rule.DEFAULT, List.of("a \"note\" & more"))
                .with(study("a<b", "c"));
        ComparisonFiles.write(folder, comparison);

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("comparison.json").toFile());
        assertThat(json.at("/servers/0/turns_planned").asInt()).isEqualTo(3 * CONVERSATIONS * TURNS + 6);
        assertThat(json.at("/servers/0/turns_failed").asInt()).isEqualTo(1);
        assertThat(json.at("/servers/0/turns_skipped_after_failure").asInt()).isEqualTo(2);
        assertThat(json.at("/servers/0/turns_cancelled").asInt()).isEqualTo(3);
        assertThat(json.at("/servers/0/hit_rate_by_round/0").asDouble()).isZero();
        assertThat(json.at("/servers/0/hit_rate_by_round/2").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/differences/0/difference_ms").asDouble()).isEqualTo(-50);
        assertThat(json.at("/differences/0/real").asBoolean()).isTrue();
        assertThat(json.at("/curves/1/mean_ttft_ms/1").asDouble()).isEqualTo(4);
        assertThat(json.at("/rates/carried/1/requests_per_second").asDouble()).isEqualTo(1);
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("| a&lt;b | 102.97 |", "| ttft mean | a&lt;b | c | -50.00 | -50.00 to -50.00 | real |");
        assertThat(json.at("/runs/1/server").asText()).isEqualTo("c");
        assertThat(json.at("/runs/1/folder").asText()).isEqualTo("run1");
        assertThat(json.at("/servers/0/distributions/ttft/count").asInt()).isEqualTo(3 * CONVERSATIONS * TURNS);
        assertThat(json.at("/servers/0/distributions/ttft/points/0").toString()).isEqualTo("[0.0,100.0]");
        assertThat(json.at("/servers/0/distributions/tpot/points")).isEmpty();
        try (Browser browser = Browser.start(folder.resolve("profile"))) {
            PageCheck.holds(browser, folder.resolve("comparison.html"));
            assertThat(browser.evaluate("document.body.innerText.replaceAll('\\u00a0', ' ')")
                            .asText())
                    .contains("a<b", "a \"note\" & more")
                    .contains(comparison.sentences(ComparedFigure.TTFT_MEAN))
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

    /** Two servers at two rates with three seeds; the second keeps up with one, the first with none. */
    private static RateStudy study(String slow, String fast) {
        RatePoint[] slows = {point(1, 30, 0.5), point(2, 90, 0.6)};
        RatePoint[] fasts = {point(1, 3, 1), point(2, 4, 1.5)};
        return new RateStudy(
                List.of(new RateCurve(slow, List.of(slows)), new RateCurve(fast, List.of(fasts))),
                RunUnit.SEED,
                "",
                OptionalDouble.of(3.6));
    }

    private static RatePoint point(double rate, double ttftMs, double served) {
        double[] means = {ttftMs, ttftMs + 1, ttftMs - 1};
        double[] same = {served, served, served};
        return new RatePoint(
                rate,
                new double[] {served < 0.9 * rate ? 2 : 1},
                means,
                means,
                means,
                same,
                new double[] {100, 100, 100},
                false);
    }

    @Test
    void whatAServerCarriesIsSaidWithItsPrice() {
        assertThat(study("a", "c").sentence())
                .hasValue("c keeps up with 1 turns/s at 10.00 per million output tokens, a not even 1 turns/s.");
        RateStudy judged =
                new RateStudy(study("a", "c").curves(), RunUnit.SEED, "ttft p99 <= 5 ms", OptionalDouble.empty());
        assertThat(judged.sentence())
                .hasValue("Under ttft p99 <= 5 ms, a carries not even 1 turns/s, c not even 1 turns/s.");
        assertThat(study("a", "c").highestThatAllKeepUpWith()).isEmpty();
    }

    /** 100 turns due within 9.9 s: what is left at the end is an answer, or had piled up. */
    @Test
    void aRateIsKeptUpWithIfNothingPilesUp() {
        assertThat(Backlog.keepsUp(backlog(11.9, 2000))).as("long answers").isTrue();
        assertThat(Backlog.keepsUp(backlog(10.9, 600))).as("9.1 served of 10").isTrue();
        assertThat(Backlog.keepsUp(backlog(11.4, 800))).as("8.7 served of 10").isFalse();
        assertThat(Backlog.fallsBehind(backlog(11.4, 800))).isTrue();
        double unknown = Backlog.ratio(OptionalDouble.of(3), OptionalDouble.of(1), OptionalDouble.empty(), 100);
        assertThat(Backlog.keepsUp(unknown) || Backlog.fallsBehind(unknown)).isFalse();
    }

    private static double backlog(double durationSeconds, double medianMs) {
        return Backlog.ratio(
                OptionalDouble.of(durationSeconds), OptionalDouble.of(medianMs), OptionalDouble.of(10), 100);
    }

    @Test
    void atEqualRatesTheSeedsAreTheUnit() {
        assertThat(study("a", "c").differences(SmallestEffect.DEFAULT))
                .hasSize(4)
                .allMatch(each ->
                        each.verdict() == Verdict.REAL && each.evidence().runs() == 3);
        assertThat(study("a", "c").differences(new SmallestEffect(99, 1)))
                .extracting(RateStudy.AtRate::verdict)
                .doesNotContain(Verdict.REAL);
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
                .filter(each -> each.figure() == ComparedFigure.TTFT_MEAN)
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
        runs.add(new ServerRun(server, own));
    }
}
