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

/** {@code report DIR...}: writes the page of each run anew. */
@Command(
        name = "report",
        description = "Writes volley.html anew from the files of each run's folder.",
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
                spec.commandLine().getOut().println(RunPage.write(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return 0;
    }
}
