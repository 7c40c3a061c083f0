package volley.report.summary;

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
import volley.calibration.Calibration;
import volley.calibration.ClientError;
import volley.client.Outcome;
import volley.metrics.DialectMetric;
import volley.metrics.GapMetric;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.Objective;
import volley.metrics.OutcomeCounts;
import volley.metrics.PercentileBounds;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.RunTotals;
import volley.metrics.Stats;
import volley.metrics.SteadyFigures;
import volley.metrics.TokenTotals;
import volley.metrics.Unit;
import volley.monitor.Disturbances;
import volley.report.folder.RunEnd;
import volley.report.folder.RunFacts;
import volley.report.json.JsonOut;
import volley.report.json.SafeText;
import volley.servermetrics.ServerFindings;

/**
 * {@code summary.json}: what ran, how its turns ended, and every metric of {@link MetricCatalogue} under its id with its
 * unit. Absent values are {@code null}. Written to a temporary file and moved, so that a reader sees all or nothing.
 *
 * <ul>
 *   <li>{@code turns}: {@code planned} = {@code ok + failed + skipped_after_failure + cancelled} unless {@code complete}
 *       is false; {@code by_outcome} counts every outcome; {@code first_errors} has one line for each that occurred
 *   <li>{@code cold}: whether the server's prefix cache was empty for this run: {@code verdict} is {@code proven}, {@code
 *       salted} or {@code not proven}, with its {@code reason}; {@code null} where nothing is known
 *   <li>{@code ended}: of a run with a time limit, {@code by}, which is {@code time} or {@code plan}, and {@code
 *       turns_not_sent}, turns of the plan that are not among the planned ones here; where conversations begin one after the
 *       other, {@code sessions_began}, {@code sessions_ended} and {@code sessions_failed}
 *   <li>{@code cache_report}: hits by tier of the cache and by turn, see {@link CacheReport}
 *   <li>{@code run}: figures a run has once, {@code {value, unit}}
 *   <li>{@code retokenized}: how many {@code answers} the client counted, {@code of} how many; fewer are a sample, whose total
 *       is scaled to all; {@code null} where it counted none
 *   <li>{@code metrics}: distributions, {@code {unit, count, mean, median, std, min, max, p90, p95, p99}}. Request
 *       metrics also have {@code excluded}, the completed requests without that figure, and {@code bounds_95}, between which
 *       each percentile lies with a confidence of 95 %, {@code null} where there are too few values; ITL has {@code streams}, the
 *       completed ones with gaps, and of these {@code excluded_streams}, whose tokens per event are unknown, and {@code
 *       retokenized_streams}, whose tokens per event the client's tokenizer counted. Percentiles of request metrics are
 *       exact, by numpy's linear rule; those of gaps are off by at most 0.1 %.
 *   <li>{@code steady_state}: the same two for the steady part of the run, without the gaps between tokens, and {@code
 *       opens_s}, {@code closes_s} since the run's start; {@code null} where there was none, and {@code steady_state_absent} says why
 *   <li>{@code dialects}: other tools' definitions from the same requests, each with its {@code tool} and {@code formula}
 *   <li>{@code slo}: each objective with its {@code limit}, {@code value} and whether it was {@code met}
 *   <li>{@code calibration}: the client's own error, {@code {source, simulation, covers_load, load, errors,
 *       exceeds_5_percent}}, in ms, or {@code null} where no calibration was given. {@code simulation} is the one whose plan
 *       it played. {@code covers_load} is false where this run asked more of the client than the calibration did; {@code
 *       exceeds_5_percent} lists figures of which the p99 error is more than 5 %
 *   <li>{@code interference}: what disturbed the client, see {@link InterferenceJson}; {@code null} where it was not
 *       watched
 * </ul>
 */
public final class SummaryJson {
    public static final String FILE_NAME = "summary.json";
    /** Raised when a field is removed or changes its meaning. */
    static final int FORMAT_VERSION = 1;

    private SummaryJson() {}

