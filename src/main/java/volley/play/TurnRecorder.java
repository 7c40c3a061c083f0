package volley.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.client.Outcome;
import volley.metrics.Objective;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.os.DaemonThread;
import volley.os.LinuxScheduler;
import volley.os.ShortPieces;
import volley.report.Results;

/**
 * Takes finished turns off the event loops: one thread computes figures, writes the record and tells Gatling, in the
 * order in which turns ended.
 *
 * <p>It lets some come together before it begins: to wake a thread for each turn, and Gatling's for each figure, costs
 * more than the work they do, and takes the processor from the event loop where there is one only.
 */
public final class TurnRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(TurnRecorder.class);

    /** How long finished turns wait for others. */
    private static final long GATHERING_MS = 2;

    /** How long records may wait to be handed to the operating system while more are coming. */
    private static final long FLUSH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The same for gaps: an interval costs more than records do, and the file keeps each. */
    private static final long GAPS_FLUSH_INTERVAL_MS = 1_000;

    /** Turns that may wait: more than most clients have under way, a few dozen MB at most. */
    private static final int MAX_WAITING = 4_096;

    /** Turns that ended together. */
    private record Ended(String scenario, List<TurnRecord> turns, OptionalInt leftOut, Runnable next) {}

    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, task -> DaemonThread.of("volley-recorder", LinuxScheduler.BEHIND_READING, task));

    private final FullHeap fullHeap = new FullHeap();
    private final HeldSlots heldSlots = new HeldSlots(System::nanoTime);
    private int taken;
    private boolean gapsWillBeFlushed;
    private long flushedNs = System.nanoTime();
    private CompletableFuture<?> told = CompletableFuture.completedFuture(null);
    private final Supplier<Results> openResults;
    private final BiConsumer<TurnRecord, RequestFigures> alsoTell;
    private final AtomicInteger plannedTurns;
    private boolean judged;
    private boolean timeIsUp;
    private final ModelTime time;
    private Results results;
    private volatile RuntimeException firstFailure;
    private volatile RequestStatistics gatling;
    private volatile int recorded;
    private boolean skipped;
    private volatile boolean slotsAreLeftOver;

    /**
     * @param openResults called on the recorder's thread with the first turn, when Gatling's run folder exists
     * @param plannedTurns how many turns will be recorded in all
     * @param time in which they are told
     * @param alsoTell told of every turn recorded, on the recorder's thread
     */
    TurnRecorder(
            Supplier<Results> openResults,
            int plannedTurns,
            ModelTime time,
            BiConsumer<TurnRecord, RequestFigures> alsoTell) {
        this.openResults = openResults;
        this.time = time;
        this.alsoTell = alsoTell;
        this.plannedTurns = new AtomicInteger(plannedTurns);
    }

    /** Opens the results, so that the first turn need not. A failure shows with that turn. */
    void open() {
        thread.execute(() -> {
            try {
                openOnce();
            } catch (RuntimeException e) {
                LOG.debug("the results are not open yet", e);
            }
        });
    }

    /** Where figures go beside the results. */
    public void reportTo(RequestStatistics statistics) {
        gatling = statistics;
    }

    /**
     * Records planned turns, then calls {@code next}, whatever happened, on a thread of Gatling's.
     *
     * @param scenario the Gatling scenario that had the turns
     * @param turns the one that was sent, and those that will not be because of it
     */
    public void record(String scenario, List<TurnRecord> turns, Runnable next) {
        record(new Ended(scenario, turns, OptionalInt.empty(), next));
    }

    /**
     * As {@link #record(String, List, Runnable)}, for a slot that sends its next turn only then, since the recorder
     * {@link #isBehind() is behind}.
     */
    public void recordBefore(String scenario, List<TurnRecord> turns, Runnable next) {
        heldSlots.hold();
        record(scenario, turns, () -> {
            heldSlots.release();
            next.run();
        });
    }

    /** @param told of the times in which slots were held for the recorder */
    void tellHeld(HeldSlots.Told told) {
        heldSlots.tell(told);
    }

    /**
     * The run's time is over: so many planned turns will neither be sent nor recorded, and those cancelled from now on are
     * no failed requests of Gatling's.
     */
    void leaveOut(int turns) {
        record(new Ended("", List.of(), OptionalInt.of(turns), () -> {}));
    }

    private void record(Ended some) {
        waiting.incrementAndGet();
        ended.add(some);
        if (gathering.compareAndSet(false, true)) {
            try {
                var unused = thread.schedule(this::recordAll, GATHERING_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // A slot whose time comes when all is recorded: Gatling has let its users go.
                LOG.debug("the results are closed", e);
            }
        }
    }

    /**
     * Whether so many turns wait that no more should be sent before some are recorded: the thread steps back behind reading,
     * and a client that is busy without rest would fill the memory with them.
     */
    public boolean isBehind() {
        return waiting.get() > MAX_WAITING;
    }

    /** Planned turns recorded so far. */
    int recorded() {
        return recorded;
    }

    /** Whether every planned turn is recorded. */
    boolean isComplete() {
        return recorded >= plannedTurns.get();
    }

    /** Whether every planned turn is recorded although not every slot had one. */
    public boolean slotsAreLeftOver() {
        return slotsAreLeftOver;
    }

    /** Without this thread nobody would be told that a turn has ended, and the run would wait for ever. */
    private void recordAll() {
        try {
            recordWaiting();
        } catch (OutOfMemoryError e) {
            fullHeap.end();
        }
    }

    private void recordWaiting() {
        gathering.set(false);
        List<Runnable> forGatling = new ArrayList<>();
        ShortPieces pieces = new ShortPieces(System::nanoTime);
        for (Ended some = ended.poll(); some != null; some = ended.poll()) {
            waiting.decrementAndGet();
            for (TurnRecord turn : some.turns()) {
                forGatling.add(recordOne(some.scenario(), turn));
            }
            some.leftOut().ifPresent(turns -> forGatling.add(leaveOutOf(turns)));
            forGatling.add(some.next());
            stepAside(pieces);
        }
        flush();
        Executor threads = gatling == null ? Runnable::run : gatling.threads();
        told = told.handleAsync(
                (nothing, failure) -> {
                    tell(forGatling);
                    return null;
                },
                threads);
    }

    private void tell(List<Runnable> forGatling) {
        ShortPieces pieces = new ShortPieces(System::nanoTime);
        try {
            for (Runnable step : forGatling) {
                runAlone(step);
                stepAside(pieces);
            }
        } catch (OutOfMemoryError e) {
            fullHeap.end();
        }
    }

    /** Reading goes first; but a client that never rests would fill the memory. */
    private void stepAside(ShortPieces pieces) {
        if (!isBehind()) {
            pieces.afterStep();
        }
    }

    /** One that fails must not keep those behind it, which wait for it only because they ended together. */
    private static void runAlone(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("a slot whose turn is recorded did not go on", e);
        }
    }

    /** Many records a second are written together: one call of the operating system for each would cost more than they. */
    private void flush() {
        long nowNs = System.nanoTime();
        if (results != null && (ended.isEmpty() || nowNs - flushedNs >= FLUSH_INTERVAL_NS)) {
            results.flush();
            flushedNs = nowNs;
        }
        // Also the last gaps are written, when no turn comes any more.
        if (results != null && !gapsWillBeFlushed) {
            gapsWillBeFlushed = true;
            var unused = thread.schedule(this::flushGaps, GAPS_FLUSH_INTERVAL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void flushGaps() {
        gapsWillBeFlushed = false;
        // First, so that no gap is kept whose request is lost; it may also have been put off because of this task.
        results.flush();
        results.flushGaps();
    }

    /** @return what is left to do for Gatling */
    private Runnable recordOne(String scenario, TurnRecord turn) {
        RequestFigures figures = orFailure(turn, () -> accept(turn));
        boolean givenUp = timeIsUp && turn.outcome() == Outcome.CANCELLED;
        taken++;
        Runnable verdicts = verdicts(scenario);
        return () -> {
            if (figures != null && turn.exchange() != null && !givenUp) {
                orFailure(turn, () -> {
                    gatling.log(scenario, turn, figures);
                    return null;
                });
            }
            verdicts.run();
            count(turn);
        };
    }

    /** @return what is left to do for Gatling */
    private Runnable leaveOutOf(int turns) {
        plannedTurns.addAndGet(-turns);
        timeIsUp = true;
        Runnable verdicts = verdicts("");
        return () -> {
            verdicts.run();
            skipped |= turns > 0;
            slotsAreLeftOver = skipped && recorded == plannedTurns.get();
        };
    }

    /** Judges the run when all of it is taken in. */
    private Runnable verdicts(String scenario) {
        if (judged || taken < plannedTurns.get() || results == null) {
            return () -> {};
        }
        judged = true;
        List<Objective.Verdict> verdicts = Optional.ofNullable(
                        orFailure("the run is not judged by its objectives", () -> results.judge(plannedTurns.get())))
                .orElse(List.of());
        return () -> {
            if (gatling != null) {
                verdicts.forEach(verdict -> gatling.log(scenario, verdict));
            }
        };
    }

    private RequestFigures accept(TurnRecord ended) {
        openOnce();
        TurnRecord turn = time.of(ended);
        RequestFigures figures = results.accept(turn);
        alsoTell.accept(turn, figures);
        return figures;
    }

    private void openOnce() {
        if (results == null) {
            results = openResults.get();
        }
    }

    private <T> T orFailure(TurnRecord turn, Supplier<T> step) {
        return orFailure("turn " + turn.turn() + " of conversation " + turn.conversation() + " is not recorded", step);
    }

    private <T> T orFailure(String what, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            if (firstFailure == null) {
                firstFailure = e;
                LOG.error(what, e);
            }
            return null;
        }
    }

    private void count(TurnRecord turn) {
        skipped |= turn.exchange() == null;
        int count = recorded + 1;
        slotsAreLeftOver = skipped && count == plannedTurns.get();
        recorded = count;
    }

    /**
     * Waits until everything is recorded.
     *
     * @return the results, with every turn in them
     * @throws RuntimeException the first failure to record a turn
     */
    public Results close() {
        thread.execute(this::recordAll);
        thread.execute(thread::shutdown);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        boolean interrupted = false;
        try {
            while (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("still writing records");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (firstFailure != null) {
            throw firstFailure;
        }
        return results;
    }
}
