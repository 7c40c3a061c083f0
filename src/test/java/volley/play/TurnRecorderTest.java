package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.Outcome;
import volley.metrics.TurnRecord;
import volley.report.Results;

class TurnRecorderTest {
    @Test
    void oneSlotThatCannotGoOnDoesNotHoldUpThoseBehindIt() {
        TurnRecorder recorder = new TurnRecorder(() -> null, 0, new ModelTime(1, () -> 0), (turn, figures) -> {});
        Queue<String> wentOn = new ConcurrentLinkedQueue<>();
        recorder.record("", List.of(), () -> wentOn.add("A"));
        recorder.record("", List.of(), () -> {
            throw new IllegalStateException("B cannot go on");
        });
        recorder.record("", List.of(), () -> wentOn.add("C"));
        recorder.close();
        assertThat(wentOn).containsExactly("A", "C");
    }

    @Test
    void resultsAreOpenedOnceBeforeTheFirstTurn(@TempDir Path folder) {
        AtomicInteger opened = new AtomicInteger();
        TurnRecorder recorder = new TurnRecorder(
                () -> {
                    opened.incrementAndGet();
                    return Results.open(folder, 0, null);
                },
                0,
                new ModelTime(1, () -> 0),
                (turn, figures) -> {});
        recorder.open();
        recorder.open();
        try (Results results = recorder.close()) {
            assertThat(results.folder()).isEqualTo(folder);
        }
        assertThat(opened).hasValue(1);
        assertThat(folder.resolve("requests.jsonl")).exists();
    }

    /** Turns that are never sent because the time is over are not waited for, and leave slots over. */
    @Test
    void turnsLeftOutAreNotWaitedFor(@TempDir Path folder) {
        TurnRecorder recorder = new TurnRecorder(
                () -> Results.open(folder, 0, null), 3, new ModelTime(1, () -> 0), (turn, figures) -> {});
        TurnRecord turn = TurnRecord.unsent(0, "a", 0, 5, Outcome.SKIPPED_AFTER_FAILURE);
        recorder.record("", List.of(turn), () -> {});
        recorder.leaveOut(2);
        try (Results results = recorder.close()) {
            assertThat(recorder.isComplete()).isTrue();
            assertThat(recorder.slotsAreLeftOver()).isTrue();
            assertThat(recorder.recorded()).isEqualTo(1);
            assertThat(results.outcomes(1).complete()).isTrue();
        }
    }

    @Test
    void aRecorderThatCannotKeepUpSaysSoUntilItHasCaughtUp() {
        CountDownLatch mayOpen = new CountDownLatch(1);
        TurnRecorder recorder = new TurnRecorder(
                () -> {
                    await(mayOpen);
                    throw new IllegalStateException("no results");
                },
                0,
                new ModelTime(1, () -> 0),
                (turn, figures) -> {});
        recorder.open();
        AtomicInteger wentOn = new AtomicInteger();
        int few = 4_096;
        for (int turn = 0; turn < few; turn++) {
            recorder.record("", List.of(), wentOn::incrementAndGet);
        }
        assertThat(recorder.isBehind()).isFalse();
        recorder.record("", List.of(), wentOn::incrementAndGet);
        assertThat(recorder.isBehind()).isTrue();
        Queue<Long> heldNs = new ConcurrentLinkedQueue<>();
        recorder.tellHeld((fromNs, toNs) -> heldNs.add(toNs - fromNs));
        long beforeNs = System.nanoTime();
        recorder.recordBefore("", List.of(), () -> assertThat(heldNs).hasSize(1));
        mayOpen.countDown();
        recorder.close();
        assertThat(recorder.isBehind()).isFalse();
        assertThat(wentOn).hasValue(few + 1);
        assertThat(heldNs).singleElement().satisfies(held -> assertThat(held)
                .isBetween(0L, System.nanoTime() - beforeNs));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
