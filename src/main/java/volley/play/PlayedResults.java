package volley.play;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import volley.cold.Coldness;
import volley.metrics.RequestFigures;
import volley.metrics.RunFigures;
import volley.metrics.TurnRecord;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.Results;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.RunFacts;
import volley.report.line.ResultLineForm;
import volley.report.line.RoundFigures;
import volley.results.Facts;
import volley.results.RepeatCommand;
import volley.results.RunReports;

/** The results of a plan being played: opened when its clock starts, written when every turn is recorded. */
public final class PlayedResults {
    private final Preparation prepared;
    private final Target target;
    private final RoundFigures rounds = new RoundFigures();
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private volatile ResultLineForm line = ResultLineForm.BENCH_SERVING;
    private volatile OffsetDateTime startedAt;
    private final FirstRequest first = new FirstRequest();
    private volatile Coldness coldness;
    private volatile boolean sentAny;
    private RunFigures figures;

    PlayedResults(Preparation prepared, Target target) {
        this.prepared = prepared;
        this.target = target;
    }

    /** @param form what the result line looks like; to be said before the first turn */
    public void resultLine(ResultLineForm form) {
        line = form;
    }

    /** @param note what a reader of the results must know */
    public void note(String note) {
        notes.add(note);
    }

    /** @param verdict how the run begins */
    void coldness(Coldness verdict) {
        coldness = verdict;
    }

    /** How the run began; nothing before that is known. */
    Optional<Coldness> coldness() {
        return Optional.ofNullable(coldness)
                .map(begun -> first.judge(begun, prepared.overhead().firstTurnTokens()));
    }

    /** The run begins now. */
    void start() {
        startedAt = OffsetDateTime.now(ZoneId.systemDefault());
    }

    /**
     * Opens the files.
     *
     * @param folder the run's own
     * @param startNs {@code System.nanoTime()} at the run's start
     * @param onlookers whose monitor they keep what it sees of
     */
    Results open(ClaimedFolder folder, long startNs, Observers onlookers) {
        Results results = Results.open(
                folder, startNs, prepared.tokenizer(), prepared.plan().load().rampUp(), prepared.targets());
        onlookers.join(results);
        RunReports.promptCounter(prepared).ifPresent(results::countPromptsBy);
        results.begin(facts(), line);
        RepeatCommand.write(results.folder(), prepared.simulation());
        return results;
    }

    /** To be told of every turn recorded. */
    void accept(TurnRecord turn, RequestFigures ofTurn) {
        rounds.accept(turn, ofTurn);
        if (turn.order() != TurnRecord.NOT_SENT) {
            sentAny = true;
        }
        if (turn.order() == 0 || turn.order() == 1) {
            first.accept(turn);
        }
    }

    /** What is known of the run so far; it begins with its first slot. */
    private RunFacts facts() {
        OffsetDateTime began = startedAt;
        return Facts.of(
                prepared,
                target,
                began == null ? OffsetDateTime.now(ZoneId.systemDefault()) : began,
                notes(),
                coldness());
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
            String files = RunReports.write(results.folder(), prepared, Optional.of(target), Optional.empty());
            if (began()) {
                System.out.println(files);
            }
        }
    }

    /** The run's figures, once they are written. */
    public RunFigures figures() {
        return figures;
    }

    /** What a reader of the results has to know. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(List.copyOf(notes));
        coldness().filter(how -> !how.isCold()).ifPresent(how -> all.add("not proven cold: " + how.reason()));
        return List.copyOf(all);
    }

    /** Whether a turn was sent; not so for what a signal ended before. */
    public boolean began() {
        return sentAny;
    }

    /** Figures by round, of everything recorded. */
    public RoundFigures rounds() {
        return rounds;
    }
}
