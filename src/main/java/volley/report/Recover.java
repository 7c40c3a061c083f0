package volley.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.calibration.Calibration;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.config.Retokenize;
import volley.metrics.RunFigures;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;
import volley.monitor.Disturbances;
import volley.monitor.Interference;
import volley.monitor.SlowRequests;
import volley.report.folder.AnswerFile;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.InterferenceFile;
import volley.report.folder.PromptCounter;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RecordedTurn;
import volley.report.folder.RecordedTurns;
import volley.report.folder.RequestLog;
import volley.report.folder.RunFacts;
import volley.report.folder.RunFile;
import volley.report.folder.ServerMetricsFile;
import volley.report.line.ResultLineForms;
import volley.report.line.RoundFigures;
import volley.report.summary.SummaryJson;
import volley.tokenizer.Tokenizer;

/**
 * Makes the figures of a run that was killed from what it left: {@code requests.jsonl} has every request that had ended
 * but those of the last half second, {@code answers.jsonl} their answers, {@code run.json} what was planned and what the
 * result line looks like. Writes {@code summary.json}, {@code junit.xml} and the result line, with the client's own error
 * where the run was given a calibration. Turns that left no line count as cancelled. The gaps inside of answers (ITL, ICL)
 * and what disturbed the client are those that {@code gaps.hlog} and {@code interference.jsonl} had been given, at most a
 * second before.
 *
 * <p>Requests and answers are read line by line: memory grows as in the run itself, with the columns that percentiles are
 * made of.
 */
public final class Recover {
    private static final Logger LOG = LoggerFactory.getLogger(Recover.class);

    private final Path folder;
    private final RunFacts facts;
    private final List<String> notes;
    private final Results results;
    private final RoundFigures rounds = new RoundFigures();
    private final SlowRequests slowRequests = new SlowRequests();
    private final BitSet completed = new BitSet();

    private Recover(Path folder, RunFacts facts, List<String> notes) {
        this.folder = folder;
        this.facts = facts;
        this.notes = notes;
        this.results = Results.recovered(folder, facts);
    }

    /**
     * A run whose figures are made.
     *
     * @param facts as it left them, with what a reader must know of the figures
     * @param console the table for the console
     */
    public record Recovered(RunFacts facts, RunFigures figures, String console) {}

    /** Whether the folder is one that a run has begun to write. */
    public static boolean isRun(Path folder) {
        return Files.exists(folder.resolve(RunFile.FILE_NAME));
    }

    /**
     * Makes sure that the run was killed.
     *
     * @throws BadInputException if it is going on, or has its results
     */
    public static void mustBeKilled(Path folder) {
        if (orBadInput(folder, () -> ClaimedFolder.isClaimed(folder))) {
            throw new BadInputException(folder + " is still being written to; wait until its run has ended");
        }
        if (Files.exists(folder.resolve(SummaryJson.FILE_NAME))) {
            throw new BadInputException(folder
                    + " has its results; to make them again of what the run left, delete its " + SummaryJson.FILE_NAME);
        }
    }

    /**
     * What a run said of itself when it began.
     *
     * @throws BadInputException if the folder is not that of a run
     */
    public static RunFacts facts(Path folder) {
        return orBadInput(folder, () -> RunFile.read(folder, List.of()));
    }

    /**
     * Writes the results of a killed run.
     *
     * @param tokenizer counts the tokens of its answers; absent: nobody does
     * @param prompts counts the prompts that nobody has counted; absent: they stay so
     * @param moreNotes what a reader must know beside that it was killed, one line each
     * @throws BadInputException if the folder does not have what a run leaves
     */
    public static Recovered recover(
            Path folder, Optional<Tokenizer> tokenizer, Optional<PromptCounter> prompts, List<String> moreNotes) {
        List<String> notes = new ArrayList<>();
        notes.add("recovered from " + RequestLog.FILE_NAME
                + " of a run that did not end: turns without a line count as cancelled");
        notes.addAll(moreNotes);
        return orBadInput(folder, () -> {
            Recover recover = new Recover(folder, RunFile.read(folder, List.of()), notes);
            recover.results.retokenize(Retokenize.of(recover.facts.parameters()));
            prompts.ifPresent(recover.results::countPromptsBy);
            return recover.recover(tokenizer);
        });
    }

