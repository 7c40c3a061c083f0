package volley.report.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import volley.report.compare.RunSet;
import volley.report.compare.SetChange;
import volley.report.compare.SetComparison;
import volley.report.compare.SetFigure;
import volley.report.compare.Verdict;
import volley.report.summary.RecordedSummary;

/**
 * Sets of runs side by side as text or as a Markdown table: a column per set, a row per figure that any of them has. Beside
 * every value but the first its change against the first, with the 95 % interval between the runs, and of four figures a
 * verdict.
 */
final class ComparisonTable {
    private static final String ABSENT = "-";

    private final SetComparison comparison;

    ComparisonTable(SetComparison comparison) {
        this.comparison = comparison;
    }

    /** For a console: columns as wide as what is in them. */
    String text() {
        List<List<String>> rows = rows();
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < comparison.sets().size(); i++) {
            text.append(set(i)).append('\n');
        }
        remarks().forEach(remark -> text.append(remark).append('\n'));
        text.append('\n');
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                boolean words = column < 2 || (column > 3 && (column - 3) % 4 == 0);
                line.append(
                        String.format(Locale.ROOT, "%" + (words ? "-" : "") + widths[column] + "s  ", row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        comparison.requests().forEach(sentence -> text.append(sentence).append('\n'));
        return text.toString();
    }

    /** To be pasted into a pull request. */
    String markdown() {
        List<List<String>> rows = rows();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < comparison.sets().size(); i++) {
            text.append("- ").append(escaped(set(i))).append('\n');
        }
        remarks().forEach(remark -> text.append("- ").append(escaped(remark)).append('\n'));
        comparison
                .requests()
                .forEach(sentence -> text.append("- ").append(escaped(sentence)).append('\n'));
        text.append('\n')
                .append(line(rows.get(0)))
                .append(line(rows.get(0).stream()
                        .map(cell -> rows.get(0).indexOf(cell) < 2 ? "---" : "---:")
                        .toList()));
        rows.stream().skip(1).forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(ComparisonTable::escaped).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escaped(String cell) {
        return cell.replace("|", "\\|");
    }

    private String set(int index) {
        RunSet set = comparison.sets().get(index);
        return "[" + (index + 1) + "] " + set.name() + "  "
                + (set.folders().size() == 1
                        ? set.summaries().get(0).startedAt()
                        : set.folders().size() + " runs from "
                                + set.summaries().get(0).startedAt() + " on");
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        long plans = comparison.sets().stream()
                .flatMap(each -> each.summaries().stream())
                .map(each -> each.planSha256())
                .distinct()
                .count();
        if (plans == 1) {
            remarks.add("All runs had the same plan.");
        } else if (comparison.samePlans()) {
            remarks.add("The sets had the same " + plans + " plans: their runs are paired.");
        } else {
            remarks.add("! The runs had " + plans + " different plans: their figures are of different work.");
        }
        if (comparison.fewestRuns() < 2) {
            remarks.add(
                    "One run has no interval: give several of each, with commas between, or a folder of repeated runs.");
        } else {
            remarks.add(
                    "Intervals are 95 % between the runs, each for itself; verdicts hold for four figures at once.");
        }
        return remarks;
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "unit"));
        for (int i = 1; i <= comparison.sets().size(); i++) {
            head.add("[" + i + "]");
            if (i > 1) {
                head.addAll(List.of("change", "95 % interval", "verdict"));
            }
        }
        rows.add(head);
        rows.add(turns("Turns completed", summaries -> summaries.outcomes().ok()));
        rows.add(turns("Turns failed", summaries -> summaries.outcomes().failed()));
        comparison.rows().forEach(row -> rows.add(row(row)));
        return rows;
    }

    private List<String> turns(String label, ToLongFunction<RecordedSummary> count) {
        List<String> cells = new ArrayList<>(List.of(label, "turns"));
        for (int i = 0; i < comparison.sets().size(); i++) {
            cells.add(String.format(
                    Locale.ROOT,
                    "%,d",
                    comparison.sets().get(i).summaries().stream()
                            .mapToLong(count)
                            .sum()));
            if (i > 0) {
                cells.addAll(List.of("", "", ""));
            }
        }
        return cells;
    }

    private static List<String> row(SetComparison.Row row) {
        SetFigure figure = row.figure();
        List<String> cells =
                new ArrayList<>(List.of(figure.label(), figure.metric().unit().symbol()));
        for (int i = 0; i < row.values().length; i++) {
            cells.add(Double.isNaN(row.values()[i]) ? ABSENT : String.format(Locale.ROOT, "%,.2f", row.values()[i]));
            if (i > 0) {
                cells.addAll(change(figure.isShare(), row.changes().get(i - 1)).toList());
            }
        }
        return cells;
    }

    private static Stream<String> change(boolean share, Optional<SetChange> change) {
        if (change.isEmpty() || (!share && change.get().from() == 0)) {
            return Stream.of("", "", "");
        }
        SetChange seen = change.get();
        String unit = share ? "pp" : "%";
        return Stream.of(
                String.format(Locale.ROOT, "%+.1f %s", seen.change(share), unit),
                seen.interval(share)
                        .map(interval ->
                                String.format(Locale.ROOT, "%+.1f to %+.1f %s", interval.low(), interval.high(), unit))
                        .orElse(""),
                seen.verdict().map(Verdict::words).orElse(""));
    }
}
