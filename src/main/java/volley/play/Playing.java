package volley.play;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import volley.client.Outcome;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.client.ServerDate;
import volley.client.Timeouts;
import volley.cold.Coldness;
import volley.cold.Waiting;
import volley.config.BadInputException;
import volley.config.ServerIds;
import volley.config.Settings;
import volley.metrics.TurnRecord;
import volley.os.DaemonThread;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.plan.ThinkTimes;
import volley.prepare.Phase;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.ReportException;
import volley.report.Results;
import volley.report.folder.ClaimedFolder;
import volley.turns.TurnQueue;
import volley.turns.TurnTicket;

/** A plan being played: the turn queue, the pacer, the conversations' texts and the recorder, tied together. */
public final class Playing implements SingleRequests {
    private final Preparation prepared;
    private final Target target;
    private final Dialogue[] dialogues;
    private final QuestionPrefetch questions;
    private final TurnQueue queue;
    private final TurnAlarm alarm;
    private final Pacer pacer;
    private final ResponseReader reader;
    private final LoadRequests requests;
    private final TextForm form;
    private final Executor textWork;
    private final Plan plan;
    private final PlayedResults results;
    private final TurnRecorder recorder;
    private final InFlight inFlight = new InFlight();
    private final CountedNotes counted = new CountedNotes();
    private final Observers observers;
    private final ServerSteps serverSteps;
    private final CommonStart start;
    private volatile ClaimedFolder claimed;
    private final EarlyEnd earlyEnd;
    private volatile boolean finished;

    /** @throws volley.config.BadInputException if the extra request body cannot be used */
    public Playing(Preparation prepared) {
        this.prepared = prepared;
        this.target = prepared.target().orElseThrow();
        results = new PlayedResults(prepared, target);
        serverSteps = new ServerSteps(prepared, target, results);
        start = new CommonStart(prepared.settings().shards(), BothClocks.ofThisMachine());
        double speedup = speedup(prepared, target);
        ModelTime time = new ModelTime(speedup, () -> pacer().startNs());
        observers = new Observers(prepared.settings().output(), time);
        plan = prepared.plan().faster(speedup);
        Settings.Requests asked = prepared.settings().requests();
        form = TextForm.of(prepared.format(), prepared.tokenizer(), asked, counted::withoutIds);
        textWork = form.slow()
                ? Executors.newSingleThreadExecutor(task -> DaemonThread.of("volley-texts", task))
                : Runnable::run;
        ConversationIds ids = new ConversationIds(prepared.settings().server().session(), plan.conversations());
        dialogues = plan.conversations().stream()
                .map(conversation -> new Dialogue(conversation, form, ids.next()))
                .toArray(Dialogue[]::new);
        questions = new QuestionPrefetch(dialogues, !plan.precedence().exists());
        queue = new TurnQueue(
                plan.conversations().stream()
                        .mapToInt(conversation -> conversation.turns().size())
                        .toArray(),
                plan.load().order(),
                RandomStream.ORDER.open(plan.part().shard().seed(plan.seed())),
                Math.min(
                        plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                        ConnectionRoom.mostInFlight(plan, target.simulated().isPresent(), results)),
                plan.load().roundBarrier(),
                ThinkTimes.of(plan)::afterNs,
                plan.precedence(),
                System::nanoTime);
        alarm = new TurnAlarm(queue::wake, System::nanoTime);
        queue.onWaits(alarm);
        plan.load().openSessions().ifPresent(queue::openAtMost);
        earlyEnd = new EarlyEnd(this, plan);
        pacer = Pacer.of(plan.load().pacing(), plan.arrivalsNs(), plan.durationNs(), System::nanoTime, startNs -> {
            results.start(startNs, start.mark(startNs));
            earlyEnd.begin(startNs);
            queue.open(startNs);
            // Not with the first answer: it takes a dozen milliseconds, by which that one's stamps would be late.
            recorder().open();
        });
        reader = new ResponseReader(
                prepared.format(),
                asked.stream(),
                target.apiKey(),
                System::nanoTime,
                asked.tokenStamps(),
                asked.serverIds() != ServerIds.OFF,
                new Timeouts(
                        prepared.settings().server().connectTimeout(),
                        prepared.settings().failures().firstTokenTimeout()));
        requests = new LoadRequests(prepared, target);
        recorder = new TurnRecorder(
                () -> results.open(claimed, pacer.startNs(), observers), plan.turns(), time, observers::tell);
        observers.add(results::accept);
        recorder.tellHeld(observers::turnsHeld);
    }

    public Observers observers() {
        return observers;
    }

    public ServerSteps serverSteps() {
        return serverSteps;
    }

    /** Shows how the run goes, as far as that is wanted. */
    public void show() {
        observers.show(
                prepared.plan().mode()
                        + prepared.phase().suffix()
                        + prepared.phase().place(),
                prepared.plan().turns(),
                inFlight::size);
    }

    /** The results, to be written with {@link #writeResults}. */
    public PlayedResults results() {
        return results;
    }

    public Target target() {
        return target;
    }

    public TurnQueue queue() {
        return queue;
    }

    public Pacer pacer() {
        return pacer;
    }

    public Dialogue dialogue(int conversation) {
        return dialogues[conversation];
    }

    public QuestionPrefetch questions() {
        return questions;
    }

    @Override
    public TextForm form() {
        return form;
    }

    /** Where answers are put into the history: at once, or away from the event loops if that takes long. */
    public Executor textWork() {
        return textWork;
    }

    public Phase phase() {
        return prepared.phase();
    }

    @Override
    public ResponseReader reader() {
        return reader;
    }

    public TurnRecorder recorder() {
        return recorder;
    }

