package volley.report.compare;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import volley.metrics.RunMetric;
import volley.report.folder.Beside;
import volley.report.page.ComparisonPage;
import volley.report.page.Distribution;

/**
 * {@code comparison.json} and {@code comparison.html}.
 *
 * <ul>
 *   <li>{@code answer}: what comes of it, in a sentence; {@code null} if nothing can be compared
 *   <li>{@code cold}: whether every run was proven cold or salted
 *   <li>{@code runs}: {@code server} and {@code folder} (beside the file) of each, in the order in which they ran
 *   <li>{@code servers}: {@code name}, {@code runs}, {@code turns_completed}, {@code turns_planned}, {@code turns_failed},
 *       {@code turns_skipped_after_failure}, {@code turns_cancelled}, {@code turns_by_outcome}, {@code mean_ms} and {@code requests_per_second} by
 *       run, {@code p99_ms}: of each metric the {@code value} over all requests, with its 95 % interval by order statistics, {@code hit_rate}, {@code hit_rate_by_tier} and {@code hit_rate_by_round} (0 to 1), {@code distributions}: of each metric the
 *       {@code count} of its values and {@code points} of percentile and ms
 *   <li>{@code curves}: of a sweep, and of simulated servers in virtual time: {@code requests_per_second}, and means over the
 *       runs or seeds: {@code mean_ttft_ms}, {@code p99_ttft_ms}, {@code mean_tpot_ms}, {@code served_per_second}, {@code output_tokens_per_second}
 *   <li>{@code rates}, beside curves: the {@code unit} that was repeated at each, what each server {@code carried} under the {@code objectives} (without any, what it keeps
 *       up with), and the {@code differences} of each two servers at each rate
 *   <li>{@code rule}: by which differences are judged: the {@code unit} that was repeated, and the smallest one that matters
 *   <li>{@code differences}: {@code metric} and {@code statistic}, {@code from}, {@code to}, {@code pairs} over all
 *       {@code repeats}, {@code from_ms} and {@code to_ms}, {@code difference_ms} with its interval between the repeats
 *       ({@code low_ms}, {@code high_ms}; of that {@code confidence}, so that all figures of two servers hold at once with
 *       95 %), of a mean the interval over its requests ({@code requests_low_ms}, {@code requests_high_ms}),
 *       {@code smallest_ms} that matters, {@code verdict}, {@code real}, {@code further_runs} that would do,
 *       {@code sentence}
 * </ul>
 */
public final class ComparisonFiles {
    public static final String PAGE_NAME = ComparisonPage.FILE_NAME;

    /** Raised when a field is removed or changes its meaning. */
    private static final int FORMAT_VERSION = 2;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ComparisonFiles() {}

    /**
     * Writes both.
     *
     * @param folder the one that holds the runs' folders
     * @throws IOException if one cannot be written
     */
    public static void write(Path folder, Comparison comparison) throws IOException {
        MAPPER.writeValue(folder.resolve(ComparisonPage.DATA_FILE).toFile(), json(folder, comparison));
        ComparisonPage.write(folder);
    }

