package volley.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.ProgressBar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StderrTest {
    @ParameterizedTest
    @CsvSource({
        "/dev/pts/3, true",
        "/dev/tty1, true",
        "/dev/console, true",
        "pipe:[41], false",
        "/dev/null, false",
        "/tmp/err.txt, false"
    })
    void aTerminalIsToldByItsDevice(Path device, boolean terminal) {
        assertThat(Stderr.isTerminal(device)).isEqualTo(terminal);
    }

    @Test
    void awayFromATerminalABarIsPlainLines() {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (ProgressBar bar = Stderr.plainBar(lines::add)
                .setTaskName("Making texts")
                .setInitialMax(40)
                .setUnit(" conversations", 1)
                .build()) {
            bar.stepTo(40);
        }
        assertThat(lines).isNotEmpty().allMatch(line -> line.matches("Making texts +\\d+% [\\x20-\\x7e]*\\S"));
        assertThat(lines.get(lines.size() - 1)).startsWith("Making texts 100%").contains("40/40 conversations");
    }
}
