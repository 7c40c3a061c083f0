package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class TurnRecorderTest {
    @Test
    void oneSlotThatCannotGoOnDoesNotHoldUpThoseBehindIt() {
        TurnRecorder recorder = new TurnRecorder(() -> null, 0, (turn, figures) -> {});
        Queue<String> wentOn = new ConcurrentLinkedQueue<>();
        recorder.record("", List.of(), () -> wentOn.add("A"));
        recorder.record("", List.of(), () -> {
            throw new IllegalStateException("B cannot go on");
        });
        recorder.record("", List.of(), () -> wentOn.add("C"));
        recorder.close();
        assertThat(wentOn).containsExactly("A", "C");
    }
}
