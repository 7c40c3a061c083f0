package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** A record that is an object with an id and a list of the chat's entries. Unknown fields are skipped. */
abstract class ChatListFormat implements RecordFormat {
    private final String listField;
    private final String formatName;

    /**
     * @param listField field of the entries
     * @param formatName for error messages
     */
    ChatListFormat(String listField, String formatName) {
        this.listField = listField;
        this.formatName = formatName;
    }

    /**
     * Adds one entry.
     *
     * @param json stands on the entry's first token; left on its last
     * @param index of the entry, from 0
     */
    abstract void readEntry(JsonParser json, int index, ChatEntries entries) throws IOException;

    @Override
    public final Draft read(JsonParser json, boolean withText) throws IOException {
        Optional<String> id = Optional.empty();
        ChatEntries entries = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals(listField) && value == JsonToken.START_ARRAY) {
                entries = new ChatEntries(withText);
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    readEntry(json, i, entries);
                }
            } else if (withText && field.equals("id") && value.isScalarValue()) {
                id = Optional.ofNullable(json.getValueAsString());
            } else {
                json.skipChildren();
            }
        }
        if (entries == null) {
            throw new MalformedRecordException("has no list \"" + listField + "\", so it is not " + formatName);
        }
        return entries.toDraft(id);
    }

    @Override
    public final int minAnswerTokens() {
        return DatasetRequest.MIN_TURN_TOKENS;
    }
}
