package volley.report.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import volley.calibration.Calibration;
import volley.calibration.ClientError;
import volley.calibration.PlayedLoad;
import volley.config.SimulationKind;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.report.json.SafeText;

/**
 * What a calibration says of a run's figures. The bar of TTFT, ITL and E2E is the 99th percentile of the client's error:
 * 99 in 100 single values are off by no more.
 *
 * @param coversLoad whether the calibration asked as much of the client as the run did
 * @param ownPlans the plans to calibrate the run with, if its simulation has any
 * @param blurred the figures of which the bar is more than 5 %
 */
public record ErrorBars(
        Calibration calibration, boolean coversLoad, List<SimulationKind> ownPlans, List<Blurred> blurred) {
    private static final double MOST_SHARE = 0.05;

    /** A figure of which the client's error is a large part. */
    record Blurred(Metric metric, String statistic, double valueMs, double errorMs) {
        /** In percent of it; a dash for a figure of 0. */
        private String percent() {
            return valueMs > 0 ? String.format(Locale.ROOT, "%.0f", 100 * errorMs / valueMs) : "-";
        }
    }

    /** @param simulation name of the run, which begins with its simulation's */
    public static ErrorBars of(Calibration calibration, RunFigures figures, String simulation) {
        List<Blurred> blurred = new ArrayList<>();
        for (Metric metric : MetricCatalogue.ALL) {
            ClientError error = calibration.errors().get(metric.id());
            Optional<Stats> stats = error == null ? Optional.empty() : figures.shown(metric);
            stats.ifPresent(values -> List.of(
                            new Blurred(metric, "median", values.median(), error.p99Ms()),
                            new Blurred(metric, "p99", values.p99(), error.p99Ms()))
                    .stream()
                    .filter(figure -> figure.errorMs() > MOST_SHARE * figure.valueMs())
                    .forEach(blurred::add));
        }
        boolean covers = calibration
                .load()
                .covers(
                        figures.shown(RunMetric.REQUEST_THROUGHPUT).orElse(0),
                        figures.shown(RunMetric.OUTPUT_THROUGHPUT).orElse(0));
        List<SimulationKind> ownPlans = SimulationKind.ofMode(simulation.split(" ", 2)[0])
                .map(SimulationKind::calibratedBy)
                .orElse(List.of());
        return new ErrorBars(calibration, covers, ownPlans, List.copyOf(blurred));
    }

    /** What a reader must know before believing a figure, one line each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!coversLoad) {
            warnings.add("the calibration was made at a smaller load (" + describe(calibration.load())
                    + ") than this run's: the client's error may be larger than it says");
        }
        if (!ownPlans.isEmpty()
                && ownPlans.stream().noneMatch(plan -> plan.simulation().equals(calibration.simulation()))) {
            warnings.add("the calibration was made with the plan of " + SafeText.clean(calibration.simulation())
                    + ", not with that of this run: the client's error may be another; calibrate with -Dvolley.calibrate="
                    + ownPlans.stream().map(SimulationKind::className).collect(Collectors.joining(" or ")));
        }
        for (Blurred figure : blurred) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%s, %s %.2f ms: the client's own error of %.2f ms is %s %% of it; do not trust smaller"
                            + " differences",
                    figure.metric().label(),
                    figure.statistic(),
                    figure.valueMs(),
                    figure.errorMs(),
                    figure.percent()));
        }
        return warnings;
    }

    /** The bars in a sentence. */
    String sentence() {
        String errors = MetricCatalogue.ALL.stream()
                .filter(metric -> calibration.errors().containsKey(metric.id()))
                .map(metric -> String.format(
                        Locale.ROOT,
                        "%.3f ms to %s",
                        calibration.errors().get(metric.id()).p99Ms(),
                        metric.label()))
                .collect(Collectors.joining(", "));
        return "With the plan of " + SafeText.clean(calibration.simulation()) + " at " + describe(calibration.load())
                + ", this machine's client adds at most (p99) " + errors + ".";
    }

    private static String describe(PlayedLoad load) {
        return String.format(
                Locale.ROOT, "%,.1f requests/s and %,.0f tokens/s", load.requestsPerSecond(), load.tokensPerSecond());
    }
}
