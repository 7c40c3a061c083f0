package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import volley.dataset.ChatEntries.Role;

/** {@code {"id", "data": [user, assistant, user, ...]}}: the place in the list is the role. */
final class UltraChatFormat extends ChatListFormat {
    UltraChatFormat() {
        super("data");
    }

    @Override
    void readEntry(JsonParser json, int index, ChatEntries entries) throws IOException {
        entries.addText(json);
        entries.endEntry(index % 2 == 0 ? Role.HUMAN : Role.ASSISTANT);
    }
}
