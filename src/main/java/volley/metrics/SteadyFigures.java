package volley.metrics;

import java.util.Map;
import java.util.Optional;

/**
 * The figures of a run's steady part: from the end of the first response after the ramp-up to the last send, over the
 * requests that ended in it. Gaps between tokens are not among them.
 *
 * @param opensAfterNs since the run's start
 * @param closesAfterNs since the run's start
 * @param totals of the requests that ended in it; {@code planned} is their number
 * @param distributions summary in kept units of each {@link RequestMetric} that has values
 */
public record SteadyFigures(long opensAfterNs, long closesAfterNs, RunTotals totals, Map<Metric, Stats> distributions) {
    public SteadyFigures {
        distributions = Map.copyOf(distributions);
    }

    /** Summary of a metric in the unit shown, empty where no request has it. */
    public Optional<Stats> shown(RequestMetric metric) {
        return Optional.ofNullable(distributions.get(metric)).map(stats -> stats.shownIn(metric.unit()));
    }
}
