package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the watchdog says while no request is in flight. */
class WatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger recorded = new AtomicInteger(3);
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong nowNs = new AtomicLong();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Watchdog watchdog = new Watchdog(
            PATIENCE,
            new InFlight(),
            recorded::get,
            parked::get,
            nowNs::get,
            new PrintStream(said, true, StandardCharsets.UTF_8));

    private String lookAfter(Duration time) {
        said.reset();
        nowNs.addAndGet(time.toNanos());
        watchdog.look();
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void slotsThatWaitForTheirPlannedTimeAreNotNamed() {
        lookAfter(Duration.ZERO);
        assertThat(lookAfter(PATIENCE)).isEmpty();
        assertThat(lookAfter(PATIENCE)).isEmpty();
    }

    @Test
    void slotsThatWaitForATurnWhileNoneIsUnderWayAreNamed() {
        parked.set(2);
        lookAfter(Duration.ZERO);

        assertThat(lookAfter(PATIENCE.minusNanos(1))).isEmpty();
        assertThat(lookAfter(Duration.ofNanos(1)))
                .contains("nothing has moved for 10 s; no request is in flight, 2 slots wait for a turn, 3 turns");
        recorded.incrementAndGet();
        assertThat(lookAfter(PATIENCE)).isEmpty();
    }
}
