package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.TurnSelection;

class SlowProgressTest {
    private final AtomicLong nanos = new AtomicLong(7);
    private final List<String> drawn = new CopyOnWriteArrayList<>();

    private SlowProgress progress() {
        return new SlowProgress("Reading x", 1000, " B", 1, nanos::get, () -> new ProgressBarBuilder()
                .setConsumer(new DelegatingProgressBarConsumer(drawn::add, 120)));
    }

    @Test
    void shortWorkDrawsNothing() {
        try (SlowProgress progress = progress()) {
            progress.step(400);
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            progress.step(600);
        }
        assertThat(drawn).isEmpty();
    }

    @Test
    void longWorkDrawsWhatIsDone() throws Exception {
        try (SlowProgress progress = progress()) {
            progress.count(new ByteArrayInputStream(new byte[400])).transferTo(OutputStream.nullOutputStream());
            nanos.addAndGet(Duration.ofSeconds(2).toNanos() + 1);
            progress.step(100);
            progress.step(250);
        }
        assertThat(drawn).isNotEmpty();
        assertThat(drawn.get(drawn.size() - 1)).contains("Reading x").contains("750/1000");
    }

    @Test
    void switchedOffDrawsNothing() {
        try (SlowProgress progress = new SlowProgress("x", 10, "", 1, nanos::get, null)) {
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            progress.step(10);
        }
        assertThat(drawn).isEmpty();
    }

    @Test
    void aLoadDrawsOnStderrAndOnlyIfAskedTo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("generated.json");
        GeneratedShareGpt.write(file, 1_000_000);
        assertThat(stderrOfLoad(file, true)).contains("Reading generated.json").contains("Tokenizing");
        assertThat(stderrOfLoad(file, false)).isEmpty();
    }

    /** The clock runs a second further at each look. */
    private String stderrOfLoad(Path file, boolean showProgress) {
        DatasetRequest request = new DatasetRequest(
                DatasetFormat.SHAREGPT,
                file,
                OptionalInt.of(50),
                true,
                1,
                OptionalInt.empty(),
                TurnSelection.MULTI_TURN,
                showProgress);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            new DatasetLoader(
                            request,
                            DatasetFormat.SHAREGPT.records(),
                            new WordTokenizer(),
                            TextStore.MEMORY,
                            () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()))
                    .load();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
