package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.ClockOffset;
import volley.config.Shard;

class ShardFileTest {
    @TempDir
    Path folder;

    @Test
    void theFormat() throws IOException {
        StartMark start = new StartMark(
                Instant.parse("2026-03-07T12:00:00Z"),
                -12,
                Duration.ofMillis(100),
                Optional.of(new ClockOffset(-3_000, 4_000, 500, 7)));
        new ShardFile(
                        new Shard(1, 2),
                        new int[] {3, 1},
                        new int[] {0, 1},
                        Optional.of(start),
                        List.of("this is a part"))
                .write(folder);
        assertThat(folder.resolve("shard.json"))
                .hasContent(
                        """
                        {"index":1,"of":2,"start":{"at":"2026-03-07T12:00:00Z","skew_ns":-12,"limit_ms":100.0,\
                        "clock":{"at_least_ns":-3000,"at_most_ns":4000,"round_trip_ns":500,"answers":7}},\
                        "notes":["this is a part"],"turns":[3,1],"shards":[0,1]}
                        """);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        ClockOffset clock = new ClockOffset(-3_000, 4_000, 500, 7);
        for (Optional<ClockOffset> known : List.of(Optional.of(clock), Optional.<ClockOffset>empty())) {
            StartMark start =
                    new StartMark(Instant.parse("2026-03-07T12:00:00.25Z"), 1_234, Duration.ofNanos(500_000), known);
            new ShardFile(
                            new Shard(2, 3),
                            new int[] {3, 1, 2},
                            new int[] {0, 1, 2},
                            Optional.of(start),
                            List.of("a note"))
                    .write(folder);
            ShardFile read = ShardFile.read(folder);
            assertThat(read.shard()).isEqualTo(new Shard(2, 3));
            assertThat(read.turns()).containsExactly(3, 1, 2);
            assertThat(read.shards()).containsExactly(0, 1, 2);
            assertThat(read.start()).contains(start);
            assertThat(read.notes()).containsExactly("a note");
        }
        assertThat(ShardFile.isIn(folder)).isTrue();
        assertThat(ShardFile.isIn(folder.resolve("other"))).isFalse();
        new ShardFile(new Shard(0, 2), new int[0], new int[0], Optional.empty(), List.of()).write(folder);
        assertThat(ShardFile.read(folder).start()).isEmpty();
    }
}