    public InFlight inFlight() {
        return inFlight;
    }

    /** Whether no further turn is sent, since a signal came. */
    @Override
    public boolean cancelled() {
        return earlyEnd.isCancelled();
    }

    /** How it ends before its plan does. */
    public EarlyEnd earlyEnd() {
        return earlyEnd;
    }

    /** Whether all results are written. */
    boolean finished() {
        return finished;
    }

    /** Whether a turn the server was too busy for may be sent once more. */
    public boolean mayRetry(int retriesBefore) {
        return earlyEnd.isSending()
                && retriesBefore < prepared.settings().failures().retriesWhenBusy();
    }

    /** What is counted for the results. */
    public CountedNotes counted() {
        return counted;
    }

    /** The record of a turn that will never be sent. */
    public TurnRecord unsent(TurnTicket ticket, Outcome outcome) {
        return dialogues[ticket.conversation()].unsent(ticket, outcome);
    }

    /** What is sent, and when on the clock: of a simulated server that runs faster than its model, as much sooner. */
    public Plan plan() {
        return plan;
    }

    private static double speedup(Preparation prepared, Target target) {
        return target.simulated().isPresent()
                ? prepared.settings().simulated().engine().speedup()
                : 1;
    }

    /** Whether there may be other scenarios beside it, in a simulation of a user's own. */
    public boolean besideOthers() {
        return prepared.simulation().isOwn();
    }

    public boolean streamed() {
        return reader.streamed();
    }

    @Override
    public List<RequestFactory> requests() {
        return requests.byAdapter();
    }

    /** The requests of the load. */
    public LoadRequests loadRequests() {
        return requests;
    }

    /** Requests that are no part of the load. */
    @Override
    public RequestFactory requests(Optional<String> cacheSalt) {
        return requests.apart(cacheSalt);
    }

    /** From now on the run's requests carry a cache salt, or none. */
    @Override
    public void cacheSalt(Optional<String> salt) {
        requests.cacheSalt(salt);
    }

    public Preparation prepared() {
        return prepared;
    }

    /**
     * Claims the folder of its results.
     *
     * @param gatlings folder of the simulation's run, in which this one may be one of several
     * @throws volley.config.BadInputException if it is somebody else's
     */
    public void claim(Path gatlings) {
        claimed = ClaimedFolder.of(gatlings.resolve(prepared.phase().folder()));
        FailurePaths.load(this, ConnectionRoom.isShort(plan()));
        results.reserve(claimed);
    }

    /** Takes away what the claim made, for a run that is refused before anything is sent. */
    public void discard() {
        results.giveBackSpace();
        claimed.discard();
    }

    /**
     * Makes sure, as one of several runs and before any of them, that its server's cache can be emptied.
     *
     * @throws BadInputException if it cannot, and the run may not begin so
     */
    public void requireCold() {
        if (!cancelled() && serverSteps.isColdRequired()) {
            serverSteps.begin(this, true);
        }
    }

    /** Flushes, waits for the start if one is given, and starts the profiler if asked: what is between warm-up and measured part. */
    public void start() {
        if (!cancelled()) {
            start.refuseIfLate("when this generator was warm");
            flush(true);
            if (prepared.settings().shards().startAt().isPresent()) {
                try (ServerDate date = new ServerDate(target.baseUrl(), target.route(), target.apiKey())) {
                    start.await(Waiting.onThisThread(this::cancelled), date::ask);
                }
            }
            start.refuseIfLate("when this generator was ready");
            serverSteps.startProfile();
            watch();
            start.startNs().ifPresent(pacer::startAt);
        }
    }

    /**
     * Flushes, as one of several runs: a server that is gone by now must not cost the results of the runs before.
     *
     * @return whether there is anything left to play
     */
    public boolean begin() {
        if (cancelled()) {
            return false;
        }
        observers.server().endBefore();
        try {
            flush(false);
        } catch (BadInputException e) {
            String said = "the cache was not flushed before the run: " + e.getMessage();
            say(said);
            results.note(said);
            results.coldness(Coldness.notProven(said));
            questions.begin();
        }
        watch();
        return true;
    }

    private void watch() {
        observers.server().begin(prepared.settings().server(), target);
        Duration patience = prepared.settings().failures().watchdog();
        if (!patience.isZero()) {
            new Watchdog(
                            patience,
                            inFlight,
                            recorder::recorded,
                            queue::waitingForAnswers,
                            System::nanoTime,
                            OwnTrouble::now,
                            System.err)
                    .start();
        }
    }

    /**
     * Empties the server's cache, if that is wanted and offered. What follows is measured.
     *
     * @param mayRefuse whether the run may still be refused
     */
    private void flush(boolean mayRefuse) {
        serverSteps.begin(this, mayRefuse);
        questions.begin();
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** Writes the results of everything recorded, and lets go of the server. */
    public void finish() {
        try {
            serverSteps.stopProfile();
            writeResults(Playing::say);
        } finally {
            close();
        }
    }

    /** Writes the results of everything recorded; {@code console} receives the table before what takes longer is made. */
    public void writeResults(Consumer<String> console) {
        earlyEnd.close();
        try {
            Results recorded = recorder.close();
            counted.all().forEach(results::note);
            observers.leave(recorded, pacer.startNs());
            results.write(recorded, () -> HeapRoom.make(dialogues), console);
        } catch (ReportException e) {
            say(e.consoleText());
            throw e;
        } finally {
            finished = true;
            questions.close();
        }
    }

    /** Lets go of the server and the tokenizer. */
    public void close() {
        if (claimed != null) {
            claimed.close();
        }
        alarm.close();
        target.close();
        prepared.tokenizer().close();
    }
}
