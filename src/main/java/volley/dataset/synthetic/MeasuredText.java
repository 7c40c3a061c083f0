package volley.dataset.synthetic;

import volley.dataset.TextStore;
import volley.dataset.Turn;

/**
 * A text and its length.
 *
 * @param tokens by the tokenizer: what was asked for, but for tokenizers that leave no text of that length
 */
record MeasuredText(String text, int tokens) {
    /** What stands before a text that stands alone. */
    static final MeasuredText NOTHING = new MeasuredText("", 0);

    Turn turn(int outputTokens) {
        return turn(outputTokens, TextStore.MEMORY);
    }

    Turn turn(int outputTokens, TextStore texts) {
        return new Turn(texts.keep(text), tokens, outputTokens);
    }
}
