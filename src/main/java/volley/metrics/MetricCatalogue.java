package volley.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every metric Volley reports. Tables, files and documents are generated from this list. */
public final class MetricCatalogue {
    /** All metrics by their order: those of the run first, then those of requests and of gaps. */
    public static final List<Metric> ALL = Stream.<List<? extends Metric>>of(
                    RunMetrics.ALL, RequestMetrics.ALL, GapMetrics.ALL)
            .<Metric>flatMap(List::stream)
            .sorted(Comparator.comparingInt(Metric::order))
            .toList();

    private MetricCatalogue() {}
}
