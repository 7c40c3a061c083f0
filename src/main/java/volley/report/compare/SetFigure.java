package volley.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RunMetric;
import volley.metrics.Unit;
import volley.report.summary.RecordedSummary;

/**
 * A figure of a run that sets of runs are compared by.
 *
 * @param metric of which it is
 * @param statistic of a distribution; empty for a figure of the run
 * @param value in the unit shown
 */
public record SetFigure(Metric metric, String statistic, Function<RecordedSummary, OptionalDouble> value) {
    /** All of them, in the order of every table. */
    public static List<SetFigure> all() {
        List<SetFigure> all = new ArrayList<>();
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric run) {
                all.add(new SetFigure(metric, "", summary -> summary.value(run)));
            } else {
                all.add(new SetFigure(metric, "mean", summary -> summary.mean(metric)));
                all.add(new SetFigure(metric, "median", summary -> summary.median(metric)));
                all.add(new SetFigure(metric, "p99", summary -> summary.p99(metric)));
            }
        }
        return all;
    }

    /** The one of that name, such as {@code ttft.p99} or {@code output_throughput}. */
    public static Optional<SetFigure> named(String name) {
        return all().stream().filter(each -> each.id().equals(name)).findFirst();
    }

    /** Its name in conditions. */
    public String id() {
        return metric.id() + (statistic.isEmpty() ? "" : "." + statistic);
    }

    /** Its name for people. */
    public String label() {
        return metric.label() + (statistic.isEmpty() ? "" : ", " + statistic);
    }

    /** Whether it is a share, whose changes are told in percentage points. */
    public boolean isShare() {
        return metric.unit() == Unit.PERCENT;
    }

    /** The figure that is judged by a page of a comparison; empty for others. */
    Optional<ComparedFigure> judged() {
        for (ComparedFigure figure : ComparedFigure.values()) {
            if (id().equals(figure.metric().id() + "." + figure.statistic().id())) {
                return Optional.of(figure);
            }
        }
        return Optional.empty();
    }
}
