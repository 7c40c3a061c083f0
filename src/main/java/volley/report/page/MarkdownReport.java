package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RunMetric;
import volley.report.summary.RecordedSummary;

/** {@code report.md}: what a page says, to be read or pasted where there is no browser. Made from the folder's files. */
final class MarkdownReport {
    static final String FILE_NAME = "report.md";

    private MarkdownReport() {}

    /** Of a run: turns, and every figure that it has. */
    static void ofRun(Path folder) throws IOException {
        RecordedSummary summary = RecordedSummary.read(folder);
        JsonNode json = PageData.summary(folder);
        StringBuilder text = new StringBuilder();
        text.append("# ").append(json.path("simulation").asText("run")).append("\n\n");
        text.append(summary.startedAt())
                .append(", plan `")
                .append(summary.planSha256())
                .append("`, seed ");
        text.append(summary.seed()).append("\n\n");
        summary.warnings()
                .forEach(warning -> text.append("- ").append(cell(warning)).append('\n'));
        text.append(String.format(
                Locale.ROOT,
                "- %,d of %,d turns completed, %,d failed%n%n",
                summary.outcomes().ok(),
                summary.outcomes().planned(),
                summary.outcomes().failed()));
        text.append("| figure | unit | value |\n| --- | --- | ---: |\n");
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric run && summary.value(run).isPresent()) {
                row(text, metric.label(), metric.unit().symbol(), number(summary.value(run)));
            }
        }
        text.append("\n| per request | unit | mean | median | p99 |\n| --- | --- | ---: | ---: | ---: |\n");
        for (Metric metric : MetricCatalogue.ALL) {
            if (!(metric instanceof RunMetric) && summary.mean(metric).isPresent()) {
                row(
                        text,
                        metric.label(),
                        metric.unit().symbol(),
                        number(summary.mean(metric)),
                        number(summary.median(metric)),
                        number(summary.p99(metric)));
            }
        }
        Files.writeString(folder.resolve(FILE_NAME), text);
    }

    /** Of a comparison: its sentence, the servers, and every difference with its verdict. */
    static void ofComparison(Path folder, JsonNode comparison) throws IOException {
        StringBuilder text = new StringBuilder("# Comparison\n\n");
        if (comparison.hasNonNull("answer")) {
            text.append(cell(comparison.path("answer").asText())).append("\n\n");
        }
        comparison
                .path("notes")
                .forEach(note -> text.append("- ").append(cell(note.asText())).append('\n'));
        text.append(
                "\n| server | TTFT mean, ms | TTFT p99, ms | TPOT mean, ms | E2E mean, ms | hit rate, % | from host, % | turns |\n");
        text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (JsonNode server : comparison.path("servers")) {
            row(
                    text,
                    server.path("name").asText(),
                    mean(server.at("/mean_ms/ttft")),
                    number(server.at("/p99_ms/ttft/value"), 1),
                    mean(server.at("/mean_ms/tpot")),
                    mean(server.at("/mean_ms/e2e_latency")),
                    number(server.path("hit_rate"), 100),
                    number(server.at("/hit_rate_by_tier/host"), 100),
                    server.path("turns_completed").asText());
        }
        text.append("\n| figure | from | to | difference, ms | 95 % interval, ms | verdict |\n");
        text.append("| --- | --- | --- | ---: | ---: | --- |\n");
        for (JsonNode difference : comparison.path("differences")) {
            row(
                    text,
                    difference.path("metric").asText() + " "
                            + difference.path("statistic").asText(),
                    difference.path("from").asText(),
                    difference.path("to").asText(),
                    number(difference.path("difference_ms"), 1),
                    number(difference.path("low_ms"), 1) + " to " + number(difference.path("high_ms"), 1),
                    difference.path("verdict").asText().replace('_', ' '));
        }
        Files.writeString(folder.resolve(FILE_NAME), text);
    }

    private static void row(StringBuilder text, String... cells) {
        text.append(Arrays.stream(cells).map(MarkdownReport::cell).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Text of others is no mark-up, nor does it end a line. */
    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }

    private static String mean(JsonNode byRun) {
        double sum = 0;
        int count = 0;
        for (JsonNode value : byRun) {
            if (value.isNumber()) {
                sum += value.asDouble();
                count++;
            }
        }
        return number(count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count));
    }

    private static String number(JsonNode value, double factor) {
        return number(value.isNumber() ? OptionalDouble.of(value.asDouble() * factor) : OptionalDouble.empty());
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.2f", value.getAsDouble()) : "-";
    }
}
