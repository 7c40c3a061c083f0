package volley.tokenizer;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a server makes of the chats that are rendered here. */
public interface ServersView {
    /**
     * What it says of one chat.
     *
     * @param chatIds ids of the chat as it renders it; empty if it does not tell
     * @param textIds ids of the text that was rendered here; empty if it does not tell, or was not asked
     * @param promptTokens its count of the chat's tokens; empty if it does not tell, or was not asked
     */
    record Said(Optional<int[]> chatIds, Optional<int[]> textIds, OptionalInt promptTokens) {}

    /**
     * Asks it.
     *
     * @param chat fields of a chat request: messages, whether the answer's opening follows, variables of the template
     * @param text as it was rendered here
     */
    Said of(Map<String, ?> chat, String text);
}
