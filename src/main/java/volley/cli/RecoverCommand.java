package volley.report.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.report.Recover;
import volley.report.page.RunPage;

/** {@code recover DIR}: makes the results of a run that was killed. */
@Command(
        name = "recover",
        description = "Makes the results of a run that was killed from the lines it had written.",
        mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the run.")
    private Path folder;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().println(Recover.recover(folder));
            spec.commandLine()
                    .getOut()
                    .println("Page      " + RunPage.write(folder).toAbsolutePath());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
