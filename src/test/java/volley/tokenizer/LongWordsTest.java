package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongWordsTest {
    private static final String WORD = "x".repeat(LongWords.LONGEST_CHARS);

    @Test
    void leavesTextsAloneThatPeopleWrite() {
        for (String text :
                List.of("", "a b c", WORD, WORD + " " + WORD + "\n" + WORD, "so many words ".repeat(100_000))) {
            assertThat(String.join("|", LongWords.pieces(text))).isEqualTo(text);
        }
    }

    @Test
    void cutsOnlyTheWordThatIsTooLong() {
        String text = "before " + WORD + WORD + " between " + WORD + " " + WORD + "y behind";
        List<String> pieces = LongWords.pieces(text);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).first().isEqualTo("before ");
        assertThat(pieces).last().asString().endsWith("y behind");
        assertThat(pieces).anyMatch(piece -> piece.endsWith(" between " + WORD + " "));
    }

    @Test
    void cutsNoCharacterInTwo() {
        String text = "x" + "\ud83d\ude00".repeat(LongWords.LONGEST_CHARS);
        assertThat(LongWords.pieces(text))
                .hasSizeGreaterThan(100)
                .allMatch(piece -> !Character.isLowSurrogate(piece.charAt(0)))
                .allMatch(piece -> !Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
    }

    /** As one word, a line without an end would take the tokenizer minutes, and more memory than there is. */
    @Test
    void isHowSuchTextsAreTokenized() {
        Tokenizer tokenizer = TestTokenizers.bundled();
        String text = "the".repeat(LongWords.LONGEST_CHARS / 2);
        int[] ids = LongWords.pieces(text).stream()
                .flatMapToInt(piece -> Arrays.stream(tokenizer.encode(piece)))
                .toArray();
        assertThat(tokenizer.encode(text)).isEqualTo(ids);
        assertThat(tokenizer.count(text)).isEqualTo(ids.length);
    }
}
