package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldSlotsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private long nowNs;
    private final List<List<Long>> told = new ArrayList<>();
    private final HeldSlots held = new HeldSlots(() -> nowNs);

    @Test
    void isToldFromTheFirstSlotToTheLast() {
        held.tell((fromNs, toNs) -> told.add(List.of(fromNs, toNs)));
        at(10, held::hold);
        at(20, held::hold);
        at(30, held::release);
        at(40, held::hold);
        at(50, held::release);
        at(60, held::release);
        at(90, held::hold);
        at(95, held::release);

        assertThat(told).containsExactly(List.of(10L, 60L), List.of(90L, 95L));
    }

    /** One slot is always held: without pieces nothing would be known of a run that is killed. */
    @Test
    void isToldInPiecesWhileItLasts() {
        held.tell((fromNs, toNs) -> told.add(List.of(fromNs, toNs)));
        at(0, held::hold);
        at(1, held::hold);
        at(SECOND_NS, held::release);
        at(SECOND_NS + 1, held::hold);
        at(SECOND_NS + 2, held::release);
        at(SECOND_NS + 3, held::release);

        assertThat(told).containsExactly(List.of(0L, SECOND_NS), List.of(SECOND_NS, SECOND_NS + 3));
    }

    private void at(long timeNs, Runnable step) {
        nowNs = timeNs;
        step.run();
    }
}
