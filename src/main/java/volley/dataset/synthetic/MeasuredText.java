package volley.dataset.synthetic;

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
        return new Turn(text, tokens, outputTokens);
    }
}
