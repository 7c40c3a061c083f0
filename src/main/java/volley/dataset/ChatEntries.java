package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries of one chat, collected as they are read, and the rules they must meet to be turns. */
final class ChatEntries {
    private final boolean withText;
    private final List<String> texts = new ArrayList<>();
    private int entries;
    private boolean firstIsHuman;
    private boolean rolesAlternate = true;
    private boolean allHaveText = true;

    ChatEntries(boolean withText) {
        this.withText = withText;
    }

    /** Takes the text at the parser's current token; a string is only decoded if texts were asked for. */
    void addText(JsonParser json) throws IOException {
        allHaveText &= json.currentToken() == JsonToken.VALUE_STRING;
        if (withText) {
            texts.add(json.getValueAsString());
        }
        json.skipChildren();
    }

    void addMissingText() {
        allHaveText = false;
    }

    /** Ends an entry, whose text was added before. */
    void endEntry(Role role) {
        Role expected = entries % 2 == 0 ? Role.HUMAN : Role.ASSISTANT;
        if (entries == 0) {
            firstIsHuman = role == Role.HUMAN;
        }
        rolesAlternate &= role == expected;
        entries++;
    }

    Draft toDraft(Optional<String> id) {
        Optional<FilterReason> defect = defect();
        return defect.isPresent() ? Draft.unusable(defect.get()) : Draft.chat(id, exchanges());
    }

    private Optional<FilterReason> defect() {
        if (entries == 0) {
            return Optional.of(FilterReason.EMPTY);
        }
        if (entries < 2) {
            return Optional.of(FilterReason.TOO_FEW_ENTRIES);
        }
        if (entries % 2 != 0) {
            return Optional.of(FilterReason.ODD_ENTRIES);
        }
        if (!firstIsHuman) {
            return Optional.of(FilterReason.FIRST_NOT_HUMAN);
        }
        if (!rolesAlternate) {
            return Optional.of(FilterReason.WRONG_ROLE_ORDER);
        }
        return allHaveText ? Optional.empty() : Optional.of(FilterReason.ENTRY_WITHOUT_TEXT);
    }

    private List<Draft.QuestionAnswer> exchanges() {
        List<Draft.QuestionAnswer> exchanges = new ArrayList<>(texts.size() / 2);
        for (int i = 0; i < texts.size(); i += 2) {
            exchanges.add(new Draft.QuestionAnswer(texts.get(i), texts.get(i + 1)));
        }
        return exchanges;
    }

    /** Who speaks. */
    enum Role {
        HUMAN,
        ASSISTANT,
        OTHER
    }
}
