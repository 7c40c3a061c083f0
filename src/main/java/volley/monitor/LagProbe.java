package volley.monitor;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import volley.monitor.Interference.Kind;

/** Asks an executor to run it at a time, and notes how late it was: one short task every interval. */
final class LagProbe {
    private final Kind kind;
    private final long intervalNs;
    private final LongSupplier nanoClock;
    private final InterferenceLog log;
    private long dueNs;
    private volatile boolean stopped;

    LagProbe(Kind kind, long intervalNs, LongSupplier nanoClock, InterferenceLog log) {
        this.kind = kind;
        this.intervalNs = intervalNs;
        this.nanoClock = nanoClock;
        this.log = log;
        this.dueNs = nanoClock.getAsLong() + intervalNs;
    }

    /** Goes on until it is stopped, or the executor is. */
    void start(ScheduledExecutorService executor) {
        try {
            var unused = executor.schedule(
                    () -> {
                        if (!stopped) {
                            look();
                            start(executor);
                        }
                    },
                    Math.max(0, dueNs - nanoClock.getAsLong()),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            stopped = true;
        }
    }

    /** Notes how late it is now, and when it is due again. */
    void look() {
        long nowNs = nanoClock.getAsLong();
        log.add(kind, dueNs, nowNs);
        dueNs = nowNs + intervalNs;
    }

    void stop() {
        stopped = true;
    }
}
