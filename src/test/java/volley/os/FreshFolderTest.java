package volley.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshFolderTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T08:15:00.999Z"));

    @TempDir
    Path temp;

    @Test
    void runsOfTheSameMillisecondHaveFoldersOfTheirOwn() {
        Set<Path> made =
                IntStream.range(0, 200).parallel().mapToObj(run -> create()).collect(Collectors.toSet());
        assertThat(made).hasSize(200).allSatisfy(folder -> assertThat(folder).isDirectory());
        assertThat(made)
                .contains(
                        temp.resolve("results").resolve("multiturn-20261130081500999"),
                        temp.resolve("results").resolve("multiturn-20261130081501000"));
    }

    private Path create() {
        try {
            return FreshFolder.create(temp.resolve("results"), "multiturn", CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
