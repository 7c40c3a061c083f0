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
import volley.report.page.RunPage;
import volley.report.page.SweepPage;

/** {@code report DIR...}: writes the page of each run anew. */
@Command(
        name = "report",
        description = "Writes volley.html anew from the files of each run's folder, or of a sweep's and of its rates.",
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
                List<Path> rates = SweepPage.runs(folder);
                for (Path rate : rates) {
                    RunPage.write(rate);
                }
                Path page = rates.isEmpty() ? RunPage.write(folder) : SweepPage.write(folder);
                spec.commandLine().getOut().println(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return 0;
    }
}