    public static void write(
            Path folder,
            RunFacts facts,
            RunFigures figures,
            List<Objective.Verdict> verdicts,
            Optional<ErrorBars> errorBars,
            Optional<Disturbances> disturbances,
            Optional<ServerFindings> servers,
            List<String> warnings)
            throws IOException {
        Path target = folder.resolve(FILE_NAME);
        Path partial = folder.resolve(FILE_NAME + ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(partial)) {
                write(out, facts, figures, verdicts, errorBars, disturbances, servers, warnings);
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

    static void write(
            OutputStream out,
            RunFacts facts,
            RunFigures figures,
            List<Objective.Verdict> verdicts,
            Optional<ErrorBars> errorBars,
            Optional<Disturbances> disturbances,
            Optional<ServerFindings> servers,
            List<String> warnings)
            throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(printer);
            json.writeStartObject();
            json.writeNumberField(SummaryFields.FORMAT_VERSION, FORMAT_VERSION);
            json.writeStringField("simulation", SafeText.clean(facts.simulation()));
            json.writeStringField(SummaryFields.STARTED_AT, facts.startedAt().toString());
            json.writeArrayFieldStart(SummaryFields.WARNINGS);
            for (String warning : warnings) {
                json.writeString(SafeText.clean(warning));
            }
            json.writeEndArray();
            JsonOut.coldness(json, facts.coldness());
            if (facts.end().isPresent()) {
                json.writeObjectFieldStart("ended");
                json.writeStringField("by", facts.end().get().cause().id());
                json.writeNumberField("turns_not_sent", facts.end().get().turnsNotSent());
                writeSessions(json, facts.end().get());
                json.writeEndObject();
            }
            json.writeStringField(SummaryFields.PLAN_SHA256, SafeText.clean(facts.planSha256()));
            json.writeNumberField(SummaryFields.SEED, facts.seed());
            JsonOut.strings(json, "versions", facts.versions());
            JsonOut.strings(json, "parameters", facts.parameters());
            turns(json, figures);
            run(json, figures.totals());
            retokenized(json, figures.totals().tokens().retokenized());
            CacheReport.write(json, figures);
            metrics(json, figures);
            steadyState(json, figures);
            dialects(json, figures);
            objectives(json, verdicts);
            calibration(json, errorBars);
            InterferenceJson.write(json, disturbances);
            ServerMetricsJson.write(json, servers);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void turns(JsonGenerator json, RunFigures figures) throws IOException {
        OutcomeCounts counts = figures.totals().outcomes();
        json.writeObjectFieldStart(SummaryFields.TURNS);
        json.writeNumberField(SummaryFields.PLANNED, counts.planned());
        json.writeNumberField("ok", counts.ok());
        json.writeNumberField("failed", counts.failed());
        json.writeNumberField(Outcome.SKIPPED_AFTER_FAILURE.id(), counts.skipped());
        json.writeNumberField(Outcome.CANCELLED.id(), counts.cancelled());
        json.writeBooleanField("complete", counts.complete());
        JsonOut.byOutcome(json, counts);
        json.writeObjectFieldStart(SummaryFields.FIRST_ERRORS);
        for (Outcome outcome : Outcome.values()) {
            if (figures.firstErrors().containsKey(outcome)) {
                json.writeStringField(
                        outcome.id(), SafeText.oneLine(figures.firstErrors().get(outcome), 1000));
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void run(JsonGenerator json, RunTotals totals) throws IOException {
        json.writeObjectFieldStart(SummaryFields.RUN);
        for (RunMetric metric : RunMetric.values()) {
            json.writeObjectFieldStart(metric.id());
            JsonOut.number(json, SummaryFields.VALUE, metric.shown(totals));
            json.writeStringField(SummaryFields.UNIT, metric.unit().symbol());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void retokenized(JsonGenerator json, TokenTotals.Retokenized counted) throws IOException {
        json.writeFieldName(SummaryFields.RETOKENIZED);
        if (counted.tokens() == Metric.ABSENT) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeNumberField(SummaryFields.ANSWERS, counted.answers());
        json.writeNumberField("of", counted.allAnswers());
        json.writeEndObject();
    }

    private static void metrics(JsonGenerator json, RunFigures figures) throws IOException {
        long completed = figures.totals().outcomes().ok();
        json.writeObjectFieldStart(SummaryFields.METRICS);
        for (Metric metric : MetricCatalogue.ALL) {
            if (!(metric instanceof RunMetric)) {
                json.writeObjectFieldStart(metric.id());
                distribution(json, metric, figures.shown(metric), completed);
                if (metric instanceof GapMetric gaps && gaps.perToken()) {
                    json.writeNumberField("streams", figures.itl().streams());
                    json.writeNumberField("excluded_streams", figures.itl().excluded());
                    json.writeNumberField("retokenized_streams", figures.itl().retokenized());
                }
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void steadyState(JsonGenerator json, RunFigures figures) throws IOException {
        json.writeStringField("steady_state_absent", figures.whyNotSteady().orElse(null));
        json.writeFieldName("steady_state");
        if (figures.steady().isEmpty()) {
            json.writeNull();
            return;
        }
        SteadyFigures steady = figures.steady().get();
        json.writeStartObject();
        JsonOut.number(json, "opens_s", Unit.SECONDS.toShown((double) steady.opensAfterNs()));
        JsonOut.number(json, "closes_s", Unit.SECONDS.toShown((double) steady.closesAfterNs()));
        run(json, steady.totals());
        json.writeObjectFieldStart(SummaryFields.METRICS);
        for (RequestMetric metric : RequestMetric.values()) {
            json.writeObjectFieldStart(metric.id());
            distribution(
                    json,
                    metric,
                    steady.shown(metric),
                    steady.totals().outcomes().ok());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void dialects(JsonGenerator json, RunFigures figures) throws IOException {
        long completed = figures.totals().outcomes().ok();
        json.writeObjectFieldStart("dialects");
        for (DialectMetric metric : DialectMetric.values()) {
            json.writeObjectFieldStart(metric.id());
            json.writeStringField("tool", metric.tool());
            json.writeStringField("formula", metric.formula());
            distribution(
                    json,
                    metric,
                    Optional.ofNullable(figures.dialects().get(metric)).map(stats -> stats.shownIn(metric.unit())),
                    completed);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void objectives(JsonGenerator json, List<Objective.Verdict> verdicts) throws IOException {
        json.writeArrayFieldStart(SummaryFields.OBJECTIVES);
        for (Objective.Verdict verdict : verdicts) {
            Objective objective = verdict.objective();
            json.writeStartObject();
            json.writeStringField("metric", objective.metric().id());
            json.writeStringField("statistic", objective.statistic());
            JsonOut.number(json, "limit", objective.limit());
            JsonOut.number(json, SummaryFields.VALUE, verdict.value());
            json.writeStringField(SummaryFields.UNIT, objective.metric().unit().symbol());
            json.writeBooleanField(SummaryFields.MET, verdict.met());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void calibration(JsonGenerator json, Optional<ErrorBars> errorBars) throws IOException {
        json.writeFieldName("calibration");
        if (errorBars.isEmpty()) {
            json.writeNull();
            return;
        }
        ErrorBars bars = errorBars.get();
        Calibration calibration = bars.calibration();
        json.writeStartObject();
        json.writeStringField("source", SafeText.clean(calibration.source()));
        json.writeStringField("simulation", SafeText.clean(calibration.simulation()));
        json.writeBooleanField("covers_load", bars.coversLoad());
        json.writeObjectFieldStart("load");
        JsonOut.number(json, "requests_per_second", calibration.load().requestsPerSecond());
        JsonOut.number(json, "tokens_per_second", calibration.load().tokensPerSecond());
        json.writeEndObject();
        json.writeObjectFieldStart("errors");
        for (Map.Entry<String, ClientError> error : calibration.errors().entrySet()) {
            json.writeObjectFieldStart(error.getKey());
            JsonOut.number(json, "p50_ms", error.getValue().p50Ms());
            JsonOut.number(json, "p99_ms", error.getValue().p99Ms());
            JsonOut.number(json, "max_ms", error.getValue().maxMs());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("exceeds_5_percent");
        for (ErrorBars.Blurred blurred : bars.blurred()) {
            json.writeStartObject();
            json.writeStringField("metric", blurred.metric().id());
            json.writeStringField("statistic", blurred.statistic());
            JsonOut.number(json, "value_ms", blurred.valueMs());
            JsonOut.number(json, "error_ms", blurred.errorMs());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void distribution(JsonGenerator json, Metric metric, Optional<Stats> stats, long completed)
            throws IOException {
        Stats values = stats.orElse(Stats.NONE);
        json.writeStringField(SummaryFields.UNIT, metric.unit().symbol());
        json.writeNumberField(SummaryFields.COUNT, values.count());
        if (!(metric instanceof GapMetric)) {
            json.writeNumberField("excluded", completed - values.count());
        }
        JsonOut.number(json, "mean", values.mean());
        JsonOut.number(json, SummaryFields.MEDIAN, values.median());
        JsonOut.number(json, "std", values.std());
        JsonOut.number(json, "min", values.min());
        JsonOut.number(json, "max", values.max());
        JsonOut.number(json, "p90", values.p90());
        JsonOut.number(json, "p95", values.p95());
        JsonOut.number(json, SummaryFields.P99, values.p99());
        if (!(metric instanceof GapMetric)) {
            json.writeObjectFieldStart("bounds_95");
            bounds(json, SummaryFields.MEDIAN, values.bounds().median());
            bounds(json, "p90", values.bounds().p90());
            bounds(json, "p95", values.bounds().p95());
            bounds(json, SummaryFields.P99, values.bounds().p99());
            json.writeEndObject();
        }
    }

    private static void bounds(JsonGenerator json, String percentile, Optional<PercentileBounds.Between> bounds)
            throws IOException {
        if (bounds.isEmpty()) {
            json.writeNullField(percentile);
            return;
        }
        json.writeObjectFieldStart(percentile);
        JsonOut.number(json, "low", bounds.get().low());
        JsonOut.number(json, "high", bounds.get().high());
        json.writeEndObject();
    }

    private static void writeSessions(JsonGenerator json, RunEnd end) throws IOException {
        if (end.sessions().isPresent()) {
            RunEnd.Sessions sessions = end.sessions().get();
            json.writeNumberField("sessions_began", sessions.began());
            json.writeNumberField("sessions_ended", sessions.ended());
            json.writeNumberField("sessions_failed", sessions.failed());
        }
    }
}
