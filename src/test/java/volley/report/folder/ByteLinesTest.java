package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteLinesTest {
    @Test
    void linesOfAnyLengthComeWholeFromReadsOfAnySize() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                lines.add("ä".repeat(random.nextInt(seed % 3 == 0 ? 90_000 : 30)) + i);
            }
            boolean cutOff = random.nextBoolean();
            String text = String.join("\n", lines) + (cutOff ? "" : "\n");

            List<String> read = new ArrayList<>();
            List<Boolean> ended = new ArrayList<>();
            try (ByteLines bytes = new ByteLines(inPieces(text, random))) {
                while (bytes.next()) {
                    read.add(new String(bytes.buffer(), bytes.start(), bytes.length(), StandardCharsets.UTF_8));
                    ended.add(bytes.ended());
                }
                assertThat(bytes.next()).isFalse();
            }
            assertThat(read).isEqualTo(lines);
            assertThat(ended.get(ended.size() - 1)).isEqualTo(!cutOff);
            assertThat(ended.subList(0, ended.size() - 1)).doesNotContain(false);
        }
    }

    @Test
    void anEmptyFileHasNoneAndAnEmptyLineIsOne() throws IOException {
        try (ByteLines none = new ByteLines(InputStream.nullInputStream());
                ByteLines one = new ByteLines(new ByteArrayInputStream(new byte[] {'\n'}))) {
            assertThat(none.next()).isFalse();
            assertThat(one.next()).isTrue();
            assertThat(one.length()).isZero();
            assertThat(one.next()).isFalse();
        }
    }

    private static InputStream inPieces(String text, Random random) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(5_000)));
            }
        };
    }
}
