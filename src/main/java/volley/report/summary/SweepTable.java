package volley.report.summary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import volley.client.Outcome;
import volley.metrics.OutcomeCounts;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.report.json.JsonOut;
import volley.report.json.SafeText;

/**
 * The rates of a sweep side by side: on the console, and in {@code sweep.json} under the names of {@code summary.json}.
 * What could not be computed is {@code -} and {@code null}.
 *
 * @param rows in the order of the runs
 */
public record SweepTable(List<Row> rows) {
    /** Name of the file. */
    public static final String FILE_NAME = "sweep.json";

    private static final int FORMAT = 1;
    private static final String LINE = "%12s %9s %7s %7s %11s %11s %9s %11s %11s %7s%n";
    private static final List<RequestMetric> LATENCIES =
            List.of(RequestMetric.TTFT, RequestMetric.TPOT, RequestMetric.E2E);
    private static final List<RunMetric> RUN_METRICS = List.of(
            RunMetric.REQUEST_THROUGHPUT,
            RunMetric.INPUT_THROUGHPUT,
            RunMetric.OUTPUT_THROUGHPUT,
            RunMetric.CACHE_HIT_RATE);

    /**
     * One rate.
     *
     * @param requestsPerSecond asked for; infinite: as soon as a turn is ready
     * @param folder of its results, beside the file
     * @param notes what a reader has to know of it
     */
    public record Row(double requestsPerSecond, String folder, RunFigures figures, List<String> notes) {}

    public SweepTable {
        rows = List.copyOf(rows);
    }

    /** The table for a console; notes that not all rates have stand below it. */
    public String consoleText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                LINE,
                "rate, turns/s",
                "achieved",
                "ok",
                "failed",
                "TTFT mean",
                "TTFT p99",
                "TPOT mean",
                "E2E mean, ms",
                "out tokens/s",
                "hits %"));
        for (Row row : rows) {
            RunFigures figures = row.figures();
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    rate(row),
                    shown(figures.shown(RunMetric.REQUEST_THROUGHPUT)),
                    figures.totals().outcomes().ok(),
                    figures.totals().outcomes().failed(),
                    shown(figures, RequestMetric.TTFT, Stats::mean),
                    shown(figures, RequestMetric.TTFT, Stats::p99),
                    shown(figures, RequestMetric.TPOT, Stats::mean),
                    shown(figures, RequestMetric.E2E, Stats::mean),
                    shown(figures.shown(RunMetric.OUTPUT_THROUGHPUT)),
                    shown(figures.shown(RunMetric.CACHE_HIT_RATE))));
        }
        for (Row row : rows) {
            row.notes().stream()
                    .filter(note -> !rows.stream().allMatch(each -> each.notes().contains(note)))
                    .forEach(note -> text.append("! at ")
                            .append(rate(row))
                            .append("/s: ")
                            .append(SafeText.oneLine(note, 1000))
                            .append(System.lineSeparator()));
        }
        return text.toString();
    }

    /** @throws IOException if the file cannot be written */
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeArrayFieldStart("rates");
            for (Row row : rows) {
                json.writeStartObject();
                write(json, row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        RunFigures figures = row.figures();
        if (Double.isInfinite(row.requestsPerSecond())) {
            json.writeStringField("request_rate", "inf");
        } else {
            json.writeNumberField("request_rate", row.requestsPerSecond());
        }
        json.writeStringField("folder", row.folder());
        OutcomeCounts counts = figures.totals().outcomes();
        json.writeNumberField("planned", counts.planned());
        json.writeNumberField("ok", counts.ok());
        json.writeNumberField("failed", counts.failed());
        json.writeNumberField(Outcome.SKIPPED_AFTER_FAILURE.id(), counts.skipped());
        json.writeNumberField(Outcome.CANCELLED.id(), counts.cancelled());
        JsonOut.byOutcome(json, counts);
        for (RunMetric metric : RUN_METRICS) {
            JsonOut.number(json, metric.id(), figures.shown(metric));
        }
        for (RequestMetric metric : LATENCIES) {
            Optional<Stats> stats = figures.shown(metric);
            json.writeObjectFieldStart(metric.id() + "_ms");
            JsonOut.number(json, "mean", value(stats, Stats::mean));
            JsonOut.number(json, "p50", value(stats, Stats::median));
            JsonOut.number(json, "p99", value(stats, Stats::p99));
            json.writeEndObject();
        }
        json.writeArrayFieldStart("notes");
        for (String note : row.notes()) {
            json.writeString(SafeText.clean(note));
        }
        json.writeEndArray();
    }

    private static String rate(Row row) {
        return Double.isInfinite(row.requestsPerSecond())
                ? "inf"
                : String.format(Locale.ROOT, "%.2f", row.requestsPerSecond());
    }

    private static String shown(RunFigures figures, RequestMetric metric, Function<Stats, Double> statistic) {
        return shown(value(figures.shown(metric), statistic));
    }

    private static OptionalDouble value(Optional<Stats> stats, Function<Stats, Double> statistic) {
        return stats.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(statistic.apply(stats.get()));
    }

    private static String shown(OptionalDouble value) {
        return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", value.getAsDouble());
    }
}
