package volley.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final long BOOTED_S = 1_700_000_000;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLISECOND_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicLong nanoClockNs = new AtomicLong(5 * SECOND_NS);
    private long setByNs;
    private long lookTakesNs = 40;

    private Instant wall() {
        nanoClockNs.addAndGet(lookTakesNs / 2);
        Instant now = Instant.ofEpochSecond(BOOTED_S, nanoClockNs.get() + setByNs);
        nanoClockNs.addAndGet(lookTakesNs - lookTakesNs / 2);
        return now;
    }

    private long toNanoClock(WallClock clock, long wallNs) {
        return clock.toNanoClock(BOOTED_S + wallNs / SECOND_NS, wallNs % SECOND_NS, nanoClockNs.get());
    }

    @Test
    void aMomentIsTheSameOnBothClocks() {
        WallClock clock = new WallClock(nanoClockNs::get, this::wall);

        assertThat(toNanoClock(clock, 5 * SECOND_NS)).isEqualTo(5 * SECOND_NS);
        assertThat(toNanoClock(clock, 7 * SECOND_NS - 1)).isEqualTo(7 * SECOND_NS - 1);
    }

    @Test
    void aWallClockThatIsSetIsFollowedAfterTenMilliseconds() {
        WallClock clock = new WallClock(nanoClockNs::get, this::wall);
        setByNs = 3 * SECOND_NS;
        nanoClockNs.addAndGet(11 * MILLISECOND_NS);
        long nowNs = nanoClockNs.get();

        assertThat(toNanoClock(clock, nowNs + setByNs)).isEqualTo(nowNs);
    }

    @Test
    void aDisturbedLookAtTheClocksChangesNothing() {
        WallClock clock = new WallClock(nanoClockNs::get, this::wall);
        lookTakesNs = 4 * MILLISECOND_NS;
        setByNs = -1;
        nanoClockNs.addAndGet(11 * MILLISECOND_NS);

        assertThat(toNanoClock(clock, 6 * SECOND_NS)).isEqualTo(6 * SECOND_NS);

        lookTakesNs = 40;
        assertThat(toNanoClock(clock, 6 * SECOND_NS)).isEqualTo(6 * SECOND_NS + 1);
    }

    @Test
    void whereEveryLookIsDisturbedTheShortestCounts() {
        lookTakesNs = 2 * MILLISECOND_NS;
        WallClock clock = new WallClock(nanoClockNs::get, this::wall);

        assertThat(toNanoClock(clock, 9 * SECOND_NS)).isEqualTo(9 * SECOND_NS);
    }
}
