package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import volley.client.JsonText;
import volley.dataset.PromptText;

class SentTextsTest {
    private static final int BLOCK_BYTES = 1 << 10;

    private final Random random = new Random(20);

    @Test
    void textsAreThoseThatWereKept() {
        SentTexts texts = new SentTexts(Long.MAX_VALUE, BLOCK_BYTES);
        List<String> given = given(2_000);
        List<PromptText> kept = given.stream().map(texts::keep).toList();

        assertThat(kept).allMatch(PromptText::atHand);
        assertThat(kept.stream().map(PromptText::text)).isEqualTo(given);
        assertThat(kept.stream().map(PromptText::identity)).isEqualTo(given);
        assertThat(escaped(kept))
                .isEqualTo(
                        given.stream().map(JsonText::of).map(JsonText::toString).toList());
    }

    @Test
    void whatIsTooMuchForTheMemoryIsReadFromAFile() {
        SentTexts texts = new SentTexts(20 * BLOCK_BYTES, BLOCK_BYTES);
        List<String> given = given(5_000);
        List<PromptText> kept = given.stream().map(texts::keep).toList();
        long elsewhere = kept.stream().filter(text -> !text.atHand()).count();

        assertThat(elsewhere).isGreaterThan(given.size() / 2);
        assertThat(kept.stream().map(PromptText::text)).isEqualTo(given);
        for (int i = 0; i < given.size(); i++) {
            int any = random.nextInt(given.size());
            assertThat(kept.get(any).text()).isEqualTo(given.get(any));
        }
    }

    @Test
    void aTextThatWasReadIsAtHandWithThoseBesideIt() {
        SentTexts texts = new SentTexts(0, BLOCK_BYTES);
        List<PromptText> kept = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            kept.add(texts.keep("prompt number " + (1_000 + i) + " of a plan"));
        }
        assertThat(kept.get(0).atHand()).isFalse();

        assertThat(kept.get(0).text()).isEqualTo("prompt number 1000 of a plan");

        assertThat(kept.get(1).atHand()).isTrue();
        assertThat(kept.get(60).atHand()).isFalse();
    }

    @Test
    void textsThatMayNotBeSentWaitElsewhere() {
        assertThat(new SentTexts(0, BLOCK_BYTES).forDrafts().keep("a question")).isEqualTo(PromptText.of("a question"));
    }

    private static List<String> escaped(List<PromptText> kept) {
        return kept.stream().map(text -> ((SentText) text).escaped().toString()).toList();
    }

    /** Short and long ones, with characters that are escaped, of several bytes, and halves of surrogate pairs. */
    private List<String> given(int count) {
        String letters = "abc ?\"\\\n\u0001\u007f\u00e9\u4e2d\ud83d\ude00\ud83d";
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(i % 50 == 0 ? 1_000 : 60);
            int kinds = i % 3 == 0 ? 5 : letters.length();
            for (int c = 0; c < length; c++) {
                text.append(letters.charAt(random.nextInt(kinds)));
            }
            all.add(text.toString());
        }
        return all;
    }
}
