package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Events of SGLang's {@code /generate}, each with a text and the counts so far, and its body without streaming, which is one
 * such object; {@link StreamedTexts} finds out what the texts are. An event whose text adds nothing is empty, even if it
 * counts more tokens: the server holds back bytes that are not yet a whole character.
 */
final class GenerateEventParser extends EventParser {
    private final StreamedTexts texts;
    private final OutputIds ids = new OutputIds();
    private boolean hasIncoming;
    private int tokens = EventLog.TOKENS_UNKNOWN;

    GenerateEventParser(ResponseLog log, int expectedAnswerBytes) {
        super(log);
        texts = new StreamedTexts(log.events, expectedAnswerBytes);
    }

    @Override
    byte[] answer() {
        return texts.answer().toByteArray();
    }

    @Override
    TokenIds ids() {
        // Those that the server counts otherwise are not the answer's.
        boolean all = ids.size() > 0 && (tokens < 0 || tokens == ids.size());
        return all ? new TokenIds(TokenIds.NONE.prompt(), ids.toArray()) : TokenIds.NONE;
    }

    @Override
    int answerBytes() {
        return EscapedText.size(texts.answer().mark());
    }

    @Override
    void commit() {
        if (hasIncoming) {
            StreamedTexts.Effect effect = texts.take(draft.tokensSoFar, ids.incoming(), draft.isFinished());
            draft.hasContent = effect == StreamedTexts.Effect.MORE_TEXT;
            if (effect == StreamedTexts.Effect.CONTRADICTION) {
                log.badJson =
                        "a text that is neither all of the answer so far nor a piece of it, by the count of tokens;"
                                + " the stream cannot be read";
            }
        }
        ids.commit(texts.arePieces());
        tokens = Math.max(tokens, draft.tokensSoFar);
        hasIncoming = false;
    }

    @Override
    void rollBack() {
        hasIncoming = false;
        ids.rollBack();
    }

    @Override
    void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "text" -> {
                draft.recognised = true;
                draft.hasChoice = true;
                if (value == JsonToken.VALUE_STRING) {
                    json.copyText(texts.incoming());
                    hasIncoming = true;
                }
                json.skip(value);
            }
            case "output_ids" -> ids.read(json, value);
            case "meta_info" -> {
                draft.recognised = true;
                metaInfo(value);
            }
            default -> json.skip(value);
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
