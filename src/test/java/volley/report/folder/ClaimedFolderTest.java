package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;

class ClaimedFolderTest {
    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void paths() {
        folder = temp.resolve("multiturn-1");
    }

    @Test
    void aFolderHasOneOwnerAtATime() throws IOException {
        ClaimedFolder own = ClaimedFolder.of(folder);
        assertThat(ClaimedFolder.isClaimed(folder)).isTrue();
        assertThatThrownBy(() -> ClaimedFolder.of(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageNotContaining("\n");
        own.close();
        assertThat(ClaimedFolder.isClaimed(folder)).isFalse();
        ClaimedFolder.of(folder).close();
    }

    @Test
    void whatAnotherProcessWritesIsNotTouched() throws Exception {
        Process other = owner(folder);
        try (InputStream said = other.getInputStream()) {
            assertThat(said.read()).as("the other process has its folder").isEqualTo('c');
            assertThatThrownBy(() -> ClaimedFolder.of(folder)).isInstanceOf(BadInputException.class);
            assertThat(Files.readString(folder.resolve("requests.jsonl"))).isEqualTo("a line");
            other.destroyForcibly().waitFor();
        }
        assertThat(ClaimedFolder.isClaimed(folder))
                .as("the system lets go of what a killed process had")
                .isFalse();
        assertThatThrownBy(() -> ClaimedFolder.of(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has the results of another run");
        ClaimedFolder.ofKilledRun(folder).close();
        assertThat(Files.readString(folder.resolve("requests.jsonl"))).isEqualTo("a line");
    }

    @Test
    void aRunThatIsRefusedLeavesNothing() {
        ClaimedFolder.of(folder).discard();
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatIsNotItsOwnIsLeft() throws IOException {
        ClaimedFolder own = ClaimedFolder.of(folder);
        Path log = Files.writeString(folder.resolve("simulation.log"), "Gatling's");
        own.discard();
        assertThat(folder).isDirectoryContaining(file -> file.equals(log));
        assertThat(folder.resolve("requests.jsonl")).doesNotExist();
    }

    private static Process owner(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Owner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A process that has a folder until it is killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            ClaimedFolder.of(folder);
            try (FileChannel file = FileChannel.open(folder.resolve("requests.jsonl"), StandardOpenOption.WRITE)) {
                // Not through the claim: it must hold whoever writes.
                file.write(ByteBuffer.wrap("a line".getBytes(StandardCharsets.US_ASCII)));
            }
            System.out.print('c');
            System.out.flush();
            // The test kills this process, or ends and closes its input.
            while (System.in.read() >= 0) {}
        }
    }
}
