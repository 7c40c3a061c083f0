package volley.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.metrics.TurnRecord;

/**
 * Makes the results of a run that was killed from what it left: {@code requests.jsonl} has every request that had ended
 * but those of the last half second, {@code run.json} what was planned. Writes {@code summary.json} and the result line,
 * and prints the console table. Turns that left no line count as cancelled. The gaps inside of answers (ITL, ICL) stood
 * in memory only, and are absent.
 *
 * <p>{@code mvn exec:java -Dexec.mainClass=volley.report.Recover -Dexec.args=target/gatling/multiturn-20260102030405678}
 */
public final class Recover {
    private static final int EXIT_BAD_INPUT = 2;

    private Recover() {}

    /**
     * Recovers one run.
     *
     * @param args the run's folder
     */
    public static void main(String[] args) {
        try {
            if (args.length != 1) {
                throw new BadInputException("one argument is needed (command line): give the folder of the run");
            }
            System.out.println(recover(Path.of(args[0])));
        } catch (BadInputException e) {
            System.err.println("volley: " + e.getMessage());
            System.exit(EXIT_BAD_INPUT);
        }
    }

    /**
     * Writes the results of a killed run.
     *
     * @return the table for the console
     * @throws BadInputException if the folder does not have what a run leaves
     */
    static String recover(Path folder) {
        try {
            List<String> notes = new ArrayList<>();
            notes.add("recovered from " + RequestLog.FILE_NAME
                    + " of a run that did not end: turns without a line count as"
                    + " cancelled, and there is no ITL and no ICL");
            RunFacts facts = RunFile.read(folder, List.of());
            Results results = Results.recovered(folder);
            long turns = readTurns(folder.resolve(RequestLog.FILE_NAME), results, notes);
            for (long lost = turns; lost < facts.plannedTurns(); lost++) {
                results.accept(TurnRecord.unsent(0, "", 0, 0, Outcome.CANCELLED));
            }
            return results.finish(RunFile.read(folder, notes));
        } catch (NoSuchFileException e) {
            throw new BadInputException(e.getMessage() + " is missing; give the folder of a run of Volley");
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be read: " + e.getMessage() + "; give the folder of a run");
        }
    }

    private static long readTurns(Path file, Results results, List<String> notes) throws IOException {
        JsonMapper mapper = new JsonMapper();
        long turns = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line;
            while ((line = lines.readLine()) != null) {
                try {
                    RecordedTurn recorded = RecordedTurn.of(mapper.readTree(line));
                    results.acceptRecorded(recorded);
                    turns++;
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    if (lines.readLine() != null) {
                        throw new BadInputException("line " + (turns + 1) + " of " + file
                                + " is no record; give the file as the run left it");
                    }
                    notes.add("the last line was cut off when the run was killed: its turn counts as cancelled");
                }
            }
        }
        return turns;
    }
}
