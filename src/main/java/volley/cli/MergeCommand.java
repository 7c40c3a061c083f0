package volley.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.recover.RunMerge;

/** {@code merge DIR... --out DIR}: makes one run of those of several load generators. */
@Command(
        name = "merge",
        description =
                "Merges runs that several load generators made at the same time into a run of its own: all figures are"
                        + " computed anew from the requests, histograms are added, nothing is averaged. Shards of one plan"
                        + " become the run of that plan; turns of shards that are missing or were killed are named.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it is whole", "2:turns of the plan are lacking", "64:these runs make no whole"},
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders of the runs, or folders with all of them inside.")
    private List<Path> folders;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder for the merged run.")
    private Path target;

    @Override
    public Integer call() {
        return RunMerge.merge(folders, target, spec.commandLine().getOut()::println);
    }
}
