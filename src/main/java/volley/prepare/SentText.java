package volley.prepare;

import volley.client.JsonText;
import volley.dataset.PromptText;

/**
 * A text of {@link SentTexts}.
 *
 * @param block in which it stands, escaped
 * @param startByte of its escaped form in the block
 * @param lengthBytes of that form
 */
public record SentText(TextBlock block, int startByte, int lengthBytes) implements PromptText {
    /** The text as it is sent. Reads a file where the text is not {@link #atHand() at hand}. */
    public JsonText escaped() {
        return block.text(startByte, lengthBytes);
    }

    @Override
    public String text() {
        return escaped().text();
    }

    @Override
    public String identity() {
        return text();
    }

    @Override
    public boolean atHand() {
        return block.isInMemory();
    }
}
