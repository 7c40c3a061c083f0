package volley.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In virtual time: what happens in the volume happens at set seconds of it. */
class ShardWaitTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path volume;

    private long nowNs;

    @Test
    void itIsOverWhenTheLastShardHasEnded() throws InterruptedException {
        assertThat(await(Map.of(
                        10, () -> write(0, "run-1", "run.json"),
                        12, () -> write(1, "run-1", "run.json"),
                        40, () -> write(1, "run-1", "volley.html"),
                        90, () -> write(0, "run-1", "volley.html"))))
                .isEmpty();
        assertThat(seconds()).isEqualTo(90);
    }

    @Test
    void shardsThatWriteAreNotGivenUp() throws InterruptedException {
        Map<Integer, Runnable> events = new TreeMap<>();
        for (int second = 10; second <= 500; second += 50) {
            String line = "line\n".repeat(second / 50 + 1);
            events.put(second, () -> write(0, "run-1", "run.json", line));
        }
        events.put(20, () -> write(1, "run-1", "run.json", "volley.html"));
        events.put(520, () -> write(0, "run-1", "volley.html"));
        assertThat(await(events)).isEmpty();
        assertThat(seconds()).isEqualTo(520);
    }

    @Test
    void aShardThatIsSilentIsGivenUp() throws InterruptedException {
        assertThat(await(Map.of(
                        10, () -> write(0, "run-1", "run.json"),
                        30, () -> write(1, "run-1", "run.json", "volley.html"))))
                .containsExactly(0);
        assertThat(seconds()).isEqualTo(30 + PATIENCE.toSeconds());
        assertThat(new ShardFolders(volume, 2).runs())
                .as("what it left is merged, too")
                .hasSize(2);
    }

    @Test
    void aShardThatWasPlayedAgainHasEndedWithItsSecondRun() throws InterruptedException {
        write(0, "run-1", "run.json");
        write(0, "run-2", "run.json", "volley.html");
        write(1, "run-1", "run.json", "volley.html");
        assertThat(await(Map.of())).isEmpty();
        assertThat(new ShardFolders(volume, 2).runs())
                .extracting(run -> volume.relativize(run).toString().replace('\\', '/'))
                .containsExactly(
                        "shard-0/volley-results/run-1", "shard-0/volley-results/run-2", "shard-1/volley-results/run-1");
    }

    private List<Integer> await(Map<Integer, Runnable> events) throws InterruptedException {
        return new ShardWait(new ShardFolders(volume, 2), PATIENCE, () -> nowNs, time -> {
                    long before = seconds();
                    nowNs += time.toNanos();
                    events.forEach((second, event) -> {
                        if (second > before && second <= seconds()) {
                            event.run();
                        }
                    });
                })
                .await();
    }

    private long seconds() {
        return nowNs / 1_000_000_000;
    }

    private void write(int shard, String run, String... files) {
        try {
            Path folder = Files.createDirectories(
                    volume.resolve("shard-" + shard).resolve("volley-results").resolve(run));
            for (String file : files) {
                Files.writeString(folder.resolve(file.strip().startsWith("line") ? "requests.jsonl" : file), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
