package volley.tokenizer;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The tokens that a server's tokenizer puts before a text that is no chat, such as BOS: those that {@code tokenizer.json}
 * adds (its post-processor). {@code add_bos_token} of the configuration decides nothing: DeepSeek V3 has it, and transformers
 * 5 adds none.
 */
final class FirstTokens {
    private static final String ANY_TEXT = "a";

    private FirstTokens() {}

    /**
     * Finds them.
     *
     * @param plain ids of a text as it stands
     * @param special ids of a text with what the tokenizer adds
     */
    static int[] of(Function<String, int[]> plain, Function<String, int[]> special) {
        int[] text = plain.apply(ANY_TEXT);
        int[] all = special.apply(ANY_TEXT);
        for (int at = 0; at + text.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + text.length, text, 0, text.length)) {
                return Arrays.copyOf(all, at);
            }
        }
        return new int[0];
    }
}
