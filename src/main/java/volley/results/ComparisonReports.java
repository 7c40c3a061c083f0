package volley.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import volley.report.compare.Comparison;
import volley.report.compare.ComparisonFiles;
import volley.report.compare.RateStudy;
import volley.report.compare.ServerRun;
import volley.report.summary.RecordedSummary;

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
            List<ServerRun> runs,
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

    /**
     * As the other, for runs that a signal ended: says which of them are whole, and compares those.
     *
     * @param runs folder of each run, by server, whether it came to its turn or not
     */
    public static void writeOfStopped(
            Path folder, List<ServerRun> runs, Comparison.Rule rule, List<String> notes, Consumer<String> say) {
        List<ServerRun> whole =
                runs.stream().filter(run -> isWhole(run.folder())).toList();
        String said = "the runs were stopped by a signal: " + whole.size() + " of " + runs.size() + " are whole";
        if (whole.stream().map(ServerRun::server).distinct().count() < 2) {
            String names = whole.stream()
                    .map(run -> run.folder().getFileName().toString())
                    .collect(Collectors.joining(", "));
            say.accept("Comparison  none: " + said + (names.isEmpty() ? "" : " (" + names + ")")
                    + "; each folder has what there is of its run");
            return;
        }
        List<String> all = new ArrayList<>(notes);
        all.add(said + "; the others are in no figure here, and no server has more repeats than these");
        write(folder, whole, rule, RateStudy.NONE, all, say);
    }

    private static boolean isWhole(Path folder) {
        try {
            return RecordedSummary.read(folder).isWhole();
        } catch (IOException e) {
            return false;
        }
    }
}
