package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTextTest {
    private static String text(String escaped) {
        return AnswerText.of(escaped.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void escapesAreUndone() {
        assertThat(text("")).isEmpty();
        assertThat(text("plain ünïcode")).isEqualTo("plain ünïcode");
        assertThat(text("a\\n\\\"b\\\" \\u00e9 \\ud83d\\ude00 \\\\n")).isEqualTo("a\n\"b\" é 😀 \\n");
        assertThat(text("half \\ud83d")).isEqualTo("half \ud83d");
    }

    @Test
    void whatIsNoJsonStringComesBackAsItIs() {
        assertThat(text("broken \\x escape")).isEqualTo("broken \\x escape");
        assertThat(AnswerText.of(new byte[] {'a', (byte) 0xC3})).isEqualTo("a\uFFFD");
        assertThat(text("open \\")).isEqualTo("open \\");
    }
}
