package volley.play;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import volley.cold.Coldness;
import volley.config.GivenAs;
import volley.config.TimeLimit;
import volley.metrics.RequestFigures;
import volley.metrics.RunFigures;
import volley.metrics.TurnRecord;
import volley.monitor.CompilerRest;
import volley.os.ReservedFiles;
import volley.prepare.OwnSimulation;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.Results;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.RequestLog;
import volley.report.folder.ReservedSpace;
import volley.report.folder.RunEnd;
import volley.report.folder.RunFacts;
import volley.report.folder.StartMark;
import volley.report.folder.WarmUpDone;
import volley.report.line.ResultLineForm;
import volley.report.line.RoundFigures;
import volley.results.Facts;
import volley.results.RepeatCommand;
import volley.results.RunReports;

/** The results of a plan being played: opened when its clock starts, written when every turn is recorded. */
public final class PlayedResults {
    /** Of the files that are written as the run goes. */
    private static final int FILES_OF_THE_RUN = 9;

    /** Of the reports, and of libraries that are first used for them. */
    private static final int FILES_OF_REPORTS = 16;

    private final Preparation prepared;
    private final Target target;
    private final RoundFigures rounds = new RoundFigures();
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private volatile ResultLineForm line = ResultLineForm.BENCH_SERVING;
    private volatile OffsetDateTime startedAt;
    private final SessionCount sessions;
    private final FirstRequest first = new FirstRequest();
    private volatile Coldness coldness;
    private volatile WarmUpDone warmUp;
    private volatile boolean sentAny;
    private final AtomicLong turnsNotSent = new AtomicLong();
    private RunFigures figures;
    private boolean passed;
    private final ShardResults shard;
    private volatile ReservedFiles reserved;
    private volatile ReservedSpace space;
    private volatile Consumer<String> whenLost = what -> {};

    PlayedResults(Preparation prepared, Target target) {
        this.prepared = prepared;
        this.target = target;
        this.shard = new ShardResults(prepared.plan());
        sessions = new SessionCount(prepared.plan().conversations());
        if (target.simulated().isPresent()) {
            prepared.settings().simulated().engine().speedupNote().ifPresent(notes::add);
        }
    }

    /** Keeps places for the files of the run and of its reports: what is sent may take all others. */
    void reserve(ClaimedFolder folder) {
        reserved = new ReservedFiles(
                FILES_OF_THE_RUN + FILES_OF_REPORTS, folder.folder().resolve(RequestLog.FILE_NAME));
        space = ReservedSpace.in(folder.folder());
    }

    /** @param form what the result line looks like; to be said before the first turn */
    public void resultLine(ResultLineForm form) {
        line = form;
    }

    /** @param note what a reader of the results must know */
    public void note(String note) {
        notes.add(note);
    }

    /**
     * The run's time is over.
     *
     * @param notSent turns of the plan that will not be sent
     */
    void endedByTime(int notSent) {
        turnsNotSent.set(notSent);
    }

    /** What ended the run, if it has a time limit, and a note on it. */
    private Optional<RunEnd> end() {
        long notSent = turnsNotSent.get();
        RunEnd.Cause cause = notSent > 0 ? RunEnd.Cause.TIME : RunEnd.Cause.PLAN;
        return prepared.plan()
                .load()
                .limit()
                .map(limit -> prepared.plan().load().openSessions().isPresent()
                        ? new RunEnd(cause, sessions.turnsLeft(), Optional.of(sessions.sessions()))
                        : new RunEnd(cause, notSent, Optional.empty()));
    }

