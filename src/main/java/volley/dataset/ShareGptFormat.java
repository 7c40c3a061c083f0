package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import volley.dataset.ChatEntries.Role;

/** {@code {"id", "conversations": [{"from": "human" | "gpt" | ..., "value"}]}}. Unknown fields are skipped. */
final class ShareGptFormat implements RecordFormat {
    @Override
    public Draft read(JsonParser json, boolean withText) throws IOException {
        Optional<String> id = Optional.empty();
        ChatEntries entries = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("conversations") && value == JsonToken.START_ARRAY) {
                entries = readEntries(json, withText);
            } else if (withText && field.equals("id") && value.isScalarValue()) {
                id = Optional.ofNullable(json.getValueAsString());
            } else {
                json.skipChildren();
            }
        }
        if (entries == null) {
            throw new MalformedRecordException("has no list \"conversations\", so it is not ShareGPT");
        }
        return entries.toDraft(id);
    }

    private static ChatEntries readEntries(JsonParser json, boolean withText) throws IOException {
        ChatEntries entries = new ChatEntries(withText);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("has an entry that is not an object in \"conversations\"");
            }
            Role role = Role.OTHER;
            boolean hasValue = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("from") && value == JsonToken.VALUE_STRING) {
                    role = role(json.getText());
                } else if (field.equals("value") && !hasValue) {
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
        return entries;
    }

    /** The published files name the assistant after the product the chat was shared from. */
    private static Role role(String from) {
        return switch (from) {
            case "human", "user" -> Role.HUMAN;
            case "gpt", "chatgpt", "bing", "bard", "assistant" -> Role.ASSISTANT;
            default -> Role.OTHER;
        };
    }

    @Override
    public int minAnswerTokens() {
        return DatasetRequest.MIN_TURN_TOKENS;
    }
}
