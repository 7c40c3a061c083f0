package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.Outcome;
import volley.metrics.TurnRecord;

/** A heap that is full while turns are recorded ends the run, for nobody would be told that they have ended. */
class FullHeapTest {
    @ParameterizedTest
    @ValueSource(ints = {16, 1024, 1 << 16})
    void theProcessEndsWithOneLine(int lastPieceBytes) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Full.class.getName(),
                        String.valueOf(lastPieceBytes))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isEqualTo(1);
        assertThat(said).containsPattern("volley: the heap of \\d+ MiB is full; give more with -Xmx");
    }

    /** Fills the heap with a turn to be recorded, and waits for the turn. */
    static final class Full {
        private static Object[] held;

        public static void main(String[] args) throws InterruptedException {
            int pieceBytes = Integer.parseInt(args[0]);
            TurnRecorder recorder = new TurnRecorder(
                    () -> {
                        while (true) {
                            Object[] more = new Object[1 + pieceBytes / Long.BYTES];
                            more[0] = held;
                            held = more;
                        }
                    },
                    7,
                    new ModelTime(1, () -> 0),
                    (turn, figures) -> {});
            CountDownLatch ended = new CountDownLatch(1);
            recorder.record("", List.of(TurnRecord.unsent(0, "c", 0, 1, Outcome.CANCELLED)), ended::countDown);
            // A run would wait for ever.
            ended.await(30, TimeUnit.SECONDS);
        }
    }
}