    private void noteEnd() {
        end().ifPresent(ended -> {
            TimeLimit limit = prepared.plan().load().limit().orElseThrow();
            String duration = seconds(limit.duration());
            ended.sessions()
                    .ifPresent(counts -> note(counts.began() + " conversations began, one when another had ended; "
                            + counts.ended() + " of them ended"
                            + (counts.failed() > 0 ? ", " + counts.failed() + " failed" : "")
                            + ", the others were under way when the time was over"));
            note(
                    ended.cause() == RunEnd.Cause.TIME
                            ? "the run ended by its time (" + GivenAs.setting("duration-seconds", duration) + "): "
                                    + ended.turnsNotSent() + " turns of the plan were not sent and are in no figure;"
                                    + " those under way had " + seconds(limit.grace()) + " s more"
                            : "the plan was played to its end before the run's time was over ("
                                    + GivenAs.setting("duration-seconds", duration) + "); give more conversations ("
                                    + GivenAs.parameter("num-prompts") + ") for a run of that length");
        });
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    /** @param done how the client was warmed up */
    public void warmedUp(WarmUpDone done) {
        warmUp = done;
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

    /**
     * The run's time begins.
     *
     * @param startNs {@code System.nanoTime()} at the run's start, which is still to come
     * @param mark what became of a start that was given
     */
    void start(long startNs, Optional<StartMark> mark) {
        startedAt = BothClocks.ofThisMachine()
                .at(startNs)
                .atZone(ZoneId.systemDefault())
                .toOffsetDateTime();
        shard.start(mark);
        shard.notes().forEach(notes::add);
    }

    /**
     * Opens the files.
     *
     * @param folder the run's own
     * @param startNs {@code System.nanoTime()} at the run's start
     * @param observers whose monitor they keep what it sees of
     */
    Results open(ClaimedFolder folder, long startNs, Observers observers) {
        release(FILES_OF_THE_RUN);
        Results results = Results.open(
                folder, startNs, prepared.tokenizer(), prepared.plan().load().rampUp(), prepared.targets());
        results.retokenize(prepared.settings().output().retokenize());
        observers.join(results);
        results.onLoss(what -> whenLost.accept(what + " in " + results.folder()));
        RunReports.promptCounter(prepared).ifPresent(results::countPromptsBy);
        results.begin(facts(), line);
        shard.write(results.folder());
        RepeatCommand.write(results.folder(), prepared.simulation());
        OwnSimulation.write(results.folder(), prepared);
        return results;
    }

    /** @param loss told when the turns cannot be written any more while the run goes; perhaps more than once */
    void onLoss(Consumer<String> loss) {
        whenLost = loss;
    }

    /** What is left to be written may have the room that was kept for it. */
    void giveBackSpace() {
        if (space != null) {
            space.close();
        }
    }

    private void release(int files) {
        if (reserved != null) {
            reserved.release(files);
        }
    }

    /** To be told of every turn recorded. */
    void accept(TurnRecord turn, RequestFigures ofTurn) {
        rounds.accept(turn, ofTurn);
        if (prepared.plan().load().openSessions().isPresent()) {
            sessions.accept(turn);
        }
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
        RunFacts facts = Facts.of(
                prepared,
                target,
                began == null ? OffsetDateTime.now(ZoneId.systemDefault()) : began,
                notes(),
                coldness());
        return facts.toBuilder()
                .plannedTurns(facts.plannedTurns() - turnsNotSent.get())
                .clientWarmUp(Optional.ofNullable(warmUp))
                .build();
    }

    /**
     * Writes everything recorded, shows the table, then writes what is made of the files.
     *
     * @param results with every turn in them
     * @param makeRoom called in between: what is made of the files needs the room
     * @param show receives the table for the console: whoever reads it need not wait for the rest
     * @throws volley.report.ReportException if a file could not be written, after trying all the others
     */
    void write(Results results, Runnable makeRoom, Consumer<String> show) {
        CompilerRest.raiseCompilers();
        release(FILES_OF_REPORTS);
        giveBackSpace();
        try {
            noteEnd();
            String console = results.finish(facts().toBuilder().end(end()).build(), line);
            figures = results.figures();
            passed = results.passed();
            show.accept(console);
            makeRoom.run();
            ProcessEnd.failIf(!figures.totals().outcomes().complete());
        } finally {
            RunReports.write(
                    results.folder(), prepared, Optional.of(target), Optional.empty(), results::requests, said -> {
                        if (began()) {
                            System.out.println(said);
                        }
                    });
        }
    }

    /** The run's figures, once they are written. */
    public RunFigures figures() {
        return figures;
    }

    /** Whether every objective is met and every turn accounted for; not so before it is written. */
    boolean passed() {
        return passed;
    }

    /** What a reader of the results has to know. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(List.copyOf(notes));
        coldness().filter(how -> !how.isCold()).ifPresent(how -> all.add(how.warning()));
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
