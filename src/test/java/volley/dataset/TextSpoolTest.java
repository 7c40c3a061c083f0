package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import volley.config.BadInputException;

class TextSpoolTest {
    private static final List<String> TEXTS = List.of("one", "", "naïve 中文 😀\n\u0000", "half \ud83d of a pair", "two");

    @Test
    void textsComeBackAsTheyWere() {
        List<PromptText> memory;
        try (TextSpool spool = TextSpool.inTemporaryFolder()) {
            List<PromptText> kept = TEXTS.stream().map(spool::keep).toList();
            assertThat(kept).extracting(PromptText::text).isEqualTo(TEXTS);
            assertThat(kept).extracting(PromptText::identity).isEqualTo(TEXTS);
            assertThat(kept.get(2).between("salt\n", "!").text()).isEqualTo("salt\n" + TEXTS.get(2) + "!");
            memory = kept.stream().map(PromptText::inMemory).toList();
        }
        assertThat(memory).extracting(PromptText::text).isEqualTo(TEXTS);
    }

    @Test
    void threadsMayKeepTextsAtTheSameTime() {
        try (TextSpool spool = TextSpool.inTemporaryFolder()) {
            List<PromptText> kept = IntStream.range(0, 5_000)
                    .parallel()
                    .mapToObj(i -> spool.keep("text " + i))
                    .toList();
            assertThat(kept)
                    .extracting(PromptText::text)
                    .isEqualTo(
                            IntStream.range(0, 5_000).mapToObj(i -> "text " + i).toList());
        }
    }

    @Test
    void aFullDiskIsOneLine() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "no device that is always full here");
        try (TextSpool spool = new TextSpool(FileChannel.open(full, StandardOpenOption.WRITE))) {
            assertThatThrownBy(() -> spool.keep("text"))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("make room");
        }
    }
}
