package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import volley.client.Outcome;
import volley.metrics.TurnRecord;

/** A heap that is full while turns are recorded ends the run, for nobody would be told that they have ended. */
class FullHeapTest {
    @Test
    void theProcessEndsWithOneLine() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Full.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .containsPattern("volley: the heap of \\d+ MiB is full after 0 of 7 turns; give more with -Xmx");
    }

    /** Records a turn for which there is no room, and waits for it. */
    static final class Full {
        public static void main(String[] args) throws InterruptedException {
            TurnRecorder recorder = new TurnRecorder(
                    () -> {
                        throw new OutOfMemoryError("a test's");
                    },
                    7,
                    (turn, figures) -> {});
            CountDownLatch ended = new CountDownLatch(1);
            recorder.record("", List.of(TurnRecord.unsent(0, "c", 0, 1, Outcome.CANCELLED)), ended::countDown);
            // A run would wait for ever.
            ended.await(20, TimeUnit.SECONDS);
        }
    }
}