    private Recovered recover(Optional<Tokenizer> tokenizer) throws IOException {
        long turns = readTurns();
        readGaps();
        readDisturbances();
        ServerMetricsFile.read(folder).ifPresent(results::servedBy);
        if (tokenizer.isPresent()) {
            retokenize(tokenizer.get());
        }
        for (long lost = turns; lost < facts.plannedTurns(); lost++) {
            results.accept(TurnRecord.unsent(0, "", 0, 0, Outcome.CANCELLED));
        }
        calibrate();
        RunFacts noted = RunFile.read(folder, notes);
        String console = results.finish(noted, ResultLineForms.of(RunFile.resultLine(folder), rounds));
        return new Recovered(noted, results.figures(), console);
    }

    private long readTurns() throws IOException {
        try (RecordedTurns lines = new RecordedTurns(folder)) {
            for (Optional<ObjectNode> line = lines.next(); line.isPresent(); line = lines.next()) {
                RecordedTurn recorded = lines.record(line.get());
                results.acceptRecorded(recorded);
                rounds.accept(recorded.turn(), recorded.figures());
                slowRequests.accept(recorded.turn(), recorded.figures());
                if (recorded.turn().outcome() == Outcome.OK) {
                    completed.set(recorded.turn().order());
                }
            }
            if (lines.cutOff()) {
                notes.add("the last line was cut off when the run was killed: its turn counts as cancelled");
            }
            return lines.read();
        }
    }

    private void readGaps() throws IOException {
        RecordedGaps gaps = RecordedGaps.read(folder);
        results.acceptGaps(gaps);
        if (gaps.requests() != completed.cardinality()) {
            notes.add("ITL and ICL are of " + gaps.requests() + " completed requests, the other figures of "
                    + completed.cardinality());
        }
    }

    private void readDisturbances() throws IOException {
        Set<Interference.Kind> watchedFor = RunFile.watchedFor(folder);
        if (watchedFor.isEmpty() || !Files.exists(folder.resolve(InterferenceFile.NAME))) {
            return;
        }
        double thresholdMs = Double.parseDouble(facts.parameters().getOrDefault("interference-threshold-ms", "0"));
        List<Interference> found = InterferenceFile.read(folder);
        results.disturbedBy(Disturbances.of(thresholdMs, watchedFor, found, 0, slowRequests, 0, Long.MAX_VALUE));
        notes.add("which requests had the longest gaps was lost with the run:"
                + " only the slowest by TTFT are laid beside what disturbed the client");
    }

    private void retokenize(Tokenizer tokenizer) {
        Path answers = folder.resolve(AnswerFile.NAME);
        Retokenize which = Retokenize.of(facts.parameters());
        if (which == Retokenize.NONE) {
            return;
        }
        try {
            Retokenized counted = which == Retokenize.ALL
                    ? AnswerFile.count(answers, completed::get, tokenizer::count)
                    : AnswerFile.countSample(answers, completed::get, tokenizer::count);
            results.acceptRetokenized(counted);
            if (counted.allAnswers() != completed.cardinality()) {
                notes.add("retokenized are the " + counted.allAnswers() + " answers in " + AnswerFile.NAME + ", of "
                        + completed.cardinality() + " completed requests");
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("answers could not be retokenized", e);
            notes.add("answers could not be retokenized: " + IoReason.ofAny(e));
        }
    }

    /** A calibration that is gone by now must not cost the figures. */
    private void calibrate() {
        String calibration = facts.parameters().get("calibration");
        if (calibration == null) {
            return;
        }
        try {
            results.calibratedBy(Calibration.read(Path.of(calibration)));
        } catch (BadInputException e) {
            notes.add("without the client's own error, for the run's calibration cannot be read: " + e.getMessage());
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T orBadInput(Path folder, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new BadInputException(e.getMessage() + " is missing; give the folder of a run of Volley");
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be read (" + IoReason.of(e) + "); give the folder of a run");
        }
    }
}
