package volley.os;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Work that can wait, done in pieces of 0.1 ms. Where a thread has a processor that another waits for, Linux looks at the
 * clock every 4 ms only (at 250 Hz): an event loop would have to wait that long for the first token of an answer.
 */
public final class ShortPieces {
    private static final long PIECE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final LongSupplier nanoClock;
    private final Runnable stepAside;
    private long sinceNs;

    public ShortPieces(LongSupplier nanoClock) {
        this(nanoClock, Thread::yield);
    }

    ShortPieces(LongSupplier nanoClock, Runnable stepAside) {
        this.nanoClock = nanoClock;
        this.stepAside = stepAside;
        this.sinceNs = nanoClock.getAsLong();
    }

    /** Lets others go first when a piece is over. To be called after each step, on the thread that works. */
    public void afterStep() {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - sinceNs >= PIECE_NS) {
            stepAside.run();
            sinceNs = nanoClock.getAsLong();
        }
    }
}
