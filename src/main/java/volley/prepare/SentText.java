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
    /** Of a longer one reading would take its time from the event loop. */
    private static final int MOST_READ_AGAIN_BYTES = 1 << 12;

    /** The text as it is sent. Reads a file where the text is not {@link #atHand() at hand}. */
    public JsonText escaped() {
        return block.text(startByte, lengthBytes);
    }

    /** Whether it takes less to read it again from a file than to keep it in a conversation's history. */
    public boolean isReadAgain() {
        return lengthBytes <= MOST_READ_AGAIN_BYTES && block.isInFile();
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
