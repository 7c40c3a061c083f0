package volley.servermetrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import volley.config.GivenAs;
import volley.metrics.CacheTotals;
import volley.metrics.Metric;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunTotals;
import volley.metrics.TokenTotals;

/**
 * The server's own figures of a run beside the client's.
 *
 * @param series all answers
 * @param totals in the order in which they are shown, those that the server tells
 * @param times in the order in which they are shown, those that the server tells
 * @param hitRatePercent cached share of the prompt tokens by the server's counters; of all its traffic
 * @param clientHitRateKnown whether the answers told it, too
 * @param unaccounted requests that the client sent and has no count of, since they failed, were stopped or sent again
 */
public record ServerFindings(
        ServerSeries series,
        List<ServerTotal> totals,
        List<MeanTime> times,
        OptionalDouble hitRatePercent,
        boolean clientHitRateKnown,
        long unaccounted) {
    /** What {@link #differences} begins with. */
    public static final String DIFFER = "the server's counters differ from this run's sums: ";

    private static final double MS_PER_S = 1000;
    private static final String CACHED = "cached_tokens";
    private static final String PROCESSED = "processed_prompt_tokens";

    /**
     * A mean by the server's histogram over the run, beside the client's of its completed requests.
     *
     * @param byClientMs absent where the client cannot know it
     */
    public record MeanTime(ServerTime time, double byServerMs, OptionalDouble byClientMs) {}

    /** Lays both beside each other. */
    public static ServerFindings of(ServerSeries series, RunFigures figures) {
        RunTotals run = figures.totals();
        long ok = run.outcomes().ok();
        long unaccounted = Math.max(0, run.times().sent() - ok) + run.times().retries();
        return new ServerFindings(
                series,
                totals(series, run),
                times(series, figures),
                series.hitRatePercent(),
                ok > 0 && run.cache().all().reporting() > 0,
                unaccounted);
    }

    private static List<ServerTotal> totals(ServerSeries series, RunTotals run) {
        long ok = run.outcomes().ok();
        TokenTotals.Counted input = run.tokens().input();
        TokenTotals.Counted output = run.tokens().output();
        CacheTotals.Hits cache = run.cache().all();
        OptionalDouble cached =
                cache.reporting() > 0 ? OptionalDouble.of((double) cache.cached()) : OptionalDouble.empty();
        boolean allCached = cache.reporting() == ok;
        OptionalDouble prompt = counted(input);
        OptionalDouble processed = prompt.isPresent() && cached.isPresent()
                ? OptionalDouble.of(prompt.getAsDouble() - cached.getAsDouble())
                : OptionalDouble.empty();
        return List.of(
                        new ServerTotal(
                                "requests",
                                "Requests",
                                "requests",
                                series.grown(ServerFigure.REQUESTS),
                                OptionalDouble.of((double) ok),
                                true),
                        new ServerTotal(
                                "prompt_tokens",
                                "Prompt tokens",
                                "tokens",
                                series.grown(ServerFigure.PROMPT_TOKENS),
                                prompt,
                                isByServer(input)),
                        new ServerTotal(
                                PROCESSED,
                                "Prompt tokens not cached",
                                "tokens",
                                series.grown(ServerFigure.PROCESSED_TOKENS),
                                processed,
                                isByServer(input) && allCached),
                        new ServerTotal(
                                CACHED, "Cached prompt tokens", "tokens", series.cachedTokens(), cached, allCached),
                        new ServerTotal(
                                "generated_tokens",
                                "Generated tokens",
                                "tokens",
                                series.grown(ServerFigure.GENERATED_TOKENS),
                                counted(output),
                                isByServer(output)))
                .stream()
                .filter(total -> total.byServer().isPresent())
                .toList();
    }

    private static OptionalDouble counted(TokenTotals.Counted tokens) {
        return tokens.tokens() == Metric.ABSENT ? OptionalDouble.empty() : OptionalDouble.of((double) tokens.tokens());
    }

    private static boolean isByServer(TokenTotals.Counted tokens) {
        return tokens.byClient() == 0 && tokens.unknown() == 0;
    }

    private static List<MeanTime> times(ServerSeries series, RunFigures figures) {
        OptionalDouble ttft = mean(figures, RequestMetric.TTFT);
        OptionalDouble e2e = mean(figures, RequestMetric.E2E);
        List<MeanTime> times = new ArrayList<>();
        for (ServerTime time : ServerTime.values()) {
            OptionalDouble byClient =
                    switch (time) {
                        case TTFT -> ttft;
                        case E2E -> e2e;
                        case DECODE -> ttft.isPresent() && e2e.isPresent()
                                ? OptionalDouble.of(e2e.getAsDouble() - ttft.getAsDouble())
                                : OptionalDouble.empty();
                        case QUEUE, PREFILL -> OptionalDouble.empty();
                    };
            series.meanSeconds(time).ifPresent(seconds -> times.add(new MeanTime(time, seconds * MS_PER_S, byClient)));
        }
        return List.copyOf(times);
    }

    private static OptionalDouble mean(RunFigures figures, RequestMetric metric) {
        return figures.shown(metric)
                .map(stats -> OptionalDouble.of(stats.mean()))
                .orElse(OptionalDouble.empty());
    }

    /** What a reader must know of it, one line each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        differences().ifPresent(warnings::add);
        if (series.restarted()) {
            warnings.add(
                    "a server's counters went back during the run, as after a restart: there are no totals of its own");
        }
        if (series.failures() > 0) {
            warnings.add(series.failures() + " of " + series.samples().size()
                    + " answers of the servers' metrics did not come; of the first: "
                    + series.firstFailure().orElse("?"));
        }
        return List.copyOf(warnings);
    }

    /** That the server counted more or less than was sent, and by how much, if so. */
    public Optional<String> differences() {
        List<ServerTotal> apart = totals.stream().filter(ServerTotal::differs).toList();
        if (apart.isEmpty()) {
            return Optional.empty();
        }
        String counted = apart.stream().map(ServerFindings::difference).collect(Collectors.joining(", "));
        return Optional.of(DIFFER + counted + ": " + reason(apart));
    }

    private String reason(List<ServerTotal> apart) {
        if (apart.stream()
                .allMatch(total -> total.id().equals(CACHED) || total.id().equals(PROCESSED))) {
            return "it counts what it takes from its cache otherwise than its answers tell";
        }
        double sum = apart.stream()
                .mapToDouble(total -> total.difference().orElse(0))
                .sum();
        if (sum < 0) {
            return "not all of the run's traffic is in them; behind a router, " + GivenAs.parameter("server-metrics")
                    + " takes the address of each server";
        }
        return unaccounted == 0
                ? "there was other traffic on the server"
                : "there was other traffic on the server, or it is this run's own: requests that failed, were stopped or"
                        + " sent again (" + unaccounted + ") have no count here";
    }

    private static String difference(ServerTotal total) {
        double more = total.difference().orElse(0);
        double percent = 100 * Math.abs(more) / Math.max(1, total.byClient().orElse(0));
        return String.format(
                Locale.ROOT,
                "%s %s%,.0f (%.1f %%)",
                total.label().toLowerCase(Locale.ROOT),
                more < 0 ? "-" : "+",
                Math.abs(more),
                percent);
    }
}
