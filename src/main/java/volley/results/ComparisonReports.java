package volley.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import volley.report.compare.Comparison;
import volley.report.compare.ComparisonFiles;
import volley.report.compare.RateStudy;

/** What is made of one plan's runs on several servers, once each has its results. */
public final class ComparisonReports {
    private ComparisonReports() {}

    /**
     * Compares the runs, and writes the comparison and its page into the folder.
     *
     * @param runs folder of each run, by server
     * @param rule by which differences are judged
     * @param rates what is known of other rates
     * @param notes what a reader must know
     * @param say receives what is for the console
     */
    public static void write(
            Path folder,
            List<Comparison.RunFolder> runs,
            Comparison.Rule rule,
            RateStudy rates,
            List<String> notes,
            Consumer<String> say) {
        try {
            Comparison comparison = Comparison.of(runs, rule, notes).with(rates);
            ComparisonFiles.write(folder, comparison);
            say.accept(comparison.consoleText());
            say.accept("Comparison  " + folder.toAbsolutePath().resolve(ComparisonFiles.PAGE_NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("the comparison cannot be written to " + folder, e);
        }
    }
}
