package volley.play;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import volley.config.Pacing;

/**
 * Lets slots go at their time, to the timer's resolution, without holding a thread.
 *
 * <p>The run's time begins {@link #LEAD_NS} after the first slot shows up, so that a late start of a user, which
 * Gatling counts in milliseconds, is made up before its time has come.
 */
public abstract class Pacer {
    /** How long before its time a user is started: in this time also the results' files are opened. */
    static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long NOT_STARTED = Long.MIN_VALUE;

    private final LongSupplier nanoClock;
    private final LongConsumer whenStarted;
    private final long durationNs;
    private final AtomicLong startNs = new AtomicLong(NOT_STARTED);
    private volatile long givenStartNs = NOT_STARTED;

    private Pacer(long durationNs, LongSupplier nanoClock, LongConsumer whenStarted) {
        this.durationNs = durationNs;
        this.nanoClock = nanoClock;
        this.whenStarted = whenStarted;
    }

    /** To the plan's end. */
    static Pacer of(Pacing pacing, long[] arrivalsNs, LongSupplier nanoClock, LongConsumer whenStarted) {
        return of(pacing, arrivalsNs, Long.MAX_VALUE, nanoClock, whenStarted);
    }

    /**
     * @param arrivalsNs planned times since the run's start
     * @param durationNs since the run's start; no slot waits for longer, since no turn is left for it then
     * @param whenStarted told once when the run's time begins, on the nanosecond clock
     */
    static Pacer of(
            Pacing pacing, long[] arrivalsNs, long durationNs, LongSupplier nanoClock, LongConsumer whenStarted) {
        return switch (pacing) {
            case ABSOLUTE -> new Absolute(arrivalsNs, durationNs, nanoClock, whenStarted);
            case UPSTREAM -> new Upstream(arrivalsNs, durationNs, nanoClock, whenStarted);
        };
    }

    /** Calls {@code go} on {@code eventLoop} when the slot is due. Call on that event loop. */
    public abstract void await(RequestSlot slot, EventExecutor eventLoop, Runnable go);

    /**
     * When a turn was due, on the nanosecond clock. Known once as many slots have arrived. The time is the turn's, not the
     * slot's: slots that are late together may ask for their turns in any order.
     *
     * @param order how many turns were given out before it
     */
    public abstract long scheduledNs(int order);

    /** The slot's request is out, or it will not send any. */
    public abstract void done(RequestSlot slot);

    /**
     * The run's time is to begin then, unless the first slot shows up later.
     *
     * @param ns on the nanosecond clock
     */
    public final void startAt(long ns) {
        givenStartNs = ns;
    }

    /** When the run's time began, on the nanosecond clock. The first call fixes it. */
    final long startNs() {
        if (startNs.get() == NOT_STARTED) {
            long nowNs = nanoClock.getAsLong();
            long given = givenStartNs;
            boolean inTime = given != NOT_STARTED && given - nowNs >= 0;
            if (startNs.compareAndSet(NOT_STARTED, inTime ? given : nowNs + LEAD_NS)) {
                whenStarted.accept(startNs.get());
            }
        }
        return startNs.get();
    }

    final void goAt(long dueNs, EventExecutor eventLoop, Runnable go) {
        long nowNs = nanoClock.getAsLong();
        long restNs = dueNs - nowNs;
        if (durationNs != Long.MAX_VALUE) {
            restNs = Math.min(restNs, startNs() + durationNs - nowNs);
        }
        if (restNs <= 0) {
            go.run();
        } else {
            var unused = eventLoop.schedule(go, restNs, TimeUnit.NANOSECONDS);
        }
    }

    /** Every slot at its planned time. */
    private static final class Absolute extends Pacer {
        private final long[] arrivalsNs;

        Absolute(long[] arrivalsNs, long durationNs, LongSupplier nanoClock, LongConsumer whenStarted) {
            super(durationNs, nanoClock, whenStarted);
            this.arrivalsNs = arrivalsNs;
        }

        @Override
        public void await(RequestSlot slot, EventExecutor eventLoop, Runnable go) {
            goAt(scheduledNs(slot.index()), eventLoop, go);
        }

        @Override
        public long scheduledNs(int order) {
            return startNs() + arrivalsNs[order];
        }

        @Override
        public void done(RequestSlot slot) {}
    }

    /**
     * A sender that sleeps the gap after each send: a slot is due its gap after the one before it has sent. Gatling's
     * start of a user is at its planned time, which is never later.
     */
    private static final class Upstream extends Pacer {
        private final long[] arrivalsNs;
        private final LongSupplier nanoClock;
        private final long[] dueNs;
        private final Runnable[] waiting;
        private int sent = -1;

        Upstream(long[] arrivalsNs, long durationNs, LongSupplier nanoClock, LongConsumer whenStarted) {
            super(durationNs, nanoClock, whenStarted);
            this.arrivalsNs = arrivalsNs;
            this.nanoClock = nanoClock;
            this.dueNs = new long[arrivalsNs.length];
            this.waiting = new Runnable[arrivalsNs.length];
        }

        @Override
        public void await(RequestSlot slot, EventExecutor eventLoop, Runnable go) {
            int index = slot.index();
            synchronized (this) {
                if (index == 0) {
                    dueNs[0] = startNs();
                } else if (sent < index - 1) {
                    waiting[index] = () -> eventLoop.execute(() -> goAt(scheduledNs(index), eventLoop, go));
                    return;
                }
            }
            goAt(scheduledNs(index), eventLoop, go);
        }

        /** Slots go one after the other, so the k-th turn is the k-th slot's. */
        @Override
        public synchronized long scheduledNs(int order) {
            return dueNs[order];
        }

        @Override
        public void done(RequestSlot slot) {
            int next = slot.index() + 1;
            Runnable released;
            synchronized (this) {
                sent = slot.index();
                if (next == arrivalsNs.length) {
                    return;
                }
                dueNs[next] = nanoClock.getAsLong() + arrivalsNs[next] - arrivalsNs[next - 1];
                released = waiting[next];
            }
            if (released != null) {
                released.run();
            }
        }
    }
}
