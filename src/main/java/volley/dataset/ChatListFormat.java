package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A record that is an object with an id and a list of the chat's entries. Unknown fields are skipped. */
abstract class ChatListFormat implements RecordFormat {
    private final List<String> listFields;

    /** @param listFields names of the field of the entries; where a record has several, the first of this list counts */
    ChatListFormat(String... listFields) {
        this.listFields = List.of(listFields);
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
        int rank = listFields.size();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            int itsRank = listFields.indexOf(field);
            if (itsRank >= 0 && itsRank <= rank && value == JsonToken.START_ARRAY) {
                rank = itsRank;
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
        return entries == null ? Draft.unusable(FilterReason.NO_TURNS) : entries.toDraft(id);
    }

    @Override
    public final int minAnswerTokens() {
        return Turn.MIN_TOKENS;
    }
}
