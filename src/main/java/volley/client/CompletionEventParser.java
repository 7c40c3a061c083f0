package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Events of OpenAI's {@code /v1/completions}, each a {@code text_completion} with the text of its own tokens, and the
 * body without streaming, which is one such object. There is no role; the last token may tell why it is the last.
 */
final class CompletionEventParser extends ChatEventParser {
    CompletionEventParser(ResponseLog log, int expectedAnswerBytes) {
        this(log, expectedAnswerBytes, KnownEvents.ofCompletions());
    }

    /** @param knownEvents the kinds of event that need not be parsed, which it adds to */
    CompletionEventParser(ResponseLog log, int expectedAnswerBytes, KnownEvents knownEvents) {
        super(log, expectedAnswerBytes, knownEvents);
    }

    @Override
    void choiceField(String name, JsonToken value) throws IOException {
        if (name.equals("text")) {
            text(value);
        } else {
            super.choiceField(name, value);
        }
    }
}
