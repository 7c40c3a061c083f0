package volley.report.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import volley.config.BadInputException;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RunMetric;
import volley.report.summary.RecordedSummary;
import volley.report.summary.SummaryJson;

/**
 * Runs side by side as text: a column per run, a row per figure that any of them has; of a distribution its median and
 * p99. Beside every value but the first its change against the first.
 */
final class ComparisonTable {
    private static final String ABSENT = "-";

    private final List<RecordedSummary> summaries = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private ComparisonTable() {}

    /** @throws BadInputException if a folder has no summary */
    static String of(List<Path> folders) throws IOException {
        ComparisonTable table = new ComparisonTable();
        for (Path folder : folders) {
            table.summaries.add(summary(folder));
        }
        table.head(folders);
        table.row(
                "Turns completed", "turns", summary -> turns(summary.outcomes().ok()));
        table.row("Turns failed", "turns", summary -> turns(summary.outcomes().failed()));
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric run) {
                table.row(metric.label(), metric.unit().symbol(), summary -> summary.value(run));
            } else {
                table.row(metric.label() + ", median", metric.unit().symbol(), summary -> summary.median(metric));
                table.row(metric.label() + ", p99", metric.unit().symbol(), summary -> summary.p99(metric));
            }
        }
        return table.text.toString();
    }

    private static RecordedSummary summary(Path folder) throws IOException {
        Path file = folder.resolve(SummaryJson.FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("no " + SummaryJson.FILE_NAME + " in " + folder
                    + "; give the folder of a run that came to its end");
        }
        return RecordedSummary.read(folder);
    }

    private void head(List<Path> folders) {
        for (int i = 0; i < folders.size(); i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "[%d] %s  %s%n",
                    i + 1,
                    folders.get(i),
                    summaries.get(i).startedAt()));
        }
        long plans =
                summaries.stream().map(RecordedSummary::planSha256).distinct().count();
        text.append(
                plans == 1
                        ? "All runs had the same plan.\n\n"
                        : "! The runs had " + plans + " different plans: their figures are of different work.\n\n");
        text.append(String.format(Locale.ROOT, "%-46s %-10s", "", "unit"));
        for (int i = 0; i < folders.size(); i++) {
            text.append(String.format(Locale.ROOT, i == 0 ? "%14s" : "%14s         ", "[" + (i + 1) + "]"));
        }
        text.append('\n');
    }

    private static OptionalDouble turns(long count) {
        return OptionalDouble.of((double) count);
    }

    private void row(String label, String unit, Function<RecordedSummary, OptionalDouble> figure) {
        List<OptionalDouble> values = summaries.stream().map(figure).toList();
        if (values.stream().noneMatch(OptionalDouble::isPresent)) {
            return;
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-46s %-10s", label, unit));
        for (int i = 0; i < values.size(); i++) {
            line.append(String.format(Locale.ROOT, "%14s", cell(values.get(i))));
            if (i > 0) {
                line.append(String.format(Locale.ROOT, "%9s", change(values.get(0), values.get(i))));
            }
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.2f", value.getAsDouble()) : ABSENT;
    }

    private static String change(OptionalDouble first, OptionalDouble value) {
        if (first.isEmpty() || value.isEmpty() || first.getAsDouble() == 0) {
            return "";
        }
        return String.format(Locale.ROOT, "%+.1f %%", 100 * (value.getAsDouble() / first.getAsDouble() - 1));
    }
}
