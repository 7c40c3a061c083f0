package volley.report.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.report.page.ComparisonPage;
import volley.report.page.RunPage;
import volley.report.page.SweepPage;
import volley.report.page.TrialsPage;

/** {@code report DIR...}: writes the page of each run anew. */
@Command(
        name = "report",
        description =
                "Writes volley.html anew from the files of each run's folder, or of a sweep's and of its rates, and"
                        + " comparison.html of a comparison's.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folder of a run, such as target/gatling/multiturn-…")
    private List<Path> folders;

    @Override
    public Integer call() {
        for (Path folder : folders) {
            try {
                spec.commandLine().getOut().println(write(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return 0;
    }

    /** The pages of the runs in it, and then its own. */
    private static Path write(Path folder) throws IOException {
        if (TrialsPage.isOne(folder)) {
            return TrialsPage.write(folder);
        }
        if (ComparisonPage.isComparison(folder)) {
            for (Path run : ComparisonPage.runs(folder)) {
                RunPage.write(run);
            }
            return ComparisonPage.write(folder);
        }
        List<Path> rates = SweepPage.runs(folder);
        for (Path rate : rates) {
            RunPage.write(rate);
        }
        return rates.isEmpty() ? RunPage.write(folder) : SweepPage.write(folder);
    }
}
