package volley.play;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wall clock and the monotonic clock beside each other. A thread may be put aside between a look at one and at the other: of
 * several looks the quickest counts.
 */
final class ClockPair {
    private static final int LOOKS = 50;
    private static final long QUICK_NS = TimeUnit.MICROSECONDS.toNanos(2);

    private final InstantSource wall;
    private final LongSupplier nanoClock;

    ClockPair(InstantSource wall, LongSupplier nanoClock) {
        this.wall = wall;
        this.nanoClock = nanoClock;
    }

    static ClockPair ofThisMachine() {
        return new ClockPair(InstantSource.system(), System::nanoTime);
    }

    Instant now() {
        return wall.instant();
    }

    /** The moment that the monotonic clock shows, or will show, as that. */
    Instant at(long nanoTime) {
        return Instant.EPOCH.plusNanos(nanoTime + aheadNs());
    }

    /** What the monotonic clock shows at that moment. */
    long nanoTimeAt(Instant moment) {
        return ns(moment) - aheadNs();
    }

    /** Nanoseconds since 1970, until the year 2262. */
    static long ns(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private long aheadNs() {
        long quickestNs = Long.MAX_VALUE;
        long aheadNs = 0;
        for (int look = 0; look < LOOKS && quickestNs > QUICK_NS; look++) {
            long before = nanoClock.getAsLong();
            long wallNs = ns(wall.instant());
            long tookNs = nanoClock.getAsLong() - before;
            if (tookNs < quickestNs) {
                quickestNs = tookNs;
                aheadNs = wallNs - (before + tookNs / 2);
            }
        }
        return aheadNs;
    }
}
