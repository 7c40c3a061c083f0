package volley.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import volley.client.Outcome;

/**
 * All figures of a run.
 *
 * @param totals counts and sums
 * @param cacheByTurn what the server said of its cache, by the index of the turn in its conversation
 * @param distributions summary in kept units of each {@link RequestMetric} and {@link GapMetric} that has values
 * @param itl how many streams the {@link GapMetric}s are of that need the tokens of each event
 * @param steady the steady part of the run, where there was one
 * @param whyNotSteady why there was none, for people
 * @param dialects summary in kept units of each other tool's figure that has values
 * @param firstErrors the first error line of each kind of failure
 */
public record RunFigures(
        RunTotals totals,
        List<CacheTotals> cacheByTurn,
        Map<Metric, Stats> distributions,
        ItlCoverage itl,
        Optional<SteadyFigures> steady,
        Optional<String> whyNotSteady,
        Map<DialectMetric, Stats> dialects,
        Map<Outcome, String> firstErrors) {
    public RunFigures {
        distributions = Map.copyOf(distributions);
        dialects = Map.copyOf(dialects);
        firstErrors = Map.copyOf(firstErrors);
    }

    /** Summary of a metric in the unit shown, empty where no request has it. */
    public Optional<Stats> shown(Metric metric) {
        return Optional.ofNullable(distributions.get(metric)).map(stats -> stats.shownIn(metric.unit()));
    }

    /** A run's figure in the unit shown. */
    public OptionalDouble shown(RunMetric metric) {
        return metric.shown(totals);
    }

    /** Completed requests that do not have this figure, such as answers of one token for TPOT. */
    public long excluded(RequestMetric metric) {
        Stats stats = distributions.get(metric);
        return totals.outcomes().ok() - (stats == null ? 0 : stats.count());
    }
}
