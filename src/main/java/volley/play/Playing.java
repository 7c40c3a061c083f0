package volley.play;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import volley.client.BodyEncoder;
import volley.client.BodyOptions;
import volley.client.Outcome;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.client.Timeouts;
import volley.cold.Coldness;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ServerIds;
import volley.config.Settings;
import volley.metrics.TurnRecord;
import volley.os.DaemonThread;
import volley.plan.Plan;
import volley.plan.RandomStream;
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
    private final Pacer pacer;
    private final ResponseReader reader;
    private final RunBodies bodies;
    private final TextForm form;
    private final Executor textWork;
    private final PlayedResults results;
    private final TurnRecorder recorder;
    private final InFlight inFlight = new InFlight();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger unbelieved = new AtomicInteger();
    private final AtomicInteger redirects = new AtomicInteger();
    private volatile URI redirectedTo;
    private final Observers onlookers;
    private final ServerSteps serverSteps;
    private volatile ClaimedFolder claimed;
    private volatile boolean cancelled;
    private volatile boolean stopped;
    private volatile boolean finished;
    private volatile Runnable stopGatling = () -> {};

    /** @throws volley.config.BadInputException if the extra request body cannot be used */
    public Playing(Preparation prepared) {
        this.prepared = prepared;
        this.target = prepared.target().orElseThrow();
        results = new PlayedResults(prepared, target);
        serverSteps = new ServerSteps(prepared, target, results);
        onlookers = new Observers(prepared.settings().output());
        Plan plan = prepared.plan();
        Settings.Requests requests = prepared.settings().requests();
        form = TextForm.of(prepared.format(), prepared.tokenizer(), requests);
        textWork = form.slow()
                ? Executors.newSingleThreadExecutor(task -> DaemonThread.of("volley-texts", task))
                : Runnable::run;
        dialogues = plan.conversations().stream()
                .map(conversation -> new Dialogue(conversation, form))
                .toArray(Dialogue[]::new);
        questions = new QuestionPrefetch(dialogues);
        queue = new TurnQueue(
                plan.conversations().stream()
                        .mapToInt(conversation -> conversation.turns().size())
                        .toArray(),
                plan.load().order(),
                RandomStream.ORDER.open(plan.seed()),
                plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                plan.load().roundBarrier(),
                plan.load().thinkTime(),
                System::nanoTime);
        pacer = Pacer.of(plan.load().pacing(), plan.arrivalsNs(), System::nanoTime, startNs -> {
            results.start();
            queue.open(startNs);
            // Not with the first answer: it takes a dozen milliseconds, by which that one's stamps would be late.
            recorder().open();
        });
        reader = new ResponseReader(
                prepared.format(),
                requests.stream(),
                target.apiKey(),
                System::nanoTime,
                requests.tokenStamps(),
                requests.serverIds() != ServerIds.OFF,
                new Timeouts(
                        prepared.settings().failures().connectTimeout(),
                        prepared.settings().failures().firstTokenTimeout()));
        bodies = new RunBodies(bodies(prepared, target));
        recorder = new TurnRecorder(
                () -> results.open(claimed, pacer.startNs(), onlookers), plan.turns(), onlookers::tell);
        onlookers.add(results::accept);
    }

    /** @throws volley.config.BadInputException if the extra request body cannot be used */
    public static BodyEncoder bodies(Preparation prepared, Target target) {
        return prepared.format().newBodyEncoder(options(prepared, target));
    }

    private static BodyOptions options(Preparation prepared, Target target) {
        Settings.Requests requests = prepared.settings().requests();
        return new BodyOptions(
                        prepared.settings().server().backend(),
                        target.model(),
                        prepared.settings().server().loraName(),
                        requests.stream(),
                        requests.ignoreEos(),
                        requests.extraBodyJson())
                .withTokenIds(requests.serverIds() == ServerIds.ON);
    }

    public Observers onlookers() {
        return onlookers;
    }

    public ServerSteps serverSteps() {
        return serverSteps;
    }

    /** Shows how the run goes, as far as that is wanted. */
    public void show() {
        onlookers.show(
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
        return cancelled;
    }

    /** Whether all results are written. */
    boolean finished() {
        return finished;
    }

    /** @param stop makes Gatling end the run, on any thread */
    public void onStop(Runnable stop) {
        stopGatling = stop;
    }

    /** Whether Gatling is to stop, since all turns of a cancelled run are recorded. */
    public boolean stopped() {
        return stopped;
    }

    /** From now on Gatling's next look at this run ends it. */
    void markStopped() {
        stopped = true;
    }

    /** Makes Gatling look. */
    void stopGatling() {
        stopGatling.run();
    }

    /** Whether a turn the server was too busy for may be sent once more. */
    public boolean mayRetry(int retriesBefore) {
        return !cancelled && retriesBefore < prepared.settings().failures().retriesWhenBusy();
    }

    /** A turn is sent once more. */
    public void countRetry() {
        retries.incrementAndGet();
    }

    /** A request is sent again, to another address of the same server. */
    public void countRedirect(URI target) {
        redirects.incrementAndGet();
        redirectedTo = target;
    }

    /** A count of the server's was left out, since it cannot be true. */
    public void countUnbelieved() {
        unbelieved.incrementAndGet();
    }

    /** Records every turn that is not sent yet as cancelled, and ends those under way as such. */
    void cancel() {
        cancelled = true;
        // a run that has not begun opens its queue now, not after it was emptied
        pacer.startNs();
        if (!recorder.isComplete()) {
            results.note("the run was stopped by a signal: its figures are those of a part of the plan");
        }
        List<TurnRecord> unsent = queue.cancel().stream()
                .map(ticket -> unsent(ticket, Outcome.CANCELLED))
                .toList();
        recorder.record("", unsent, () -> {});
        queue.endWaiting();
        inFlight.cancelAll();
    }

    /** The record of a turn that will never be sent. */
    public TurnRecord unsent(TurnTicket ticket, Outcome outcome) {
        return dialogues[ticket.conversation()].unsent(ticket, outcome);
    }

    public Plan plan() {
        return prepared.plan();
    }

    /** Whether there may be other scenarios beside it, in a simulation of a user's own. */
    public boolean besideOthers() {
        return prepared.simulation().isOwn();
    }

    public boolean streamed() {
        return reader.streamed();
    }

    @Override
    public RequestFactory requests() {
        return requests(bodies);
    }

    /** Requests that are no part of the load. */
    @Override
    public RequestFactory requests(Optional<String> cacheSalt) {
        return requests(cacheSalt.map(this::salted).orElseGet(() -> bodies(prepared, target)));
    }

    private BodyEncoder salted(String cacheSalt) {
        return prepared.format().newBodyEncoder(options(prepared, target).saltedWith(cacheSalt));
    }

    /** From now on the run's requests carry a cache salt, or none. */
    @Override
    public void cacheSalt(Optional<String> salt) {
        bodies.use(salt.map(this::salted).orElseGet(() -> bodies(prepared, target)));
    }

    private RequestFactory requests(BodyEncoder its) {
        return new RequestFactory(
                target.baseUrl(),
                reader.format(),
                its,
                streamed(),
                target.apiKey(),
                prepared.settings().requests().timeout());
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
    }

    /** Takes away what the claim made, for a run that is refused before anything is sent. */
    public void discard() {
        claimed.discard();
    }

    /**
     * Makes sure, as one of several runs and before any of them, that its server's cache can be emptied.
     *
     * @throws BadInputException if it cannot, and the run may not begin so
     */
    public void requireCold() {
        if (!cancelled && serverSteps.isColdRequired()) {
            serverSteps.begin(this, true);
        }
    }

    /** Flushes, and starts the profiler if asked: what comes between the server's warm-up and the measured part. */
    public void start() {
        if (!cancelled) {
            flush(true);
            serverSteps.startProfile();
            watchdog();
        }
    }

    /**
     * Flushes, as one of several runs: a server that is gone by now must not cost the results of the runs before.
     *
     * @return whether there is anything left to play
     */
    public boolean begin() {
        if (cancelled) {
            return false;
        }
        try {
            flush(false);
        } catch (BadInputException e) {
            String said = "the cache was not flushed before the run: " + e.getMessage();
            say(said);
            results.note(said);
            results.coldness(Coldness.notProven(said));
            questions.begin();
        }
        watchdog();
        return true;
    }

    private void watchdog() {
        Duration patience = prepared.settings().failures().watchdog();
        if (!patience.isZero()) {
            new Watchdog(patience, inFlight, recorder::recorded, queue::waitingForAnswers, System::nanoTime, System.err)
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
            say(writeResults());
        } finally {
            close();
        }
    }

    /**
     * Writes the results of everything recorded.
     *
     * @return the table for the console
     */
    public String writeResults() {
        try {
            Results recorded = recorder.close();
            if (retries.get() > 0) {
                results.note(
                        retries.get() + " requests were sent again after the wait the server asked for (Retry-After):"
                                + " the figures of their turns are those of the last sending");
            }
            if (redirects.get() > 0) {
                results.note(redirects.get() + " requests were redirected, such as to " + redirectedTo
                        + ": their figures begin with the last sending; give that address as "
                        + GivenAs.parameter("base-url"));
            }
            if (unbelieved.get() > 0) {
                results.note(unbelieved.get()
                        + " answers came with counts that cannot be true (0 tokens beside tokens, or more"
                        + " cached tokens than the prompt has): they are taken as not reported");
            }
            onlookers.leave(recorded, pacer.startNs());
            return results.write(recorded, () -> Arrays.fill(dialogues, null));
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
        target.close();
        prepared.tokenizer().close();
    }
}
