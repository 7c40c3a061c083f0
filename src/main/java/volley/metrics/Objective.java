package volley.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import volley.config.BadInputException;
import volley.config.NearestName;
import volley.config.SloSettings;

/**
 * A service level objective (SLO) of a run: a limit on one figure, in the unit shown. A figure that is absent misses
 * its objective.
 *
 * @param statistic for a distribution {@code mean}, {@code p50}, {@code p90}, {@code p95}, {@code p99} or {@code max},
 *     which may not be above the limit; for a figure of the run {@code max} (not above) or {@code min} (not below)
 */
public record Objective(Metric metric, String statistic, double limit) {
    private static final Map<String, ToDoubleFunction<Stats>> STATISTICS = new TreeMap<>(Map.of(
            "mean", Stats::mean,
            "p50", Stats::median,
            "p90", Stats::p90,
            "p95", Stats::p95,
            "p99", Stats::p99,
            "max", Stats::max));

    /** @throws BadInputException if there is no such metric or statistic */
    static Objective of(SloSettings.Limit given) {
        Metric metric = MetricCatalogue.ALL.stream()
                .filter(each -> each.id().equals(given.metric()))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        given.where() + ": " + given.metric() + " is not a metric; " + meant(given.metric())));
        boolean known = metric instanceof RunMetric
                ? given.statistic().equals("min") || given.statistic().equals("max")
                : STATISTICS.containsKey(given.statistic());
        if (!known) {
            throw new BadInputException(given.where() + ": " + given.statistic() + " is not a statistic of "
                    + metric.id() + "; give one of "
                    + (metric instanceof RunMetric ? "min, max" : String.join(", ", STATISTICS.keySet())));
        }
        return new Objective(metric, given.statistic(), given.value());
    }

    /** Such as {@code ttft p99 <= 500 ms}. */
    public String text() {
        boolean run = metric instanceof RunMetric;
        return metric.id() + (run ? "" : " " + statistic) + (atLeast() ? " >= " : " <= ") + plain(limit) + " "
                + metric.unit().symbol();
    }

    /** What the run says to it. */
    public Verdict judge(RunFigures figures) {
        OptionalDouble value;
        if (metric instanceof RunMetric run) {
            value = figures.shown(run);
        } else {
            value = figures.shown(metric)
                    .map(stats -> OptionalDouble.of(STATISTICS.get(statistic).applyAsDouble(stats)))
                    .orElse(OptionalDouble.empty());
        }
        boolean met = value.isPresent() && (atLeast() ? value.getAsDouble() >= limit : value.getAsDouble() <= limit);
        return new Verdict(this, value, met);
    }

    /** Whether the figure must not be below the limit; else it must not be above. */
    public boolean atLeast() {
        return metric instanceof RunMetric && statistic.equals("min");
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : String.valueOf(value);
    }

    /**
     * An objective and what became of it.
     *
     * @param value the figure in the unit shown, empty where absent
     */
    public record Verdict(Objective objective, OptionalDouble value, boolean met) {
        /** Such as {@code ttft p99 <= 500 ms: MISSED with 612.312 ms}. */
        public String text() {
            String found = value.isPresent()
                    ? String.format(
                            Locale.ROOT,
                            "%.3f %s",
                            value.getAsDouble(),
                            objective.metric().unit().symbol())
                    : "no value";
            return objective.text() + ": " + (met ? "met" : "MISSED") + " with " + found;
        }
    }

    private static String meant(String metric) {
        List<String> ids = MetricCatalogue.ALL.stream().map(Metric::id).toList();
        return NearestName.of(metric, ids)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("give one of " + String.join(", ", ids));
    }
}
