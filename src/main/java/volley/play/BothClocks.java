package volley.play;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import volley.os.WallClock;

/** The wall clock and the monotonic clock; each answer is by a new look at both beside each other. */
final class BothClocks {
    private final InstantSource wall;
    private final LongSupplier nanoClock;

    BothClocks(InstantSource wall, LongSupplier nanoClock) {
        this.wall = wall;
        this.nanoClock = nanoClock;
    }

    static BothClocks ofThisMachine() {
        return new BothClocks(InstantSource.system(), System::nanoTime);
    }

    Instant now() {
        return wall.instant();
    }

    /** The moment that the monotonic clock shows, or will show, as that. */
    Instant at(long nanoTime) {
        return beside().toWallClock(nanoTime);
    }

    /** What the monotonic clock shows at that moment. */
    long nanoTimeAt(Instant moment) {
        return beside().toNanoClock(moment.getEpochSecond(), moment.getNano(), nanoClock.getAsLong());
    }

    private WallClock beside() {
        return new WallClock(nanoClock, wall);
    }

    /** Nanoseconds since 1970, until the year 2262. */
    static long ns(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
