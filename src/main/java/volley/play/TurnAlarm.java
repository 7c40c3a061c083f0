package volley.play;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import volley.os.DaemonThread;

/** Wakes the turn queue when the next conversation's time has come, on a thread of its own. */
final class TurnAlarm implements LongConsumer, AutoCloseable {
    private final Runnable wake;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> DaemonThread.of("volley-think", task));
    private long setNs = Long.MAX_VALUE;

    TurnAlarm(Runnable wake, LongSupplier nanoClock) {
        this.wake = wake;
        this.nanoClock = nanoClock;
    }

    /**
     * Sets the alarm. One that is set for earlier stays.
     *
     * @param atNs on the clock; {@code Long.MAX_VALUE}: not at all
     */
    @Override
    public synchronized void accept(long atNs) {
        if (atNs < setNs && !timer.isShutdown()) {
            setNs = atNs;
            Future<?> unused =
                    timer.schedule(() -> ring(atNs), Math.max(0, atNs - nanoClock.getAsLong()), TimeUnit.NANOSECONDS);
        }
    }

    private void ring(long atNs) {
        synchronized (this) {
            if (setNs == atNs) {
                setNs = Long.MAX_VALUE;
            }
        }
        wake.run();
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
    }
}
