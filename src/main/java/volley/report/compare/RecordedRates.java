package volley.report.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.metrics.RequestMetric;
import volley.metrics.RunMetric;
import volley.report.summary.RecordedSummary;

/** Servers over the request rate, of runs that were made: each rate as often as each server was asked at it. */
public final class RecordedRates {
    private RecordedRates() {}

    /**
     * A curve for each server, from the results of its runs.
     *
     * @param runs by rate, turns per second; of each rate the same servers
     * @throws BadInputException if a run has no results that can be read
     */
    public static List<RateCurve> curves(SortedMap<Double, List<ServerRun>> runs) {
        Map<String, List<RatePoint>> points = new LinkedHashMap<>();
        runs.forEach((rate, atRate) -> byServer(atRate)
                .forEach((server, summaries) -> points.computeIfAbsent(server, each -> new ArrayList<>())
                        .add(point(rate, summaries))));
        List<RateCurve> curves = new ArrayList<>();
        points.forEach((server, itsPoints) -> curves.add(new RateCurve(server, itsPoints)));
        return curves;
    }

    private static Map<String, List<RecordedSummary>> byServer(List<ServerRun> runs) {
        Map<String, List<RecordedSummary>> summaries = new LinkedHashMap<>();
        for (ServerRun run : runs) {
            try {
                summaries
                        .computeIfAbsent(run.server(), each -> new ArrayList<>())
                        .add(RecordedSummary.read(run.folder()));
            } catch (IOException e) {
                throw new BadInputException("the run of " + run.server() + " in " + run.folder()
                        + " cannot be compared (" + IoReason.withFile(e) + "); give a folder with summary.json");
            }
        }
        return summaries;
    }

    private static RatePoint point(double rate, List<RecordedSummary> runs) {
        return new RatePoint(
                rate,
                runs.stream().mapToDouble(RecordedRates::backlog).toArray(),
                values(runs, run -> run.mean(RequestMetric.TTFT)),
                values(runs, run -> run.p99(RequestMetric.TTFT)),
                values(runs, run -> run.mean(RequestMetric.TPOT)),
                values(runs, run -> run.value(RunMetric.REQUEST_THROUGHPUT)),
                values(runs, run -> run.value(RunMetric.OUTPUT_THROUGHPUT)),
                runs.stream().allMatch(RecordedSummary::meetsObjectives));
    }

    static double backlog(RecordedSummary run) {
        return Backlog.ratio(
                run.value(RunMetric.DURATION),
                run.median(RequestMetric.E2E),
                run.value(RunMetric.REQUEST_RATE_PLANNED),
                run.outcomes().planned() - run.outcomes().skipped());
    }

    private interface Figure {
        OptionalDouble of(RecordedSummary run);
    }

    private static double[] values(List<RecordedSummary> runs, Figure figure) {
        return runs.stream()
                .mapToDouble(run -> figure.of(run).orElse(Double.NaN))
                .toArray();
    }
}
