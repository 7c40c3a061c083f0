package volley.report.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import volley.metrics.CacheTotals;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.report.json.JsonOut;

/**
 * Which tier of the cache the hits came from, in all and turn by turn, as far as the server tells. Field
 * {@code cache_report} of {@code summary.json}, {@code null} where it told of no tier: {@code total}, and {@code by_turn}
 * with the same fields and {@code turn}, from 0. {@code requests} are those that reported, {@code prompt_tokens} theirs,
 * {@code cached_tokens} of these from all tiers, and {@code cached_<tier>_tokens} from each, with its rate in per cent under the
 * name that it has in {@code run}; a tier that the server does not tell of is {@code null}, not 0.
 */
final class CacheReport {
    private static final String ABSENT = "-";
    private static final String ROW = "%-20s %8s %11s %11s %11s %11s %8s";
    /** More turns than this are left to the page and {@code summary.json}. */
    private static final int MOST_ROWS = 12;

    private CacheReport() {}

    private static boolean isTold(CacheTotals totals) {
        return tiers(totals).stream().anyMatch(tier -> tier.reporting() > 0);
    }

    private static List<CacheTotals.Hits> tiers(CacheTotals totals) {
        return List.of(totals.device(), totals.host(), totals.storage());
    }

    static void write(JsonGenerator json, RunFigures figures) throws IOException {
        CacheTotals all = figures.totals().cache();
        json.writeFieldName("cache_report");
        if (!isTold(all)) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeObjectFieldStart("total");
        write(json, all);
        json.writeEndObject();
        json.writeArrayFieldStart("by_turn");
        for (int turn = 0; turn < figures.cacheByTurn().size(); turn++) {
            json.writeStartObject();
            json.writeNumberField("turn", turn);
            write(json, figures.cacheByTurn().get(turn));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, CacheTotals totals) throws IOException {
        json.writeNumberField("requests", totals.all().reporting());
        json.writeNumberField(RequestMetric.PROMPT_TOKENS.id(), totals.all().prompt());
        cached(json, RequestMetric.CACHED_TOKENS, RunMetric.CACHE_HIT_RATE, totals.all());
        cached(json, RequestMetric.CACHED_DEVICE_TOKENS, RunMetric.CACHE_HIT_RATE_DEVICE, totals.device());
        cached(json, RequestMetric.CACHED_HOST_TOKENS, RunMetric.CACHE_HIT_RATE_HOST, totals.host());
        cached(json, RequestMetric.CACHED_STORAGE_TOKENS, RunMetric.CACHE_HIT_RATE_STORAGE, totals.storage());
    }

    private static void cached(JsonGenerator json, RequestMetric tokens, RunMetric rate, CacheTotals.Hits tier)
            throws IOException {
        if (tier.reporting() > 0) {
            json.writeNumberField(tokens.id(), tier.cached());
        } else {
            json.writeNullField(tokens.id());
        }
        JsonOut.number(json, rate.id(), tier.percent().orElse(Double.NaN));
    }

    /** Lines for the console; none where the server told of no tier. */
    static List<String> lines(RunFigures figures) {
        CacheTotals all = figures.totals().cache();
        List<String> lines = new ArrayList<>();
        if (isTold(all)) {
            List<CacheTotals> turns = figures.cacheByTurn();
            lines.add(String.format(
                    Locale.ROOT,
                    ROW,
                    "Cached tokens, turn",
                    "requests",
                    "prompt",
                    "device",
                    "host",
                    "storage",
                    "hits, %"));
            for (int turn = 0; turn < Math.min(MOST_ROWS, turns.size()); turn++) {
                lines.add(row(String.valueOf(turn + 1), turns.get(turn)));
            }
            if (turns.size() > MOST_ROWS) {
                lines.add("... and " + (turns.size() - MOST_ROWS) + " more turns: see cache_report in summary.json");
            }
            lines.add(row("all", all));
        }
        return lines;
    }

    private static String row(String name, CacheTotals totals) {
        CacheTotals.Hits hits = totals.all();
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                whole(hits.reporting()),
                hits.reporting() == 0 ? ABSENT : whole(hits.prompt()),
                cached(totals.device()),
                cached(totals.host()),
                cached(totals.storage()),
                hits.percent().isEmpty()
                        ? ABSENT
                        : String.format(Locale.ROOT, "%.2f", hits.percent().getAsDouble()));
    }

    private static String cached(CacheTotals.Hits tier) {
        return tier.reporting() == 0 ? ABSENT : whole(tier.cached());
    }

    private static String whole(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
