package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Events of SGLang's {@code /generate}, each with the whole text so far, and its body without streaming, which is one
 * such object. An event whose text is not longer than the last one's is empty, even if it counts more tokens: the
 * server holds back bytes that are not yet a whole character.
 *
 * <p>With {@code --incremental-streaming-output} each event has its own tokens' text and {@code output_ids} only, while the
 * counts stay those of all: it is told by the ids, which fill up the count only together with those before them.
 */
final class GenerateEventParser extends EventParser {
    private EscapedText answer;
    private EscapedText incoming;
    private boolean hasIncoming;
    private int idsOfEvent;
    private int idsSoFar;

    GenerateEventParser(ResponseLog log, int expectedAnswerBytes) {
        super(log);
        answer = new EscapedText(expectedAnswerBytes);
        incoming = new EscapedText(expectedAnswerBytes);
    }

    @Override
    byte[] answer() {
        return answer.toByteArray();
    }

    @Override
    int answerBytes() {
        return EscapedText.size(answer.mark());
    }

    @Override
    void commit() {
        idsSoFar += idsOfEvent;
        boolean piece = idsOfEvent < draft.tokensSoFar && idsSoFar == draft.tokensSoFar;
        if (hasIncoming && piece) {
            draft.hasContent = incoming.size() > 0;
            answer.writeEscaped(incoming.array(), 0, incoming.size());
        } else if (hasIncoming) {
            draft.hasContent = incoming.chars() > answer.chars();
            EscapedText previous = answer;
            answer = incoming;
            incoming = previous;
        }
        rollBack();
    }

    @Override
    void rollBack() {
        hasIncoming = false;
        idsOfEvent = 0;
    }

    @Override
    void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "text" -> {
                draft.recognised = true;
                draft.hasChoice = true;
                if (value == JsonToken.VALUE_STRING) {
                    text();
                }
                json.skip(value);
            }
            case "meta_info" -> {
                draft.recognised = true;
                metaInfo(value);
            }
            case "output_ids" -> outputIds(value);
            default -> json.skip(value);
        }
    }

    private void outputIds(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skip(value);
            return;
        }
        JsonToken element;
        while ((element = json.next()) != JsonToken.END_ARRAY) {
            idsOfEvent++;
            json.skip(element);
        }
    }

    private void text() throws IOException {
        incoming.clear();
        json.copyText(incoming);
        hasIncoming = true;
    }

    private void metaInfo(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skip(value);
            return;
        }
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            JsonToken field = json.next();
            if (name.equals("finish_reason")) {
                finishReason(field);
            } else {
                count(name, field);
            }
        }
    }

    /** {@code null}, a word, or an object such as {@code {"type": "length", "length": 64}}. */
    private void finishReason(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            if (json.isText(value)) {
                draft.finish(json.text(), "");
            }
            json.skip(value);
            return;
        }
        String type = "";
        String message = "";
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            JsonToken field = json.next();
            if (name.equals("type") && json.isText(field)) {
                type = json.text();
            } else if (name.equals("message") && json.isText(field)) {
                message = json.text();
            } else {
                json.skip(field);
            }
        }
        if (!type.isEmpty()) {
            draft.finish(type, message);
        }
    }
}
