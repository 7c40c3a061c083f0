package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the watchdog says while no request is in flight. */
class WatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger recorded = new AtomicInteger(3);
    private final AtomicInteger parked = new AtomicInteger();
    private final AtomicLong nowNs = new AtomicLong();
    private List<String> troubles = List.of();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Watchdog watchdog = new Watchdog(
            PATIENCE,
            new InFlight(),
            recorded::get,
            parked::get,
            nowNs::get,
            () -> troubles,
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

    @Test
    void theClientsOwnTroubleIsToldFromTheServers() {
        parked.set(2);
        lookAfter(Duration.ZERO);
        assertThat(lookAfter(PATIENCE)).contains("nothing has moved").doesNotContain("the client itself");
        troubles = List.of("has 256 files open of 256 (ulimit -n)");
        assertThat(lookAfter(PATIENCE)).endsWith("; the client itself has 256 files open of 256 (ulimit -n)\n");
    }

    @Test
    void aProcessThatIsWellHasNoTrouble() {
        assertThat(OwnTrouble.now()).isEmpty();
    }
}
