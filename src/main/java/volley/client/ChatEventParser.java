package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Events of the OpenAI chat API: {@code chat.completion.chunk} with a {@code delta}, and the {@code chat.completion}
 * with a {@code message} that answers a request without streaming. Only the choice with index 0 is read, since Volley
 * asks for one.
 */
class ChatEventParser extends EventParser {
    private static final int FIRST_REASONING_BYTES = 1024;
    /** Behind an event's line. */
    private static final int LINE_FEEDS = 2;

    private final EscapedText answer;
    private final KnownEvents knownEvents;
    private final RepeatedText repeated = new RepeatedText();
    /** Made with the first thought: most answers have none. */
    private EscapedText reasoning;

    private String reasoningField = "";
    private final OutputIds promptIds = new OutputIds();
    private final OutputIds outputIds = new OutputIds();
    private long committed;
    private long reasoningCommitted;
    private int previousSize;

    ChatEventParser(ResponseLog log, int expectedAnswerBytes) {
        this(log, expectedAnswerBytes, KnownEvents.ofChats());
    }

    /** @param knownEvents the kinds of event that need not be parsed, which it adds to */
    ChatEventParser(ResponseLog log, int expectedAnswerBytes, KnownEvents knownEvents) {
        super(log);
        this.knownEvents = knownEvents;
        answer = new EscapedText(expectedAnswerBytes);
        committed = answer.mark();
    }

    @Override
    byte[] answer() {
        return answer.toByteArray();
    }

    @Override
    Reasoning reasoning() {
        return reasoning == null ? Reasoning.NONE : new Reasoning(reasoningField, reasoning.toByteArray());
    }

    @Override
    TokenIds ids() {
        return outputIds.size() + promptIds.size() == 0
                ? TokenIds.NONE
                : new TokenIds(promptIds.toArray(), outputIds.toArray());
    }

    @Override
    int answerBytes() {
        return EscapedText.size(committed);
    }

    @Override
    void commit() {
        previousSize = EscapedText.size(committed);
        committed = answer.mark();
        promptIds.commit(false);
        if (outputIds.incoming() > 0 && draft.tokensSoFar == EventLog.TOKENS_UNKNOWN) {
            draft.tokensSoFar = outputIds.size() + outputIds.incoming();
        }
        outputIds.commit(true);
        reasoningCommitted = reasoning == null ? 0 : reasoning.mark();
    }

    @Override
    boolean known(byte[] bytes, int offset, int end, long timeNs) {
        EventTemplate kind = answer.isCutInPair() ? null : knownEvents.find(bytes, offset, end);
        if (kind == null) {
            return false;
        }
        take(kind, bytes, timeNs);
        return true;
    }

    @Override
    int knownLine(byte[] bytes, int start, int end, long timeNs) {
        if (answer.isCutInPair()) {
            return NOT_KNOWN;
        }
        int textEnd = repeated.textEnd(bytes, start, end);
        if (textEnd != RepeatedText.NO_MATCH) {
            int textStart = start + repeated.headLength();
            takeText(bytes, textStart, textEnd, timeNs);
            return textEnd + repeated.tailLength() - LINE_FEEDS;
        }
        EventTemplate kind = knownEvents.findLine(bytes, start, end);
        if (kind == null) {
            return NOT_KNOWN;
        }
        take(kind, bytes, timeNs);
        int lineEnd = knownEvents.lineEnd();
        if (kind.isOnlyText() && kind.textEnd() > kind.textStart()) {
            repeated.learn(bytes, start, kind.textStart(), kind.textEnd(), lineEnd + LINE_FEEDS);
        }
        return lineEnd;
    }

    private void takeText(byte[] bytes, int textStart, int textEnd, long timeNs) {
        log.events.begin(timeNs);
        answer.writeEscaped(bytes, textStart, textEnd - textStart);
        committed = answer.mark();
        log.addContent(timeNs, EventLog.TOKENS_UNKNOWN, answerBytes());
    }

    private void take(EventTemplate kind, byte[] bytes, long timeNs) {
        if (kind.isOnlyText()) {
            takeText(bytes, kind.textStart(), kind.textEnd(), timeNs);
            return;
        }
        answer.writeEscaped(bytes, kind.textStart(), kind.textEnd() - kind.textStart());
        committed = answer.mark();
        kind.mean(draft);
        log.events.begin(timeNs);
        draft.logTo(log, timeNs, answerBytes());
    }

    @Override
    void parsed(byte[] bytes, int offset, int end) {
        if (draft.isPlain() && !answer.isCutInPair()) {
            knownEvents.learn(bytes, offset, end, draft, answer.array(), previousSize, answer.size());
        }
    }

    @Override
    void rollBack() {
        answer.rollBack(committed);
        promptIds.rollBack();
        outputIds.rollBack();
        if (reasoning != null) {
            reasoning.rollBack(reasoningCommitted);
        }
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
                // llama.cpp's and vLLM's: where the time went.
            case "timings", "metrics" -> times(value);
            case "prompt_token_ids" -> ids(promptIds, value);
                // SGLang's extension fields, where the cache's tiers stand.
            case "sglext" -> usage(value);
            default -> json.skip(value);
        }
    }

    private void choices(JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skip(value);
            return;
        }
        JsonToken element;
        while ((element = json.next()) != JsonToken.END_ARRAY) {
            if (element == JsonToken.START_OBJECT) {
                draft.hasChoice = true;
                oneChoice();
            } else {
                json.skip(element);
            }
        }
    }

    private void oneChoice() throws IOException {
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            JsonToken value = json.next();
            choiceField(name, value);
        }
    }

    /** Takes a field of a choice; the parser stands on its value and is left on the value's last token. */
    void choiceField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "delta", "message" -> delta(value);
                // vLLM's and SGLang's name, and lmdeploy's.
            case "token_ids", "output_ids" -> ids(outputIds, value);
            case "prompt_token_ids" -> ids(promptIds, value);
            case "finish_reason" -> {
                if (json.isText(value)) {
                    draft.finish(json.text(), "");
                }
                json.skip(value);
            }
            default -> json.skip(value);
        }
    }

    private void delta(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skip(value);
            return;
        }
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            deltaField(name, json.next());
        }
    }

    private void deltaField(String name, JsonToken value) throws IOException {
        switch (name) {
            case "role" -> {
                if (json.isText(value)) {
                    draft.hasRole = true;
                }
            }
            case "content" -> {
                text(value);
                return;
            }
            case "reasoning_content", "reasoning" -> {
                if (json.isText(value)) {
                    reasoning(name);
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
        json.skip(value);
    }

    /** Takes a piece of the answer's text. */
    final void text(JsonToken value) throws IOException {
        if (json.isText(value)) {
            json.copyText(answer);
            draft.hasContent = true;
        }
        json.skip(value);
    }

    private void ids(OutputIds list, JsonToken value) throws IOException {
        draft.hasIds |= value == JsonToken.START_ARRAY;
        list.read(json, value);
    }

    /** A server that gives thoughts under both names gives the same ones twice. */
    private void reasoning(String field) throws IOException {
        if (reasoning == null) {
            reasoning = new EscapedText(FIRST_REASONING_BYTES);
            reasoningField = field;
        }
        if (!draft.hasReasoning) {
            json.copyText(reasoning);
        }
        draft.hasReasoning = true;
    }

    /** An empty list, which vLLM sends with every delta, is no tool call. */
    private void toolCalls() throws IOException {
        JsonToken element;
        while ((element = json.next()) != JsonToken.END_ARRAY) {
            draft.hasTool = true;
            json.skip(element);
        }
    }
}
