package volley.play;

import java.util.function.LongSupplier;

/**
 * Slots that wait for the recorder instead of sending their next turns. As long as there is one, fewer turns are under way
 * than were asked for, and it is the client's fault. Thread-safe.
 */
final class HeldSlots {
    /** So often it is told while it lasts: a run that is killed is to lose no more of it. */
    private static final long PIECE_NS = 1_000_000_000L;

    /** Who is told. */
    interface Told {
        /**
         * @param fromNs since when slots were held, on the nanosecond clock
         * @param toNs until when
         */
        void held(long fromNs, long toNs);
    }

    private final LongSupplier clockNs;
    private int held;
    private long sinceNs;
    private Told told = (fromNs, toNs) -> {};

    /** @param clockNs the nanosecond clock */
    HeldSlots(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    synchronized void tell(Told whom) {
        told = whom;
    }

    /** One more is held. */
    synchronized void hold() {
        if (held++ == 0) {
            sinceNs = clockNs.getAsLong();
        }
    }

    /** One of them goes on. */
    synchronized void release() {
        held--;
        long nowNs = clockNs.getAsLong();
        if (held == 0 || nowNs - sinceNs >= PIECE_NS) {
            told.held(sinceNs, nowNs);
            sinceNs = nowNs;
        }
    }
}
