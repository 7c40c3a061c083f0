package volley.recover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.Merge;
import volley.report.ReportException;
import volley.report.ShardSet;
import volley.report.folder.RunFacts;
import volley.report.page.CommandFile;
import volley.report.page.RunPage;
import volley.report.summary.SummaryJson;
import volley.results.RunReports;
import volley.results.ShellWord;

/**
 * Makes one run of those of several load generators. Of shards of one plan it makes all that a run of the plan has, the
 * cache lens too: for that, the plan is made again from a shard's command.
 */
public final class RunMerge {
    private static final Logger LOG = LoggerFactory.getLogger(RunMerge.class);

    /** Of a run of which a turn was lost. */
    private static final int INCOMPLETE = 2;

    private RunMerge() {}

    /**
     * Merges into a new folder.
     *
     * @param given folders of runs, or folders with all of them inside
     * @param target made if missing; must be empty
     * @param say receives what is for the console
     * @return the exit code: 2 if turns of a plan are lacking
     * @throws BadInputException if these runs make no whole
     */
    public static int merge(List<Path> given, Path target, Consumer<String> say) {
        try {
            List<Path> folders = RunFolders.of(given);
            Optional<ShardSet> shards = ShardSet.of(folders);
            if (shards.isPresent()) {
                return shards(shards.get(), given, target, say);
            }
            say.accept(Merge.merge(folders, target));
            writeCommand(given, target);
            say.accept("Page      " + RunPage.write(target).toAbsolutePath());
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int shards(ShardSet shards, List<Path> given, Path target, Consumer<String> say) throws IOException {
        for (ShardSet.Part part : shards.parts()) {
            recoverIfKilled(part, say);
        }
        Merge.Whole whole = Merge.shards(shards, target);
        say.accept(whole.console());
        writeCommand(given, target);
        say.accept(reports(shards.parts(), target));
        return whole.complete() ? 0 : INCOMPLETE;
    }

    private static void recoverIfKilled(ShardSet.Part part, Consumer<String> say) {
        if (Files.exists(part.folder().resolve(SummaryJson.FILE_NAME))) {
            return;
        }
        say.accept("Shard " + part.index() + " did not come to its end: its results are made of what it left in "
                + part.folder());
        try {
            RunRecovery.recover(part.folder(), line -> {});
        } catch (ReportException e) {
            // such as a result line in a folder of another machine: the others of its files are there
            LOG.warn("not all results of shard {} could be made", part.index(), e);
        }
    }

    private static String reports(List<ShardSet.Part> shards, Path target) {
        RunFacts facts = shards.get(0).facts();
        Preparation prepared;
        try {
            prepared = PlanRecovery.whole(
                    shards.stream().map(ShardSet.Part::folder).toList(), facts);
        } catch (RuntimeException e) {
            LOG.debug("the plan cannot be made again", e);
            return RunReports.writeWithoutLens(target, "the plan cannot be made again: " + IoReason.ofAny(e));
        }
        try {
            Target server = Target.ofEndedRun(prepared.settings().server(), facts);
            return RunReports.write(target, prepared, Optional.of(server), Optional.empty());
        } finally {
            prepared.tokenizer().close();
        }
    }

    private static void writeCommand(List<Path> given, Path target) throws IOException {
        String command = given.stream()
                .map(folder -> ShellWord.of(folder.toString()) + " ")
                .collect(Collectors.joining());
        Files.writeString(
                target.resolve(CommandFile.NAME),
                "bin/volley merge " + command + "--out " + ShellWord.of(target.toString()));
    }
}
