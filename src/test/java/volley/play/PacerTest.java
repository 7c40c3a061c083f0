package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import volley.config.Pacing;

/** Time here is the embedded event loop's, moved by hand. */
class PacerTest {
    private static final long[] ARRIVALS_NS = {0, 1_500_000, 1_700_000, 9_000_000};

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> gone = new ArrayList<>();
    private final List<Long> started = new ArrayList<>();
    private long nowNs = 1_000_000_000L;

    PacerTest() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void absoluteLetsEachSlotGoAtItsPlannedTime() {
        Pacer pacer = Pacer.of(Pacing.ABSOLUTE, ARRIVALS_NS, () -> nowNs, started::add);
        long startNs = nowNs + Pacer.LEAD_NS;
        awaitAll(pacer);
        advanceTo(startNs - 1);
        assertThat(gone).isEmpty();
        advanceTo(startNs);
        assertThat(gone).containsExactly("0");
        advanceTo(startNs + 1_500_000);
        assertThat(gone).containsExactly("0", "1");
        advanceTo(startNs + 9_000_000);
        assertThat(gone).containsExactly("0", "1", "2", "3");
        assertThat(started).containsExactly(startNs);
        for (int i = 0; i < ARRIVALS_NS.length; i++) {
            assertThat(pacer.scheduledNs(i)).isEqualTo(startNs + ARRIVALS_NS[i]);
        }
    }

    /** Such as the common start of several generators; one that has passed already is none. */
    @Test
    void aStartThatIsGivenIsTheRunsUnlessItIsOver() {
        for (Pacing pacing : Pacing.values()) {
            Pacer pacer = Pacer.of(pacing, ARRIVALS_NS, () -> nowNs, started::add);
            pacer.startAt(nowNs + 2_000_000_000L);
            assertThat(pacer.startNs()).isEqualTo(nowNs + 2_000_000_000L);
            Pacer late = Pacer.of(pacing, ARRIVALS_NS, () -> nowNs, started::add);
            late.startAt(nowNs - 1);
            assertThat(late.startNs()).isEqualTo(nowNs + Pacer.LEAD_NS);
        }
        assertThat(started).hasSize(4);
    }

    /** No turn is left for them then; the times of the turns stay those planned. */
    @Test
    void noSlotWaitsForLongerThanTheRunTakes() {
        for (Pacing pacing : Pacing.values()) {
            gone.clear();
            Pacer pacer = Pacer.of(pacing, ARRIVALS_NS, 2_000_000, () -> nowNs, started::add);
            long startNs = nowNs + Pacer.LEAD_NS;
            awaitAll(pacer);
            for (long passedNs : new long[] {0, 1_500_000, 1_700_000}) {
                advanceTo(startNs + passedNs);
                pacer.done(new RequestSlot(gone.size() - 1));
            }
            assertThat(gone).as("%s", pacing).containsExactly("0", "1", "2");
            advanceTo(startNs + 2_000_000 - 1);
            assertThat(gone).as("%s", pacing).containsExactly("0", "1", "2");
            advanceTo(startNs + 2_000_000);
            assertThat(gone).as("%s", pacing).containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void aSlotThatComesLateGoesAtOnceAndKeepsItsPlannedTime() {
        Pacer pacer = Pacer.of(Pacing.ABSOLUTE, ARRIVALS_NS, () -> nowNs, started::add);
        long startNs = pacer.startNs();
        advanceTo(startNs + 5_000_000);
        RequestSlot slot = new RequestSlot(1);
        pacer.await(slot, channel.eventLoop(), () -> gone.add("1"));
        assertThat(gone).containsExactly("1");
        assertThat(pacer.scheduledNs(1)).isEqualTo(startNs + 1_500_000);
    }

    @Test
    void absoluteGivesTheKthTurnTheKthTimeWhicheverSlotTakesIt() {
        Pacer pacer = Pacer.of(Pacing.ABSOLUTE, new long[] {0, 100, 250}, () -> nowNs, started::add);
        long startNs = pacer.startNs();
        assertThat(pacer.scheduledNs(1)).isEqualTo(startNs + 100);
        assertThat(pacer.scheduledNs(2)).isEqualTo(startNs + 250);
    }

    @Test
    void upstreamSleepsEachGapAfterTheSendBefore() {
        Pacer pacer = Pacer.of(Pacing.UPSTREAM, ARRIVALS_NS, () -> nowNs, started::add);
        List<RequestSlot> slots = awaitAll(pacer);
        advanceTo(pacer.scheduledNs(0));
        assertThat(gone).containsExactly("0");
        advanceTo(nowNs + 50_000_000);
        assertThat(gone).as("nobody passes a sender that is held up").containsExactly("0");
        pacer.done(slots.get(0));
        long dueNs = nowNs + 1_500_000;
        advanceTo(dueNs - 1);
        assertThat(gone).containsExactly("0");
        advanceTo(dueNs);
        assertThat(gone).containsExactly("0", "1");
        assertThat(pacer.scheduledNs(1)).isEqualTo(dueNs);
        pacer.done(slots.get(1));
        advanceTo(dueNs + 200_000);
        assertThat(gone).containsExactly("0", "1", "2");
    }

    private List<RequestSlot> awaitAll(Pacer pacer) {
        List<RequestSlot> slots = new ArrayList<>();
        for (int i = 0; i < ARRIVALS_NS.length; i++) {
            RequestSlot slot = new RequestSlot(i);
            slots.add(slot);
            pacer.await(slot, channel.eventLoop(), () -> gone.add(String.valueOf(slot.index())));
        }
        return slots;
    }

    private void advanceTo(long timeNs) {
        channel.advanceTimeBy(timeNs - nowNs, TimeUnit.NANOSECONDS);
        nowNs = timeNs;
        channel.runPendingTasks();
    }
}
