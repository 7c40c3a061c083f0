package volley.gatling;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.report.Results;

/**
 * Takes finished turns off the event loops: one thread computes figures, writes the record and tells Gatling, in the
 * order in which turns ended.
 */
final class TurnRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(TurnRecorder.class);

    /** How long records may wait to be handed to the operating system while more are coming. */
    private static final long FLUSH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The same for gaps: an interval costs more than records do, and the file keeps each. */
    private static final long GAPS_FLUSH_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final ExecutorService thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, tasks, task -> {
        Thread worker = new Thread(task, "volley-recorder");
        worker.setDaemon(true);
        return worker;
    });
    /** Posts to the thread after a while, so that the last gaps are written also when no turn comes any more. */
    private final Executor later =
            CompletableFuture.delayedExecutor(GAPS_FLUSH_INTERVAL_NS, TimeUnit.NANOSECONDS, thread);

    private boolean gapsWillBeFlushed;
    private long flushedNs = System.nanoTime();
    private final Supplier<Results> openResults;
    private final BiConsumer<TurnRecord, RequestFigures> alsoTell;
    private final int plannedTurns;
    private Results results;
    private RuntimeException firstFailure;
    private GatlingRun gatling;
    private volatile int recorded;
    private boolean skipped;
    private volatile boolean slotsAreLeftOver;

    /**
     * @param openResults called on the recorder's thread with the first turn, when Gatling's run folder exists
     * @param plannedTurns how many turns will be recorded in all
     * @param alsoTell told of every turn recorded, on the recorder's thread
     */
    TurnRecorder(Supplier<Results> openResults, int plannedTurns, BiConsumer<TurnRecord, RequestFigures> alsoTell) {
        this.openResults = openResults;
        this.alsoTell = alsoTell;
        this.plannedTurns = plannedTurns;
    }

    /** Where figures go beside the results. */
    void reportTo(GatlingRun run) {
        gatling = run;
    }

    /**
     * Records planned turns, then calls {@code next} on the recorder's thread, whatever happened.
     *
     * @param scenario the Gatling scenario that had the turns
     * @param turns the one that was sent, and those that will not be because of it
     */
    void record(String scenario, List<TurnRecord> turns, Runnable next) {
        thread.execute(() -> {
            turns.forEach(turn -> recordOne(scenario, turn));
            flush();
            next.run();
        });
    }

    /** Planned turns recorded so far. */
    int recorded() {
        return recorded;
    }

    /** Whether every planned turn is recorded. */
    boolean isComplete() {
        return recorded >= plannedTurns;
    }

    /** Whether every planned turn is recorded although not every slot had one. */
    boolean slotsAreLeftOver() {
        return slotsAreLeftOver;
    }

    /** Many records a second are written together: one call of the operating system for each would cost more than they. */
    private void flush() {
        long nowNs = System.nanoTime();
        if (results != null && (tasks.isEmpty() || nowNs - flushedNs >= FLUSH_INTERVAL_NS)) {
            results.flush();
            flushedNs = nowNs;
        }
        if (results != null && !gapsWillBeFlushed) {
            gapsWillBeFlushed = true;
            later.execute(this::flushGaps);
        }
    }

    private void flushGaps() {
        gapsWillBeFlushed = false;
        // First, so that no gap is kept whose request is lost; it may also have been put off because of this task.
        results.flush();
        results.flushGaps();
    }

    private void recordOne(String scenario, TurnRecord turn) {
        try {
            accept(scenario, turn);
        } catch (RuntimeException e) {
            if (firstFailure == null) {
                firstFailure = e;
                LOG.error("turn {} of conversation {} is not recorded", turn.turn(), turn.conversation(), e);
            }
        }
        skipped |= turn.exchange() == null;
        int count = recorded + 1;
        slotsAreLeftOver = skipped && count == plannedTurns;
        recorded = count;
    }

    private void accept(String scenario, TurnRecord record) {
        if (results == null) {
            results = openResults.get();
        }
        RequestFigures figures = results.accept(record);
        alsoTell.accept(record, figures);
        if (record.exchange() != null) {
            gatling.log(scenario, record, figures);
        }
    }

    /**
     * Waits until everything is recorded.
     *
     * @return the results, with every turn in them
     * @throws RuntimeException the first failure to record a turn
     */
    Results close() {
        thread.shutdown();
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
