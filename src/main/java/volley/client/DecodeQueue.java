package volley.client;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop whose bytes are read and not yet decoded. They are decoded a slice at a time: after
 * each the loop looks for more to read, so that reading, and with it the stamp, never waits for long.
 */
final class DecodeQueue {
    /** A few dozen events: long beside the call of the operating system that follows, short beside a millisecond. */
    private static final long SLICE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private static final FastThreadLocal<DecodeQueue> OF_THREAD = new FastThreadLocal<>();

    private final SingleThreadEventLoop loop;
    private final LongSupplier nanoClock;
    private final ArrayDeque<StampedReads> waiting = new ArrayDeque<>();
    private final Runnable slice = this::decodeSlice;
    private final Runnable nextSlice = this::schedule;
    private boolean scheduled;

    private DecodeQueue(SingleThreadEventLoop loop, LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
    }

    /**
     * The queue of the event loop, to be asked for on its thread.
     *
     * @param nanoClock what slices are measured by
     */
    static DecodeQueue of(EventLoop loop, LongSupplier nanoClock) {
        DecodeQueue queue = OF_THREAD.get();
        if (queue == null) {
            queue = new DecodeQueue(
                    loop instanceof SingleThreadEventLoop singleThread ? singleThread : null, nanoClock);
            OF_THREAD.set(queue);
        }
        return queue;
    }

    /**
     * Lets a connection's bytes wait for their turn.
     *
     * @return false if this loop cannot make them wait
     */
    boolean add(StampedReads connection) {
        if (loop == null) {
            return false;
        }
        if (!connection.queued) {
            connection.queued = true;
            waiting.add(connection);
        }
        if (!scheduled) {
            scheduled = true;
            schedule();
        }
        return true;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private void schedule() {
        loop.execute(slice);
    }

    private void decodeSlice() {
        long startNs = nanoClock.getAsLong();
        StampedReads connection;
        while ((connection = waiting.poll()) != null) {
            connection.queued = false;
            connection.decode();
            if (nanoClock.getAsLong() - startNs >= SLICE_NS) {
                break;
            }
        }
        if (waiting.isEmpty()) {
            scheduled = false;
        } else {
            // A task would be run before the loop looks at its connections again.
            loop.executeAfterEventLoopIteration(nextSlice);
        }
    }
}
