package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import volley.dataset.ChatEntries.Role;

/** {@code {"id", "data": [user, assistant, user, ...]}}: the place in the list is the role. */
final class UltraChatFormat implements RecordFormat {
    @Override
    public Draft read(JsonParser json, boolean withText) throws IOException {
        Optional<String> id = Optional.empty();
        ChatEntries entries = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("data") && value == JsonToken.START_ARRAY) {
                entries = new ChatEntries(withText);
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    entries.addText(json);
                    entries.endEntry(i % 2 == 0 ? Role.HUMAN : Role.ASSISTANT);
                }
            } else if (withText && field.equals("id") && value.isScalarValue()) {
                id = Optional.ofNullable(json.getValueAsString());
            } else {
                json.skipChildren();
            }
        }
        if (entries == null) {
            throw new MalformedRecordException("has no list \"data\", so it is not UltraChat");
        }
        return entries.toDraft(id);
    }

    @Override
    public int minAnswerTokens() {
        return DatasetRequest.MIN_TURN_TOKENS;
    }
}
