package volley.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import volley.report.summary.SweepTable;

/** What is made of the rates of a sweep, once each has its results. */
public final class SweepReports {
    private SweepReports() {}

    /**
     * Says the rates side by side, and writes them and their page into the folder.
     *
     * @param say receives what is for the console
     */
    public static void write(SweepTable table, Path folder, Consumer<String> say) {
        say.accept(table.consoleText());
        Path file = folder.resolve(SweepTable.FILE_NAME);
        try {
            table.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the rates side by side cannot be written to " + file, e);
        }
        say.accept("Rates     " + file.toAbsolutePath());
        say.accept(RunReports.sweepPage(folder));
    }
}
