package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import volley.report.folder.ServerMetricsFile;
import volley.servermetrics.ServerFigure;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;

/**
 * The servers' own figures over a run's time, all servers together: what they have in hand at each round of asking, and how
 * fast their counters grew since the round before. A round in which one is silent has no figures.
 */
final class ServerTimeline {
    /** More points than this show nothing more. */
    private static final int MOST_ROUNDS = 600;

    private static final double NS_PER_S = 1e9;

    private ServerTimeline() {}

    /** The rounds within the run; {@code null} of a run without any. */
    static JsonNode of(Path folder) throws IOException {
        Optional<ServerSeries> told = ServerMetricsFile.read(folder);
        if (told.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        List<List<ServerSample>> rounds = thinned(rounds(told.get()));
        ObjectNode timeline = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = timeline.putArray("rounds");
        for (int i = 0; i < rounds.size(); i++) {
            List<ServerSample> round = rounds.get(i);
            if (round.get(0).timeNs() >= 0) {
                row(rows.addObject(), round, i == 0 ? List.of() : rounds.get(i - 1));
            }
        }
        return timeline;
    }

    /** Servers are asked one after the other: a round ends where one is asked again. */
    private static List<List<ServerSample>> rounds(ServerSeries series) {
        List<List<ServerSample>> rounds = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (ServerSample sample : series.samples()) {
            if (rounds.isEmpty() || !asked.add(sample.server())) {
                asked.clear();
                asked.add(sample.server());
                rounds.add(new ArrayList<>());
            }
            rounds.get(rounds.size() - 1).add(sample);
        }
        int servers = series.servers().size();
        rounds.removeIf(round -> round.size() < servers
                || round.stream().anyMatch(sample -> sample.failure().isPresent()));
        return rounds;
    }

    private static List<List<ServerSample>> thinned(List<List<ServerSample>> rounds) {
        int step = rounds.size() / MOST_ROUNDS + 1;
        List<List<ServerSample>> kept = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            if (i % step == 0 || i == rounds.size() - 1) {
                kept.add(rounds.get(i));
            }
        }
        return kept;
    }

    private static void row(ObjectNode row, List<ServerSample> now, List<ServerSample> before) {
        row.put("t_s", Math.round(now.get(0).timeNs() / 1e6) / 1000.0);
        put(row, "running", sum(now, ServerFigure.RUNNING));
        put(row, "waiting", sum(now, ServerFigure.WAITING));
        OptionalDouble usage = sum(now, ServerFigure.KV_USAGE);
        put(row, "kv_percent", times(usage, 100.0 / now.size()));
        OptionalDouble prompt = grown(now, before, ServerFigure.PROMPT_TOKENS);
        put(row, "prompt_tokens_per_s", rate(now, before, prompt));
        put(row, "processed_tokens_per_s", rate(now, before, grown(now, before, ServerFigure.PROCESSED_TOKENS)));
        put(row, "generated_tokens_per_s", rate(now, before, grown(now, before, ServerFigure.GENERATED_TOKENS)));
        put(row, "preemptions", grown(now, before, ServerFigure.PREEMPTIONS));
        OptionalDouble queries = grown(now, before, ServerFigure.QUERY_TOKENS);
        OptionalDouble hits = grown(now, before, ServerFigure.HIT_TOKENS);
        put(
                row,
                "hit_percent",
                queries.orElse(0) > 0 ? times(hits, 100 / queries.getAsDouble()) : OptionalDouble.empty());
        OptionalDouble drafted = grown(now, before, ServerFigure.DRAFT_TOKENS);
        OptionalDouble accepted = grown(now, before, ServerFigure.ACCEPTED_TOKENS);
        put(
                row,
                "accepted_percent",
                drafted.orElse(0) > 0
                        ? times(accepted, 100 / drafted.getAsDouble())
                        : times(sum(now, ServerFigure.ACCEPT_RATE), 100.0 / now.size()));
    }

    /** Absent unless all servers tell it. */
    private static OptionalDouble sum(List<ServerSample> round, ServerFigure figure) {
        return !round.isEmpty()
                        && round.stream()
                                .allMatch(sample -> sample.value(figure).isPresent())
                ? OptionalDouble.of(round.stream()
                        .mapToDouble(sample -> sample.value(figure).orElseThrow())
                        .sum())
                : OptionalDouble.empty();
    }

    private static OptionalDouble grown(List<ServerSample> now, List<ServerSample> before, ServerFigure figure) {
        OptionalDouble later = sum(now, figure);
        OptionalDouble earlier = sum(before, figure);
        return later.isPresent() && earlier.isPresent() && later.getAsDouble() >= earlier.getAsDouble()
                ? OptionalDouble.of(later.getAsDouble() - earlier.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble rate(List<ServerSample> now, List<ServerSample> before, OptionalDouble more) {
        return more.isPresent()
                ? times(more, NS_PER_S / (now.get(0).timeNs() - before.get(0).timeNs()))
                : more;
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static void put(ObjectNode row, String name, OptionalDouble value) {
        if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
            row.put(name, Distribution.round(value.getAsDouble()));
        } else {
            row.putNull(name);
        }
    }
}
