package volley.report.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.report.Merge;
import volley.report.page.CommandFile;
import volley.report.page.RunPage;

/** {@code merge DIR DIR... --out DIR}: makes one run of those of several load generators. */
@Command(
        name = "merge",
        description =
                "Merges runs that several load generators made at the same time into a run of its own: all figures are"
                        + " computed anew from the requests, histograms are added, nothing is averaged.",
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "2..*", paramLabel = "DIR", description = "Folders of the runs.")
    private List<Path> folders;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder for the merged run.")
    private Path target;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().println(Merge.merge(folders, target));
            String command =
                    folders.stream().map(folder -> quoted(folder) + " ").collect(Collectors.joining());
            Files.writeString(
                    target.resolve(CommandFile.NAME), "bin/volley merge " + command + "--out " + quoted(target));
            spec.commandLine()
                    .getOut()
                    .println("Page      " + RunPage.write(target).toAbsolutePath());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a shell takes it for one word. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
