package volley.client;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What an event loop has to do besides reading: to decode what it has read, and to send. It is done a slice at a time:
 * after each the loop looks for more to read, so that reading, and with it the stamp, never waits for long.
 */
public final class LoopScheduler {
    /** A few dozen events: long beside the call of the operating system that follows, short beside a millisecond. */
    private static final long SLICE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final FastThreadLocal<LoopScheduler> OF_THREAD = new FastThreadLocal<>();

    private final SingleThreadEventLoop loop;
    private final LongSupplier nanoClock;
    private final ArrayDeque<WaitingReads> toDecode = new ArrayDeque<>();
    private final ArrayDeque<Runnable> toSend = new ArrayDeque<>();
    private final Runnable slice = this::doSlice;
    private final Runnable nextSlice = this::schedule;
    private boolean scheduled;

    private LoopScheduler(SingleThreadEventLoop loop, LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
    }

    /**
     * That of the event loop, to be asked for on its thread.
     *
     * @param nanoClock what slices are measured by
     */
    static LoopScheduler of(EventLoop loop, LongSupplier nanoClock) {
        LoopScheduler work = OF_THREAD.get();
        if (work == null) {
            work = new LoopScheduler(
                    loop instanceof SingleThreadEventLoop singleThread ? singleThread : null, nanoClock);
            OF_THREAD.set(work);
        }
        return work;
    }

    /**
     * Lets the event loop send something, soon but not at once, in the order of these calls. From any thread.
     *
     * @param nanoClock what slices are measured by
     * @param sending must take no longer than one request needs
     */
    public static void send(EventLoop loop, LongSupplier nanoClock, Runnable sending) {
        if (loop.inEventLoop()) {
            of(loop, nanoClock).add(sending);
        } else {
            loop.execute(() -> of(loop, nanoClock).add(sending));
        }
    }

    private void add(Runnable sending) {
        if (loop == null) {
            sending.run();
        } else {
            toSend.add(sending);
            ensureScheduled();
        }
    }

    /**
     * Lets a connection's bytes wait for their turn.
     *
     * @return false if this loop cannot make them wait
     */
    boolean add(WaitingReads connection) {
        if (loop == null) {
            return false;
        }
        if (connection.queue()) {
            toDecode.add(connection);
        }
        ensureScheduled();
        return true;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return toDecode.isEmpty() && toSend.isEmpty();
    }

    private void ensureScheduled() {
        if (!scheduled) {
            scheduled = true;
            schedule();
        }
    }

    private void schedule() {
        loop.execute(slice);
    }

    /** One of each in turns, so that neither a burst of requests nor one of answers holds up the other. */
    private void doSlice() {
        long startNs = nanoClock.getAsLong();
        try {
            do {
                WaitingReads connection = toDecode.poll();
                if (connection != null) {
                    connection.decodeNow();
                }
                Runnable sending = toSend.poll();
                if (sending != null) {
                    sending.run();
                }
            } while (!isEmpty() && nanoClock.getAsLong() - startNs < SLICE_NS);
        } finally {
            if (isEmpty()) {
                scheduled = false;
            } else {
                // A task would be run before the loop looks at its connections again.
                loop.executeAfterEventLoopIteration(nextSlice);
            }
        }
    }
}
