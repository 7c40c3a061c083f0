package volley.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.recover.RunRecovery;

/** {@code recover DIR}: makes all reports of a run that was killed. */
@Command(
        name = "recover",
        description = "Makes all reports of a run that was killed from what it had written.",
        mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of the run, or of a sweep's rates.")
    private Path folder;

    @Override
    public Integer call() {
        RunRecovery.recover(folder, spec.commandLine().getOut()::println);
        return 0;
    }
}
