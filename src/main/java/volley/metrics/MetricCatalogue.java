package volley.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every metric Volley reports. Tables, files and documents are generated from this list. */
public final class MetricCatalogue {
    /** All metrics by group, and within it as they are declared: those of the run first, then those of requests and gaps. */
    public static final List<Metric> ALL = Stream.<Metric[]>of(
                    RunMetric.values(), RequestMetric.values(), GapMetric.values())
            .flatMap(Stream::of)
            .sorted(Comparator.comparing(Metric::group))
            .toList();

    private MetricCatalogue() {}
}
