package volley.report.line;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import volley.metrics.GapMetric;
import volley.metrics.Metric;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;
import volley.report.json.JsonOut;
import volley.report.json.SafeText;

/**
 * The line that SGLang's {@code bench_serving} appends after a run, under its names and in its order, for the scripts
 * that read it. Differences from the original, each because JSON or truth asks for it:
 *
 * <ul>
 *   <li>{@code request_rate} without limit is the string {@code "inf"}, since JSON has no Infinity.
 *   <li>What cannot be computed is {@code null}.
 *   <li>{@code tpot} is Volley's ({@link RequestMetric#TPOT}); latency runs to the last token.
 * </ul>
 *
 * {@code itl} has the original's meaning, the gaps between events that bear tokens ({@link GapMetric#ICL}).
 */
public final class ResultLine {
    private static final DateTimeFormatter MONTH_DAY = DateTimeFormatter.ofPattern("MMdd", Locale.ROOT);

    private ResultLine() {}

    /** {@code {backend}_{MMDD}_{num_prompts}_{dataset}.jsonl}. */
    static String defaultFileName(UpstreamParameters parameters, OffsetDateTime startedAt) {
        return String.format(
                Locale.ROOT,
                "%s_%s_%d_%s.jsonl",
                parameters.backend(),
                MONTH_DAY.format(startedAt),
                parameters.numPrompts(),
                parameters.datasetName());
    }

    public static Path fileOf(RunFacts facts) {
        return facts.outputFile().orElseGet(() -> Path.of(defaultFileName(facts.upstream(), facts.startedAt())));
    }

    static void append(Path path, RunFacts facts, RunFigures figures) throws IOException {
        append(path, line(facts, figures));
    }

    /** Appends the line; a last line that another writer left unfinished is ended first. */
    static void append(Path path, byte[] line) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = file.size();
            boolean torn = end > 0 && byteAt(file, end - 1) != '\n';
            ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
            if (torn) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).flip();
            file.position(end);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    private static byte byteAt(FileChannel file, long position) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, position);
        return one.get(0);
    }

    static byte[] line(RunFacts facts, RunFigures figures) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            parameters(json, facts.upstream());
            JsonOut.number(json, "duration", figures.shown(RunMetric.DURATION));
            json.writeNumberField("completed", figures.totals().outcomes().ok());
            JsonOut.number(json, "total_input_tokens", figures.shown(RunMetric.INPUT_TOKENS));
            JsonOut.number(json, "total_output_tokens", figures.shown(RunMetric.OUTPUT_TOKENS));
            JsonOut.number(json, "total_output_tokens_retokenized", figures.shown(RunMetric.OUTPUT_TOKENS_RETOKENIZED));
            JsonOut.number(json, "request_throughput", figures.shown(RunMetric.REQUEST_THROUGHPUT));
            JsonOut.number(json, "input_throughput", figures.shown(RunMetric.INPUT_THROUGHPUT));
            JsonOut.number(json, "output_throughput", figures.shown(RunMetric.OUTPUT_THROUGHPUT));
            latency(json, "e2e_latency", figures, RequestMetric.E2E);
            latency(json, "ttft", figures, RequestMetric.TTFT);
            latency(json, "tpot", figures, RequestMetric.TPOT);
            latency(json, "itl", figures, GapMetric.ICL);
            JsonOut.number(json, "concurrency", figures.shown(RunMetric.CONCURRENCY));
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void parameters(JsonGenerator json, UpstreamParameters parameters) throws IOException {
        json.writeStringField("backend", SafeText.clean(parameters.backend()));
        json.writeStringField("dataset_name", SafeText.clean(parameters.datasetName()));
        if (parameters.requestRate() == Double.POSITIVE_INFINITY) {
            json.writeStringField("request_rate", "inf");
        } else {
            JsonOut.number(json, "request_rate", parameters.requestRate());
        }
        JsonOut.number(json, "max_concurrency", parameters.maxConcurrency());
        JsonOut.number(json, "fixed_output_len", parameters.fixedOutputTokens());
        JsonOut.number(json, "random_input_len", parameters.randomInputTokens());
        JsonOut.number(json, "random_output_len", parameters.randomOutputTokens());
        JsonOut.number(json, "random_range_ratio", parameters.randomRangeRatio());
    }

    private static void latency(JsonGenerator json, String name, RunFigures figures, Metric metric) throws IOException {
        Stats stats = figures.shown(metric).orElse(null);
        JsonOut.number(json, "mean_" + name + "_ms", stats == null ? Double.NaN : stats.mean());
        JsonOut.number(json, "median_" + name + "_ms", stats == null ? Double.NaN : stats.median());
        JsonOut.number(json, "std_" + name + "_ms", stats == null ? Double.NaN : stats.std());
        JsonOut.number(json, "p99_" + name + "_ms", stats == null ? Double.NaN : stats.p99());
    }
}
