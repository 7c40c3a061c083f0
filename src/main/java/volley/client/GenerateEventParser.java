package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Events of SGLang's {@code /generate}, each with the whole text so far, and its body without streaming, which is one
 * such object. An event whose text is not longer than the last one's is empty, even if it counts more tokens: the
 * server holds back bytes that are not yet a whole character.
 *
 * <p>A server started with {@code --incremental-streaming-output} sends each event's own piece instead, and does not say so.
 * It is known by a text that does not begin as the one before did; of the events until then all pieces are kept.
 */
final class GenerateEventParser extends EventParser {
    /** Texts that are kept until it is known whether they are pieces. */
    private static final int TEXTS_IN_DOUBT = 8;

    private EscapedText answer;
    private EscapedText incoming;
    private boolean hasIncoming;
    private boolean pieces;
    private EscapedText inDoubt;
    private int textsInDoubt;

    GenerateEventParser(ResponseLog log, int expectedAnswerBytes) {
        super(log);
        answer = new EscapedText(expectedAnswerBytes);
        incoming = new EscapedText(expectedAnswerBytes);
        inDoubt = new EscapedText(0);
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
        if (!hasIncoming) {
            return;
        }
        hasIncoming = false;
        if (pieces) {
            answer.append(incoming);
            return;
        }
        if (textsInDoubt < TEXTS_IN_DOUBT) {
            textsInDoubt++;
            inDoubt.append(incoming);
        }
        EscapedText previous = answer;
        answer = incoming;
        incoming = previous;
    }

    @Override
    void rollBack() {
        hasIncoming = false;
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
            default -> json.skip(value);
        }
    }

    private void text() throws IOException {
        incoming.clear();
        json.copyText(incoming);
        // Nothing is no shorter text: of pieces, the last one may be empty.
        hasIncoming = incoming.chars() > 0;
        if (!pieces && incoming.isOtherThan(answer)) {
            pieces = true;
            if (textsInDoubt < TEXTS_IN_DOUBT) {
                answer = inDoubt;
            }
            inDoubt = null;
        }
        if (incoming.chars() > (pieces ? 0 : answer.chars())) {
            draft.hasContent = true;
        }
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
