package volley.os;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTableTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Beside the files of this test, other tests of this JVM may open and close some. */
    private static final int OTHERS = 500;

    @Test
    @EnabledOnOs(OS.LINUX)
    void theTableHasRoomAndNoFileStaysOpen(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("any"));
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getOpenFileDescriptorCount();

        DescriptorTable.makeRoom(3_000, file);

        assertThat(tableSize()).isGreaterThan(3_000);
        assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + OTHERS);
    }

    @Test
    void aFileThatCannotBeOpenedIsNoFailure(@TempDir Path folder) {
        DescriptorTable.makeRoom(10, folder.resolve("missing"));
    }

    private static int tableSize() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("FDSize:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
