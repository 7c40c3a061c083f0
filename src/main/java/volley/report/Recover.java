package volley.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import volley.calibration.Calibration;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.metrics.TurnRecord;

/**
 * Makes the results of a run that was killed from what it left: {@code requests.jsonl} has every request that had ended
 * but those of the last half second, {@code run.json} what was planned and what the result line looks like. Writes
 * {@code summary.json} and the result line, with the client's own error where the run was given a calibration.
 * Turns that left no line count as cancelled. The gaps inside of answers (ITL, ICL) are those {@code gaps.hlog} had been
 * given, at most a second before.
 */
public final class Recover {
    private Recover() {}

    /**
     * Writes the results of a killed run.
     *
     * @return the table for the console
     * @throws BadInputException if the folder does not have what a run leaves
     */
    public static String recover(Path folder) {
        try {
            List<String> notes = new ArrayList<>();
            notes.add("recovered from " + RequestLog.FILE_NAME
                    + " of a run that did not end: turns without a line count as"
                    + " cancelled");
            RunFacts facts = RunFile.read(folder, List.of());
            Results results = Results.recovered(folder, facts);
            RoundFigures rounds = new RoundFigures();
            long turns = readTurns(folder, results, rounds, notes);
            readGaps(folder, results, facts.plannedTurns(), notes);
            for (long lost = turns; lost < facts.plannedTurns(); lost++) {
                results.accept(TurnRecord.unsent(0, "", 0, 0, Outcome.CANCELLED));
            }
            calibrate(results, facts, notes);
            return results.finish(RunFile.read(folder, notes), RunFile.form(folder, rounds));
        } catch (NoSuchFileException e) {
            throw new BadInputException(e.getMessage() + " is missing; give the folder of a run of Volley");
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be read: " + e.getMessage() + "; give the folder of a run");
        }
    }

    private static void readGaps(Path folder, Results results, long plannedTurns, List<String> notes)
            throws IOException {
        RecordedGaps gaps = RecordedGaps.read(folder);
        results.acceptGaps(gaps);
        long completed = results.outcomes(plannedTurns).ok();
        if (gaps.requests() != completed) {
            notes.add(
                    "ITL and ICL are of " + gaps.requests() + " completed requests, the other figures of " + completed);
        }
    }

    /** A calibration that is gone by now must not cost the figures. */
    private static void calibrate(Results results, RunFacts facts, List<String> notes) {
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

    private static long readTurns(Path folder, Results results, RoundFigures rounds, List<String> notes)
            throws IOException {
        try (RecordedTurns lines = new RecordedTurns(folder)) {
            for (Optional<ObjectNode> line = lines.next(); line.isPresent(); line = lines.next()) {
                RecordedTurn recorded = lines.record(line.get());
                results.acceptRecorded(recorded);
                rounds.accept(recorded.turn(), recorded.figures());
            }
            if (lines.cutOff()) {
                notes.add("the last line was cut off when the run was killed: its turn counts as cancelled");
            }
            return lines.read();
        }
    }
}
