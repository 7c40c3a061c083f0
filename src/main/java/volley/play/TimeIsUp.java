package volley.play;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import volley.config.TimeLimit;
import volley.os.DaemonThread;

/** Ends a run at its time: first no further turn is sent, then what is still under way is given up. */
final class TimeIsUp {
    private final TimeLimit limit;
    private final Runnable endSending;
    private final Runnable giveUp;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> DaemonThread.of("volley-time-limit", task));

    /**
     * @param endSending called when the duration is over
     * @param giveUp called when the grace after it is over
     */
    TimeIsUp(TimeLimit limit, Runnable endSending, Runnable giveUp) {
        this.limit = limit;
        this.endSending = endSending;
        this.giveUp = giveUp;
    }

    /** @param untilStartNs from now until the run's time begins */
    void begin(long untilStartNs) {
        var unused = timer.schedule(
                () -> {
                    endSending.run();
                    var unusedToo = timer.schedule(giveUp, limit.grace().toNanos(), TimeUnit.NANOSECONDS);
                },
                untilStartNs + limit.duration().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Nothing more is called. */
    void close() {
        timer.shutdownNow();
    }
}
