package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Events of the OpenAI chat API: {@code chat.completion.chunk} with a {@code delta}, and the {@code chat.completion}
 * with a {@code message} that answers a request without streaming. Only the choice with index 0 is read, since Volley
 * asks for one.
 */
final class ChatEventParser extends EventParser {
    private final EscapedText answer;
    private final ContentTemplate template = new ContentTemplate();
    private long committed;
    private int previousSize;

    ChatEventParser(ResponseLog log, int expectedAnswerBytes) {
        super(log);
        answer = new EscapedText(expectedAnswerBytes);
        committed = answer.mark();
    }

    @Override
    byte[] answer() {
        return answer.toByteArray();
    }

    @Override
    int answerBytes() {
        return EscapedText.size(committed);
    }

    @Override
    void commit() {
        previousSize = EscapedText.size(committed);
        committed = answer.mark();
    }

    @Override
    boolean likeTheLast(byte[] bytes, int offset, int end, long timeNs) {
        if (answer.isCutInPair() || !template.matches(bytes, offset, end)) {
            return false;
        }
        int textStart = offset + template.textOffset();
        answer.writeEscaped(bytes, textStart, template.textEnd() - textStart);
        committed = answer.mark();
        log.addContent(timeNs, EventLog.TOKENS_UNKNOWN, answerBytes());
        return true;
    }

    @Override
    void parsed(byte[] bytes, int offset, int end) {
        if (draft.isTextOnly() && !answer.isCutInPair()) {
            answer.teach(template, bytes, offset, end, previousSize);
        }
    }

    @Override
    void rollBack() {
        answer.rollBack(committed);
    }

    @Override
    void field(String name, JsonToken value) throws IOException {
        switch (name) {
            case "choices" -> {
                draft.recognised = true;
                choices(value);
            }
            case "usage" -> {
                draft.recognised = true;
                usage(value);
            }
                // SGLang's extension fields, where the cache's tiers stand.
            case "sglext" -> usage(value);
            default -> skip(value);
        }
    }

    private void choices(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            skip(value);
            return;
        }
        JsonToken element;
        while ((element = next()) != JsonToken.END_ARRAY) {
            if (element == JsonToken.START_OBJECT) {
                draft.hasChoice = true;
                oneChoice();
            } else {
                skip(element);
            }
        }
    }

    private void oneChoice() throws IOException {
        while (next() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = next();
            switch (name) {
                case "delta", "message" -> delta(value);
                case "finish_reason" -> {
                    if (isText(value)) {
                        draft.finish(json.getText(), "");
                    }
                    skip(value);
                }
                default -> skip(value);
            }
        }
    }

    private void delta(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            skip(value);
            return;
        }
        while (next() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            deltaField(name, next());
        }
    }

    private void deltaField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "role" -> {
                if (isText(value)) {
                    draft.hasRole = true;
                }
            }
            case "content" -> {
                if (isText(value)) {
                    json.getText(answer);
                    draft.hasContent = true;
                }
            }
            case "reasoning_content", "reasoning" -> {
                if (isText(value)) {
                    draft.hasReasoning = true;
                }
            }
            case "tool_calls" -> {
                if (value == JsonToken.START_ARRAY) {
                    toolCalls();
                    return;
                }
            }
            default -> {}
        }
        skip(value);
    }

    /** An empty list, which vLLM sends with every delta, is no tool call. */
    private void toolCalls() throws IOException {
        JsonToken element;
        while ((element = next()) != JsonToken.END_ARRAY) {
            draft.hasTool = true;
            skip(element);
        }
    }
}
