package volley.report.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.report.page.ComparePage;

/** {@code compare DIR DIR...}: lays runs side by side. */
@Command(
        name = "compare",
        description = "Lays runs side by side: a table here, and a page with tables and charts.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "2..*",
            paramLabel = "DIR",
            description = "Folders of runs; the others are compared with the first.")
    private List<Path> folders;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page to write. Default: ${DEFAULT-VALUE}",
            defaultValue = "volley-compare.html")
    private Path page;

    @Override
    public Integer call() {
        try {
            spec.commandLine().getOut().print(ComparisonTable.of(folders));
            spec.commandLine()
                    .getOut()
                    .println("Page  " + ComparePage.write(folders, page).toAbsolutePath());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
