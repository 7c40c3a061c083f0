package volley.report.line;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import volley.metrics.GapMetric;
import volley.metrics.Metric;
import volley.metrics.PercentileRule;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.metrics.Unit;
import volley.report.folder.RunFacts;
import volley.report.json.JsonOut;
import volley.report.json.SafeText;

/**
 * The line that SGLang's {@code bench_multiturn} appends to {@code performance_metrics.jsonl}, under its names:
 * {@code timestamp}, {@code tag}, {@code summary}, and, where a run has a round barrier, the key {@literal round}. Times are
 * seconds, {@code cache_hit_rate} is 0 to 1. Median, p90 and p99 are {@code sorted[int(q * n)]}, as there, so that they may
 * differ from those of {@code summary.json}; those of {@code itl} are read from a histogram, at most 0.1 % off. Differences from the original, each because JSON or truth asks for it:
 *
 * <ul>
 *   <li>{@code request_rate} without limit is the string {@code "inf"}; what cannot be computed is {@code null}.
 *   <li>{@code total_requests} are the completed ones; latency runs to the last token.
 *   <li>A round also has its cached tokens by tier, where the server tells them.
 *   <li>{@code prompt_len} is the server's count, or the client's in a run in which the server gave none.
 * </ul>
 *
 * @param tag the user's word, or nothing
 * @param rounds figures by round, where there is a barrier
 */
public record MultiturnLine(Optional<String> tag, Optional<RoundFigures> rounds) implements ResultLineForm {
    /** Its name in {@code run.json}. */
    static final String FORM = "bench_multiturn";

    @Override
    public Map<String, String> described() {
        Map<String, String> described = new TreeMap<>(Map.of("form", FORM));
        tag.ifPresent(word -> described.put("tag", word));
        rounds.ifPresent(all -> described.put("rounds", "true"));
        return described;
    }

    @Override
    public PercentileRule percentiles() {
        return PercentileRule.INDEX;
    }

    @Override
    public byte[] line(RunFacts facts, RunFigures figures) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField(
                    "timestamp", facts.startedAt().toLocalDateTime().toString());
            json.writeStringField("tag", SafeText.clean(tag.orElse("")));
            json.writeObjectFieldStart("summary");
            summary(json, facts, figures);
            json.writeEndObject();
            if (rounds.isPresent()) {
                json.writeObjectFieldStart("round");
                rounds(json, rounds.get().rounds());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void summary(JsonGenerator json, RunFacts facts, RunFigures figures) throws IOException {
        json.writeNumberField("total_requests", figures.totals().outcomes().ok());
        double rate = facts.upstream().requestRate();
        if (Double.isInfinite(rate)) {
            json.writeStringField("request_rate", "inf");
        } else {
            JsonOut.number(json, "request_rate", rate);
        }
        Metric prompt = figures.shown(RequestMetric.PROMPT_TOKENS).isPresent()
                ? RequestMetric.PROMPT_TOKENS
                : RequestMetric.PROMPT_TOKENS_BY_CLIENT;
        tokens(json, "prompt_len", figures.shown(prompt));
        tokens(json, "output_len", figures.shown(RequestMetric.OUTPUT_TOKENS));
        seconds(json, "ttft", figures.distributions().get(RequestMetric.TTFT));
        seconds(json, "itl", figures.distributions().get(GapMetric.ICL));
        seconds(json, "latency", figures.distributions().get(RequestMetric.E2E));
        JsonOut.number(json, "input_token_throughput", figures.shown(RunMetric.INPUT_THROUGHPUT));
        JsonOut.number(json, "output_token_throughput", figures.shown(RunMetric.OUTPUT_THROUGHPUT));
        JsonOut.number(json, "throughput", figures.shown(RunMetric.REQUEST_THROUGHPUT));
        OptionalDouble hitPercent = figures.shown(RunMetric.CACHE_HIT_RATE);
        JsonOut.number(json, "cache_hit_rate", hitPercent.isPresent() ? hitPercent.getAsDouble() / 100 : Double.NaN);
    }

    private static void tokens(JsonGenerator json, String name, Optional<Stats> shown) throws IOException {
        Stats stats = shown.orElse(null);
        JsonOut.number(json, "average_" + name, stats == null ? Double.NaN : stats.mean());
        JsonOut.number(json, "p90_" + name, stats == null ? Double.NaN : stats.p90());
        JsonOut.number(json, "p99_" + name, stats == null ? Double.NaN : stats.p99());
    }

    /** @param keptNs as kept, or {@code null} */
    private static void seconds(JsonGenerator json, String name, Stats keptNs) throws IOException {
        Stats stats = keptNs == null ? null : keptNs.shownIn(Unit.SECONDS);
        JsonOut.number(json, "average_" + name, stats == null ? Double.NaN : stats.mean());
        JsonOut.number(json, "p90_" + name, stats == null ? Double.NaN : stats.p90());
        JsonOut.number(json, "p99_" + name, stats == null ? Double.NaN : stats.p99());
        JsonOut.number(json, "median_" + name, stats == null ? Double.NaN : stats.median());
        JsonOut.number(json, "max_" + name, stats == null ? Double.NaN : stats.max());
    }

    private static void rounds(JsonGenerator json, List<RoundFigures.Sums> rounds) throws IOException {
        for (int i = 0; i < rounds.size(); i++) {
            RoundFigures.Sums round = rounds.get(i);
            json.writeObjectFieldStart("round_" + i);
            JsonOut.number(json, "average_ttft", round.meanTtftSeconds());
            JsonOut.number(json, "cache_hit_rate", round.cacheHitRate());
            json.writeNumberField("request_count", round.requests());
            for (RequestMetric tier : RoundFigures.TIERS) {
                OptionalLong tokens = round.cachedTokens(tier);
                if (tokens.isPresent()) {
                    json.writeNumberField(tier.id(), tokens.getAsLong());
                }
            }
            json.writeEndObject();
        }
    }
}
