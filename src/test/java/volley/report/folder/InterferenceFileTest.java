package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.monitor.Interference;
import volley.monitor.Interference.Kind;

class InterferenceFileTest {
    private static final long RUN_START_NS = 1_000;
    private static final List<Kind> KINDS = List.of(Kind.values());

    @TempDir
    Path folder;

    @Test
    void whatWasFoundIsThereAfterEachWritingAndOnce() throws IOException {
        Random random = new Random(3);
        List<Interference> found = new ArrayList<>();
        List<Interference> expected = new ArrayList<>();
        try (InterferenceFile file = new InterferenceFile(
                folder, RUN_START_NS, Set.of(Kind.GC_PAUSE), known -> found.subList(known, found.size()))) {
            for (int step = 0; step < 50; step++) {
                for (int more = random.nextInt(4); more > 0; more--) {
                    long fromNs = random.nextInt(2_000);
                    Interference one = new Interference(
                            KINDS.get(random.nextInt(KINDS.size())), fromNs, fromNs + random.nextInt(500));
                    found.add(one);
                    if (one.toNs() > RUN_START_NS) {
                        expected.add(
                                new Interference(one.kind(), one.fromNs() - RUN_START_NS, one.toNs() - RUN_START_NS));
                    }
                }
                file.writeNew();
                assertThat(InterferenceFile.read(folder)).isEqualTo(expected);
            }
        }
        assertThat(expected).hasSizeBetween(10, found.size() - 10);
    }

    @Test
    void aLineThatWasCutOffIsLeftOut() throws IOException {
        Interference one = new Interference(Kind.EVENT_LOOP_LAG, 2_000, 3_000);
        Interference other = new Interference(Kind.CPU_STEAL, 4_000, 5_000);
        List<Interference> found = List.of(one, other);
        try (InterferenceFile file =
                new InterferenceFile(folder, 0, Set.of(Kind.GC_PAUSE), known -> found.subList(known, found.size()))) {
            file.writeNew();
        }
        Path log = folder.resolve(InterferenceFile.NAME);
        byte[] bytes = Files.readAllBytes(log);
        int first = Files.readAllLines(log).get(0).length();
        for (int length = 0; length < bytes.length - 1; length++) {
            Files.write(log, Arrays.copyOf(bytes, length));
            assertThat(InterferenceFile.read(folder)).isEqualTo(length < first ? List.of() : List.of(one));
        }
        Files.writeString(log, "{}\n" + new String(bytes, StandardCharsets.UTF_8));
        assertThatThrownBy(() -> InterferenceFile.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("line 1 of");
    }
}
