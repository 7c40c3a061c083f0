package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void escapesWhatAJsonStringMustNotHold() {
        assertThat(JsonText.of("a\"b\\c/\b\t\n\f\r\u0000\u001f\u007f").toString())
                .isEqualTo("a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f");
    }

    @Test
    void keepsSurrogatesThatStandAloneAsEscapes() {
        assertThat(JsonText.of("a\ud83db").toString()).isEqualTo("a\\ud83db");
        assertThat(JsonText.of("\ude0a").toString()).isEqualTo("\\ude0a");
        assertThat(JsonText.of("\ud83d\ud83d\ude0a\ud83d").toString()).isEqualTo("\\ud83d\ud83d\ude0a\\ud83d");
    }

    @Test
    void takesCharactersBeyondLatinForNoQuestionMarks() {
        assertThat(JsonText.of("what? \u4e2d").toString()).isEqualTo("what? \u4e2d");
        assertThat(JsonText.of("\u4e2d").toString()).isEqualTo("\u4e2d");
        assertThat(JsonText.of("\ud83d").toString()).isEqualTo("\\ud83d");
        assertThat(JsonText.of("what?").toString()).isEqualTo("what?");
        assertThat(JsonText.of("").toString()).isEmpty();
    }

    @Test
    void takesEscapedBytesAsTheyAre() {
        byte[] escaped = "a\\n\\u00e9".getBytes(StandardCharsets.UTF_8);
        JsonText text = JsonText.ofEscaped(escaped);
        assertThat(text.byteLength()).isEqualTo(escaped.length);
        assertThat(text.text()).isEqualTo("a\n\u00e9");
    }

    /** Whatever the chars, Jackson reads the same text back; and cutting the text into writes changes nothing. */
    @Test
    void anyTextComesBackHoweverItIsWritten() throws IOException {
        int[] ranges = {0x30, 0x80, 0x800, 0x10000};
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder builder = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                builder.append((char) random.nextInt(ranges[random.nextInt(4)]));
                if (random.nextInt(4) == 0) {
                    builder.appendCodePoint(0x10000 + random.nextInt(0x100000));
                }
            }
            String text = builder.toString();
            JsonText encoded = JsonText.of(text);
            assertThat(encoded.text()).as("seed %d", seed).isEqualTo(text);
            assertThat(JSON.readValue('"' + encoded.toString() + '"', String.class))
                    .isEqualTo(text);

            EscapedText pieces = new EscapedText(0);
            for (int from = 0; from < text.length(); ) {
                int to = Math.min(text.length(), from + 1 + random.nextInt(3));
                pieces.write(text.toCharArray(), from, to - from);
                from = to;
            }
            assertThat(pieces.toByteArray()).isEqualTo(encoded.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
