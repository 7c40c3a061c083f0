package volley.trials;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Utils;
import volley.metrics.GapMetric;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RequestMetric;
import volley.metrics.RunMetric;

/**
 * Repeated runs as results of JMH, whose own code writes them: a benchmark {@code <simulation>.<metric>} for each
 * metric and combination of parameters, a run its iteration. The score is the mean over the runs, the error half the
 * width of its 99.9 % confidence interval by Student's t, from three runs on.
 *
 * <p>Times are in mode {@code avgt} (lower is better): the mean within a run, with p50, p90 and p99 as secondary
 * results. Rates, cache hit rates and the fractions of completed and of good turns are in mode {@code thrpt} (higher is better). Figures that are
 * neither, such as token counts, are left out; so is one that no run has.
 */
final class JmhReport {
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99");
    /** What a reader looks for first. */
    private static final List<Metric> MAIN = List.of(
            RunMetric.COMPLETED_FRACTION,
            RunMetric.REQUEST_THROUGHPUT,
            RunMetric.OUTPUT_THROUGHPUT,
            RunMetric.GOODPUT,
            RunMetric.GOOD_FRACTION,
            RunMetric.CACHE_HIT_RATE,
            RequestMetric.E2E,
            RequestMetric.TTFT,
            RequestMetric.TTFT_SCHEDULED,
            RequestMetric.TPOT,
            GapMetric.ITL);

    private final Map<Metric, List<RunResult>> results;

    private JmhReport(Map<Metric, List<RunResult>> results) {
        this.results = results;
    }

    /** @param simulation name of the class */
    static JmhReport of(String simulation, List<Combination> combinations) {
        Map<Metric, List<RunResult>> results = new LinkedHashMap<>();
        for (Metric metric : MetricCatalogue.ALL) {
            if (mode(metric) != null) {
                results.put(metric, new ArrayList<>());
                combinations.forEach(combination -> add(results.get(metric), simulation, metric, combination));
            }
        }
        return new JmhReport(results);
    }

    /** JMH's table of the main figures, for a console. */
    String mainTable() {
        return formatted(ResultFormatType.TEXT, MAIN);
    }

    /** JMH's table of all figures. */
    String table() {
        return formatted(ResultFormatType.TEXT, results.keySet());
    }

    /** JMH's JSON, as {@code -rf json} gives it. */
    String json() {
        return formatted(ResultFormatType.JSON, results.keySet());
    }

    private String formatted(ResultFormatType type, Collection<Metric> metrics) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(type, out)
                    .writeOut(metrics.stream()
                            .map(results::get)
                            .flatMap(List::stream)
                            .toList());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Mode mode(Metric metric) {
        return switch (metric.better()) {
            case LOWER -> Mode.AverageTime;
            case HIGHER -> Mode.Throughput;
            case NEITHER -> null;
        };
    }

    private static void add(List<RunResult> results, String simulation, Metric metric, Combination combination) {
        BenchmarkParams params = params(simulation, metric, combination);
        Collection<BenchmarkResult> forks = new ArrayList<>();
        for (List<TrialScores> fork : combination.forks()) {
            List<IterationResult> iterations = fork.stream()
                    .filter(scores -> scores.of(metric.id()).isPresent())
                    .map(scores -> iteration(params, metric, scores))
                    .toList();
            if (!iterations.isEmpty()) {
                forks.add(new BenchmarkResult(params, iterations));
            }
        }
        if (!forks.isEmpty()) {
            results.add(new RunResult(params, forks));
        }
    }

    private static IterationResult iteration(BenchmarkParams params, Metric metric, TrialScores scores) {
        String unit = metric.unit().symbol();
        IterationResult iteration = new IterationResult(params, params.getMeasurement(), null);
        iteration.addResult(new JmhScore(
                ResultRole.PRIMARY, metric.id(), scores.of(metric.id()).getAsDouble(), unit));
        for (String percentile : PERCENTILES) {
            OptionalDouble value = scores.of(metric.id() + ":" + percentile);
            if (value.isPresent()) {
                iteration.addResult(new JmhScore(ResultRole.SECONDARY, percentile, value.getAsDouble(), unit));
            }
        }
        return iteration;
    }

    private static BenchmarkParams params(String simulation, Metric metric, Combination combination) {
        WorkloadParams workload = new WorkloadParams();
        int position = 0;
        for (Map.Entry<String, String> entry : new TreeMap<>(combination.crossed()).entrySet()) {
            workload.put(entry.getKey(), entry.getValue(), position++);
        }
        int iterations = combination.forks().stream().mapToInt(List::size).max().orElse(0);
        String benchmark = simulation + "." + metric.id();
        return new BenchmarkParams(
                benchmark,
                benchmark,
                false,
                1,
                new int[] {1},
                List.of(),
                combination.forks().size(),
                0,
                new IterationParams(IterationType.WARMUP, combination.warmup(), TimeValue.NONE, 1),
                new IterationParams(IterationType.MEASUREMENT, iterations, TimeValue.NONE, 1),
                mode(metric),
                workload,
                TimeUnit.MILLISECONDS,
                1,
                Utils.getCurrentJvm(),
                List.of(),
                System.getProperty("java.version"),
                ManagementFactory.getRuntimeMXBean().getVmName(),
                ManagementFactory.getRuntimeMXBean().getVmVersion(),
                "1.37",
                TimeValue.NONE);
    }
}
