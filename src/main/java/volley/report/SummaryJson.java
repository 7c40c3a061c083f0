package volley.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.client.Outcome;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.OutcomeCounts;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;

/**
 * {@code summary.json}: what ran, how its turns ended, and every metric of {@link MetricCatalogue} under its id with its
 * unit. Absent values are {@code null}. Written to a temporary file and moved, so that a reader sees all or nothing.
 *
 * <ul>
 *   <li>{@code turns}: {@code planned} = {@code ok + failed + skipped_after_failure + cancelled} unless {@code complete}
 *       is false; {@code by_outcome} counts every outcome; {@code first_errors} has one line for each that occurred
 *   <li>{@code run}: figures a run has once, {@code {value, unit}}
 *   <li>{@code metrics}: distributions, {@code {unit, count, mean, median, std, min, max, p90, p95, p99}}. Request
 *       metrics also have {@code excluded}, the completed requests without that figure. Percentiles of request metrics
 *       are exact, by numpy's linear rule; those of gaps are off by at most 0.1 %.
 * </ul>
 */
public final class SummaryJson {
    public static final String FILE_NAME = "summary.json";
    /** Raised when a field is removed or changes its meaning. */
    static final int FORMAT_VERSION = 1;

    private SummaryJson() {}

    static void write(Path folder, RunFacts facts, RunFigures figures, List<String> warnings) throws IOException {
        Path target = folder.resolve(FILE_NAME);
        Path partial = Files.createTempFile(folder, "summary", ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(partial)) {
                write(out, facts, figures, warnings);
            }
            move(partial, target);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static void write(OutputStream out, RunFacts facts, RunFigures figures, List<String> warnings) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(printer);
            json.writeStartObject();
            json.writeNumberField("format_version", FORMAT_VERSION);
            json.writeStringField("simulation", SafeText.clean(facts.simulation()));
            json.writeStringField("started_at", facts.startedAt().toString());
            json.writeArrayFieldStart("warnings");
            for (String warning : warnings) {
                json.writeString(SafeText.clean(warning));
            }
            json.writeEndArray();
            json.writeStringField("plan_sha256", SafeText.clean(facts.planSha256()));
            json.writeNumberField("seed", facts.seed());
            JsonOut.strings(json, "versions", RunFacts.sorted(facts.versions()));
            JsonOut.strings(json, "parameters", RunFacts.sorted(facts.parameters()));
            turns(json, figures);
            metrics(json, figures);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void turns(JsonGenerator json, RunFigures figures) throws IOException {
        OutcomeCounts counts = figures.totals().outcomes();
        json.writeObjectFieldStart("turns");
        json.writeNumberField("planned", counts.planned());
        json.writeNumberField("ok", counts.ok());
        json.writeNumberField("failed", counts.failed());
        json.writeNumberField(Outcome.SKIPPED_AFTER_FAILURE.id(), counts.skipped());
        json.writeNumberField(Outcome.CANCELLED.id(), counts.cancelled());
        json.writeBooleanField("complete", counts.complete());
        json.writeObjectFieldStart("by_outcome");
        for (Map.Entry<Outcome, Long> entry : counts.byOutcome().entrySet()) {
            json.writeNumberField(entry.getKey().id(), entry.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("first_errors");
        for (Outcome outcome : Outcome.values()) {
            if (figures.firstErrors().containsKey(outcome)) {
                json.writeStringField(
                        outcome.id(), SafeText.oneLine(figures.firstErrors().get(outcome), 1000));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json, RunFigures figures) throws IOException {
        json.writeObjectFieldStart("run");
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric run) {
                json.writeObjectFieldStart(run.id());
                JsonOut.number(json, "value", figures.shown(run));
                json.writeStringField("unit", run.unit().symbol());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("metrics");
        for (Metric metric : MetricCatalogue.ALL) {
            if (!(metric instanceof RunMetric)) {
                distribution(json, metric, figures);
            }
        }
        json.writeEndObject();
    }

    private static void distribution(JsonGenerator json, Metric metric, RunFigures figures) throws IOException {
        Optional<Stats> stats = figures.shown(metric);
        Stats none = new Stats(
                0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        Stats values = stats.orElse(none);
        json.writeObjectFieldStart(metric.id());
        json.writeStringField("unit", metric.unit().symbol());
        json.writeNumberField("count", values.count());
        if (metric instanceof RequestMetric request) {
            json.writeNumberField("excluded", figures.excluded(request));
        }
        JsonOut.number(json, "mean", values.mean());
        JsonOut.number(json, "median", values.median());
        JsonOut.number(json, "std", values.std());
        JsonOut.number(json, "min", values.min());
        JsonOut.number(json, "max", values.max());
        JsonOut.number(json, "p90", values.p90());
        JsonOut.number(json, "p95", values.p95());
        JsonOut.number(json, "p99", values.p99());
        json.writeEndObject();
    }
}
