package volley.gatling;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import volley.metrics.RequestFigures;
import volley.metrics.RunFigures;
import volley.metrics.TurnRecord;
import volley.report.Results;
import volley.report.folder.RunFacts;
import volley.report.line.ResultLineForm;
import volley.report.line.RoundFigures;

/** The results of a plan being played: opened when its clock starts, written when every turn is recorded. */
final class PlayedResults {
    private final Preparation prepared;
    private final Target target;
    private final RoundFigures rounds = new RoundFigures();
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final String repeatCommand = RepeatCommand.text();
    private volatile ResultLineForm line = ResultLineForm.BENCH_SERVING;
    private volatile OffsetDateTime startedAt;
    private volatile boolean sentAny;
    private RunFigures figures;

    PlayedResults(Preparation prepared, Target target) {
        this.prepared = prepared;
        this.target = target;
    }

    /** @param form what the result line looks like; to be said before the first turn */
    void resultLine(ResultLineForm form) {
        line = form;
    }

    /** @param note what a reader of the results must know */
    void note(String note) {
        notes.add(note);
    }

    /** The run begins now. */
    void start() {
        startedAt = OffsetDateTime.now(ZoneId.systemDefault());
    }

    /**
     * Opens the files.
     *
     * @param startNs {@code System.nanoTime()} at the run's start
     * @param onlookers whose monitor they keep what it sees of
     */
    Results open(Path runFolder, long startNs, Onlookers onlookers) {
        Results results = Results.open(
                runFolder, startNs, prepared.tokenizer(), prepared.plan().load().rampUp(), prepared.targets());
        onlookers.join(results);
        results.begin(facts(), line);
        RepeatCommand.write(results.folder(), repeatCommand);
        return results;
    }

    /** To be told of every turn recorded. */
    void accept(TurnRecord turn, RequestFigures ofTurn) {
        rounds.accept(turn, ofTurn);
        if (turn.order() != TurnRecord.NOT_SENT) {
            sentAny = true;
        }
    }

    /** What is known of the run so far; it begins with its first slot. */
    private RunFacts facts() {
        OffsetDateTime began = startedAt;
        return Facts.of(prepared, target, began == null ? OffsetDateTime.now(ZoneId.systemDefault()) : began, notes());
    }

    /**
     * Writes everything recorded, then what is made of the files.
     *
     * @param results with every turn in them
     * @param makeRoom called in between: what is made of the files needs the room
     * @return the table for the console
     * @throws volley.report.ReportException if a file could not be written, after trying all the others
     */
    String write(Results results, Runnable makeRoom) {
        try {
            String console = results.finish(facts(), line);
            figures = results.figures();
            makeRoom.run();
            ExitCode.failIf(!figures.totals().outcomes().complete());
            return console;
        } finally {
            String files = AfterRun.write(results.folder(), prepared, Optional.of(target), Optional.empty());
            if (began()) {
                System.out.println(files);
            }
        }
    }

    /** The run's figures, once they are written. */
    RunFigures figures() {
        return figures;
    }

    /** What a reader of the results has to know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether a turn was sent; not so for what a signal ended before. */
    boolean began() {
        return sentAny;
    }

    /** Figures by round, of everything recorded. */
    RoundFigures rounds() {
        return rounds;
    }
}
