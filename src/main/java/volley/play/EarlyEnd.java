package volley.play;

import java.util.List;
import java.util.Optional;
import volley.client.Outcome;
import volley.metrics.TurnRecord;
import volley.plan.Plan;

/**
 * How a run ends before its plan does: by a signal or a loss, which cancel what is under way and what is not sent; or by its
 * time, after which no further turn is sent, those under way have a while to be answered, and what was not sent is no part of
 * the results.
 */
public final class EarlyEnd implements AutoCloseable {
    private final Playing run;
    private final long durationNs;
    private final Optional<TimeIsUp> timeLimit;
    private volatile boolean cancelled;
    private volatile boolean timeIsOver;
    private volatile boolean stopped;
    private volatile Runnable stopGatling = () -> {};

    /** @param plan whose time limit counts, if it has one */
    EarlyEnd(Playing run, Plan plan) {
        this.run = run;
        this.durationNs = plan.durationNs();
        this.timeLimit = plan.load().limit().map(limit -> new TimeIsUp(limit, this::endSending, this::giveUp));
    }

    /** @param startNs when the run's time begins, on the clock of {@code System.nanoTime()} */
    void begin(long startNs) {
        timeLimit.ifPresent(limit -> {
            run.queue().giveNoneFrom(startNs + durationNs);
            limit.begin(startNs - System.nanoTime());
        });
    }

    /** Whether the run was stopped: no further turn is sent then, and none under way is waited for. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Whether further requests may be sent. */
    boolean isSending() {
        return !cancelled && !timeIsOver;
    }

    private void endSending() {
        timeIsOver = true;
        int notSent = run.queue().cancel().size();
        run.results().endedByTime(notSent);
        run.recorder().leaveOut(notSent);
        run.observers().leaveOut(notSent);
        run.queue().endWaiting();
    }

    /** The grace after the run's time is over. */
    private void giveUp() {
        cancelled = true;
        run.inFlight().cancelAll(Optional.empty());
    }

    /**
     * Records every turn that is not sent yet as cancelled, and ends those under way as such.
     *
     * @param by what stops the run
     * @param deadLoop the thread of an event loop that does nothing any more, if there is one
     */
    void cancel(String by, Optional<Thread> deadLoop) {
        cancelled = true;
        // a run that has not begun opens its queue now, not after it was emptied
        run.pacer().startNs();
        if (!run.recorder().isComplete()) {
            run.results().note("the run was stopped by " + by + ": its figures are those of a part of the plan");
        }
        List<TurnRecord> unsent = run.queue().cancel().stream()
                .map(ticket -> run.unsent(ticket, Outcome.CANCELLED))
                .toList();
        run.recorder().record("", unsent, () -> {});
        run.queue().endWaiting();
        run.inFlight().cancelAll(deadLoop);
    }

    /** @param stop makes Gatling end the run, on any thread */
    public void onStop(Runnable stop) {
        stopGatling = stop;
    }

    /** Whether Gatling is to stop, since all turns of a cancelled run are recorded. */
    public boolean isStopped() {
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

    /** The run's time is not looked at any more. */
    @Override
    public void close() {
        timeLimit.ifPresent(TimeIsUp::close);
    }
}
