package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import volley.dataset.ChatEntries.Role;

/**
 * {@code {"id", "conversations": [{"from": "human" | "gpt" | ..., "value"}]}}; the list may also be called {@code
 * conversation}, as the original allows, or {@code messages}, and its fields as in OpenAI's interface: {@code role}, {@code
 * content}. Unknown fields are skipped.
 */
final class ShareGptFormat extends ChatListFormat {
    ShareGptFormat() {
        super("conversations", "conversation", "messages");
    }

    @Override
    void readEntry(JsonParser json, int index, ChatEntries entries) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedRecordException("has an entry that is not an object in \"conversations\"");
        }
        Role role = Role.OTHER;
        boolean hasValue = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if ((field.equals("from") || field.equals("role")) && value == JsonToken.VALUE_STRING) {
                role = role(json.getText());
            } else if ((field.equals("value") || field.equals("content")) && !hasValue) {
                hasValue = true;
                entries.addText(json);
            } else {
                json.skipChildren();
            }
        }
        if (!hasValue) {
            entries.addMissingText();
        }
        entries.endEntry(role);
    }

    /** The published files name the assistant after the product the chat was shared from. */
    private static Role role(String from) {
        return switch (from) {
            case "human", "user" -> Role.HUMAN;
            case "gpt", "chatgpt", "bing", "bard", "assistant" -> Role.ASSISTANT;
            default -> Role.OTHER;
        };
    }
}
