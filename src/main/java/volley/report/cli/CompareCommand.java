package volley.report.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.report.compare.Gate;
import volley.report.compare.RunSet;
import volley.report.compare.SetChange;
import volley.report.compare.SetComparison;
import volley.report.compare.SmallestEffect;
import volley.report.page.ComparePage;

/** {@code compare DIR DIR...}: lays runs, or sets of runs, side by side. */
@Command(
        name = "compare",
        description = "Lays runs, or sets of repeated runs, side by side: a table here, and a page if asked for.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:no condition of --fail-if holds",
            "2:one holds",
            "3:none holds for sure, and of one the runs cannot tell",
            "64:bad input"
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    private static final int FAILED = 2;
    private static final int CANNOT_TELL = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "2..*",
            paramLabel = "DIR",
            description =
                    "A run's folder, one of repeated runs, or several with commas between: a set. The other sets are"
                            + " compared with the first, run by run where their plans are the same.")
    private List<String> folders;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Also write a page with tables and charts of the sets' first runs.")
    private Path page;

    @Option(names = "--markdown", description = "Print the table in Markdown, to be pasted into a pull request.")
    private boolean markdown;

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            description =
                    "Fail if a figure changes by more than a limit, such as 'ttft.p99 > +5%%', 'output_throughput < -3%%' or"
                            + " 'cache_hit_rate < -2pp'. The 95 %% interval between the runs decides, not the change. May be repeated.")
    private List<String> conditions = List.of();

    @Override
    public Integer call() {
        try {
            List<Gate> gates = conditions.stream().map(Gate::of).toList();
            List<RunSet> sets = new ArrayList<>();
            for (String folder : folders) {
                sets.add(RunSet.of(folder));
            }
            SetComparison comparison = SetComparison.of(sets, SmallestEffect.DEFAULT);
            ComparisonTable table = new ComparisonTable(comparison);
            PrintWriter out = spec.commandLine().getOut();
            out.print(markdown ? table.markdown() : table.text());
            int exitCode = judge(gates, comparison, out);
            if (page != null) {
                List<Path> first =
                        sets.stream().map(set -> set.folders().get(0)).toList();
                out.println("Page  " + ComparePage.write(first, page).toAbsolutePath());
            }
            out.flush();
            return exitCode;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int judge(List<Gate> gates, SetComparison comparison, PrintWriter out) {
        boolean failed = false;
        boolean told = true;
        if (!gates.isEmpty()) {
            out.println();
        }
        for (Gate gate : gates) {
            for (int set = 1; set < comparison.sets().size(); set++) {
                int place = set - 1;
                Optional<SetChange> change = comparison.rows().stream()
                        .filter(row -> row.figure().id().equals(gate.figure().id()))
                        .findFirst()
                        .flatMap(row -> row.changes().get(place));
                Gate.Outcome outcome = gate.judge(change);
                failed |= outcome == Gate.Outcome.FAILS;
                told &= outcome != Gate.Outcome.CANNOT_TELL;
                out.println(gate.line(comparison.sets().get(set).name(), change, outcome));
            }
        }
        return failed ? FAILED : told ? 0 : CANNOT_TELL;
    }
}