    private static ObjectNode json(Path folder, Comparison comparison) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("format_version", FORMAT_VERSION);
        json.put("plan_sha256", comparison.planSha256s().get(0));
        comparison.planSha256s().forEach(json.putArray("plan_sha256s")::add);
        ObjectNode rule = json.putObject("rule");
        rule.put("unit", comparison.rule().unit().name().toLowerCase(Locale.ROOT));
        rule.put("fewest_runs", Evidence.FEWEST_RUNS);
        rule.put("smallest_percent", comparison.rule().smallest().percent());
        rule.put("smallest_ttft_ms", comparison.rule().smallest().ttftMs());
        json.put("answer", comparison.answer().orElse(null));
        json.put("cold", comparison.cold());
        comparison.notes().forEach(json.putArray("notes")::add);
        ArrayNode runs = json.putArray("runs");
        comparison.runs().forEach(run -> runs.addObject()
                .put("server", run.server())
                .put("folder", Beside.of(folder, run.folder())));
        ArrayNode servers = json.putArray("servers");
        comparison.servers().forEach(server -> server(servers.addObject(), server));
        ArrayNode curves = json.putArray("curves");
        comparison.rates().curves().forEach(curve -> {
            ObjectNode one = curves.addObject().put("name", curve.server());
            curve(one, "requests_per_second", curve, RatePoint::requestsPerSecond);
            curve(one, "mean_ttft_ms", curve, point -> RatePoint.mean(point.meanTtftMs()));
            curve(one, "p99_ttft_ms", curve, point -> RatePoint.mean(point.p99TtftMs()));
            curve(one, "mean_tpot_ms", curve, point -> RatePoint.mean(point.meanTpotMs()));
            curve(one, "served_per_second", curve, point -> RatePoint.mean(point.servedPerSecond()));
            curve(one, "output_tokens_per_second", curve, point -> RatePoint.mean(point.outputTokensPerSecond()));
        });
        if (!comparison.rates().curves().isEmpty()) {
            rates(json.putObject("rates"), comparison);
        }
        ArrayNode differences = json.putArray("differences");
        comparison.differences().forEach(difference -> difference(differences.addObject(), difference));
        return json;
    }

    private static void curve(ObjectNode json, String name, RateCurve curve, ToDoubleFunction<RatePoint> figure) {
        numbers(json.putArray(name), curve.all().stream().mapToDouble(figure).toArray());
    }

    private static void rates(ObjectNode json, Comparison comparison) {
        RateStudy study = comparison.rates();
        json.put("unit", study.unit().name().toLowerCase(Locale.ROOT));
        json.put("objectives", study.objectives());
        study.gpuHourPrice().ifPresent(price -> json.put("gpu_hour_price", price));
        ArrayNode carried = json.putArray("carried");
        study.carried().forEach(each -> {
            ObjectNode one = carried.addObject().put("name", each.server());
            number(
                    one,
                    "requests_per_second",
                    each.point().map(RatePoint::requestsPerSecond).orElse(Double.NaN));
            each.pricePerMillionOutputTokens().ifPresent(price -> one.put("price_per_million_output_tokens", price));
        });
        ArrayNode differences = json.putArray("differences");
        study.differences(comparison.rule().smallest()).forEach(each -> {
            ObjectNode one = differences.addObject();
            one.put("requests_per_second", each.requestsPerSecond());
            one.put("metric", each.figure().metric().id());
            one.put("statistic", each.figure().statistic().id());
            one.put("from", each.from());
            one.put("to", each.to());
            number(one, "from_ms", each.fromMs());
            number(one, "to_ms", each.toMs());
            number(one, "low_ms", each.evidence().low());
            number(one, "high_ms", each.evidence().high());
            one.put("verdict", each.verdict().id());
        });
    }

    private static void server(ObjectNode json, ServerFigures server) {
        json.put("name", server.name());
        json.put("runs", server.requestsPerSecond().length);
        json.put("turns_completed", server.completed());
        json.put("turns_planned", server.outcomes().planned());
        json.put("turns_failed", server.outcomes().failed());
        json.put("turns_skipped_after_failure", server.outcomes().skipped());
        json.put("turns_cancelled", server.outcomes().cancelled());
        ObjectNode byOutcome = json.putObject("turns_by_outcome");
        server.outcomes().byOutcome().forEach((outcome, turns) -> byOutcome.put(outcome.id(), turns));
        ObjectNode means = json.putObject("mean_ms");
        server.meanMs().forEach((metric, byRun) -> numbers(means.putArray(metric.id()), byRun));
        numbers(json.putArray("requests_per_second"), server.requestsPerSecond());
        numbers(json.putArray("hit_rate_by_round"), server.hitRateByRound());
        number(json, "hit_rate", server.hitRate());
        ObjectNode byTier = json.putObject("hit_rate_by_tier");
        server.hitRateByTier()
                .forEach((tier, rate) -> byTier.put(tier.id().replace(RunMetric.CACHE_HIT_RATE.id() + "_", ""), rate));
        ObjectNode p99 = json.putObject("p99_ms");
        for (ComparedMetric metric : ComparedMetric.values()) {
            server.p99IntervalMs(metric).ifPresent(interval -> {
                ObjectNode one = p99.putObject(metric.id()).put("value", server.p99Ms(metric));
                number(one, "low", interval.low());
                number(one, "high", interval.high());
            });
        }
        ObjectNode distributions = json.putObject("distributions");
        server.valuesNs()
                .forEach((metric, values) -> distributions.set(metric.id(), Distribution.ofNs(Arrays.stream(values))));
    }

    private static void difference(ObjectNode json, Difference difference) {
        json.put("metric", difference.figure().metric().id());
        json.put("statistic", difference.figure().statistic().id());
        json.put("from", difference.from());
        json.put("to", difference.to());
        json.put("pairs", difference.pairs());
        json.put("repeats", difference.between().runs());
        json.put("from_ms", difference.fromValue());
        json.put("to_ms", difference.toValue());
        json.put("difference_ms", difference.ms());
        number(json, "low_ms", difference.between().low());
        number(json, "high_ms", difference.between().high());
        json.put("confidence", difference.between().confidence());
        difference.within().ifPresent(within -> json.put("requests_low_ms", within.low())
                .put("requests_high_ms", within.high()));
        json.put("smallest_ms", difference.smallestMs());
        json.put("verdict", difference.verdict().id());
        json.put("real", difference.real());
        difference.furtherRuns().ifPresent(more -> json.put("further_runs", more));
        json.put("sentence", difference.sentence());
    }

    private static void numbers(ArrayNode array, double[] values) {
        Arrays.stream(values).forEach(value -> {
            if (Double.isNaN(value)) {
                array.addNull();
            } else {
                array.add(value);
            }
        });
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isNaN(value)) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }
}
