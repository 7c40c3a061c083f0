package volley.os;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells where a moment of the wall clock is on the nanosecond clock. Both run at the same pace on Linux, but the wall clock
 * may be set; so their distance is taken again and again. Used by one thread.
 */
public final class WallClock {
    /** For as long moments may be wrong after the wall clock was set. */
    private static final long KEPT_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** A thread that loses its processor between two looks at the clocks takes longer. */
    private static final long UNDISTURBED_NS = TimeUnit.MICROSECONDS.toNanos(1);

    private static final int FIRST_TRIES = 100;
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private long distanceNs;
    private long takenNs;

    /** Looks at both until no thread was put aside in between, or often enough. */
    public WallClock(LongSupplier nanoClock, InstantSource wallClock) {
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        long bestNs = Long.MAX_VALUE;
        for (int i = 0; i < FIRST_TRIES && bestNs > UNDISTURBED_NS; i++) {
            bestNs = Math.min(bestNs, take(bestNs - 1));
        }
    }

    /**
     * Where a moment of the wall clock is.
     *
     * @param seconds of the wall clock, since 1970
     * @param nanos of that second
     * @param nowNs on the nanosecond clock
     * @return the moment on the nanosecond clock
     */
    public long toNanoClock(long seconds, long nanos, long nowNs) {
        if (nowNs - takenNs > KEPT_NS) {
            take(UNDISTURBED_NS);
        }
        return seconds * NS_PER_SECOND + nanos - distanceNs;
    }

    /**
     * Which moment of the wall clock is there, by the last look at both.
     *
     * @param ns on the nanosecond clock
     */
    public Instant toWallClock(long ns) {
        return Instant.EPOCH.plusNanos(ns + distanceNs);
    }

    /** @return how long it took; more than {@code mostNs}: the distance is as before */
    private long take(long mostNs) {
        long beforeNs = nanoClock.getAsLong();
        Instant wall = wallClock.instant();
        long tookNs = nanoClock.getAsLong() - beforeNs;
        if (tookNs <= mostNs) {
            takenNs = beforeNs;
            distanceNs = wall.getEpochSecond() * NS_PER_SECOND + wall.getNano() - (beforeNs + tookNs / 2);
        }
        return tookNs;
    }
}
