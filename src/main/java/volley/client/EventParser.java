package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns the data of a response's events into {@link EventLog} entries, counts and the answer's text. Made on the thread
 * that reads the response, and used by no other.
 *
 * <p>The entries of one event, in this order and with one stamp: REASONING, CONTENT and TOOL for what its delta holds,
 * then FINISH; ROLE or EMPTY for an event without any of these. Token counts that come with a delta stand on its
 * entries; counts that come alone are a USAGE entry.
 *
 * <p>An event's data may be several JSON objects, or one and {@code [DONE]}: that is what is left of a stream when
 * something on the way drops its blank lines.
 */
abstract class EventParser implements SseDecoder.Listener {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final String[] KEEP_ALIVES = {"ping", "keep-alive", "keepalive", "heartbeat"};
    private static final int EXCERPT_BYTES = 120;

    /** What Jackson adds to its messages about the place, which counts bytes since the response's beginning. */
    private static final Pattern LOCATION = Pattern.compile("(?s) \\((for|start marker at)\\b.*\\[Source.*");

    final EventJson json = EventJson.ofThread();
    final ResponseLog log;
    final EventDraft draft = new EventDraft();

    EventParser(ResponseLog log) {
        this.log = log;
    }

    /** The answer so far as the inside of a JSON string. */
    abstract byte[] answer();

    /** The thoughts so far. */
    Reasoning reasoning() {
        return Reasoning.NONE;
    }

    /** Token ids told so far. */
    TokenIds ids() {
        return TokenIds.NONE;
    }

    /** Bytes of the answer up to the last {@code commit}. */
    abstract int answerBytes();

    /** Takes a field of the event's object; the parser stands on its value and is left on the value's last token. */
    abstract void field(String name, JsonToken value) throws IOException;

    /** Everything since the last {@code commit} or {@code rollBack} came from an event that counts. */
    abstract void commit();

    /** Everything since the last {@code commit} or {@code rollBack} came from an event that was cut off. */
    abstract void rollBack();

    /**
     * Takes an event of a kind that is known, without parsing it.
     *
     * @return false if it is not such an event, and nothing was done
     */
    boolean known(byte[] bytes, int offset, int end, long timeNs) {
        return false;
    }

    /** As {@link #known}, of an event whose data is one line; see {@link SseDecoder.Listener#onLine}. */
    int knownLine(byte[] bytes, int start, int end, long timeNs) {
        return NOT_KNOWN;
    }

    @Override
    public final int onLine(byte[] bytes, int start, int end, long timeNs) {
        return log.badJson == null ? knownLine(bytes, start, end, timeNs) : NOT_KNOWN;
    }

    /** The event was one object, parsed and logged. */
    void parsed(byte[] bytes, int offset, int end) {}

    @Override
    public final void onComment(long timeNs) {
        if (log.badJson == null) {
            log.events.begin(timeNs);
            log.add(timeNs, EventKind.COMMENT, EventLog.TOKENS_UNKNOWN);
        }
    }

    @Override
    public final void onError(byte[] bytes, int offset, int length, long timeNs) {
        if (log.badJson == null) {
            String text = log.errors.ofBody(new String(bytes, offset, length, StandardCharsets.UTF_8));
            log.inBandError(text.isEmpty() ? "an error without a text" : text);
            log.events.begin(timeNs);
            log.add(timeNs, EventKind.ERROR, EventLog.TOKENS_UNKNOWN);
        }
    }

    @Override
    public final void onData(byte[] bytes, int offset, int length, long timeNs, boolean complete) {
        if (log.badJson != null) {
            return;
        }
        log.events.begin(timeNs);
        int end = trimEnd(bytes, offset, offset + length);
        boolean done = endsWithDone(bytes, offset, end);
        if (done) {
            end = trimEnd(bytes, offset, end - DONE.length);
        }
        if (end == offset ? !done : isKeepAlive(bytes, offset, end)) {
            onComment(timeNs);
        } else if (end > offset && !known(bytes, offset, end, timeNs)) {
            parse(bytes, offset, end, timeNs, complete);
        }
        if (done && log.badJson == null) {
            log.add(timeNs, EventKind.DONE, EventLog.TOKENS_UNKNOWN);
        }
    }

    private void parse(byte[] bytes, int offset, int end, long timeNs, boolean complete) {
        String fault;
        try {
            json.feed(bytes, offset, end);
            int objects = 0;
            while (json.nextObject()) {
                object();
                commit();
                logObject(bytes, offset, end, timeNs);
                objects++;
            }
            fault = json.isAtEnd() ? null : "an event that is not a JSON object";
            if (fault == null && objects == 1) {
                parsed(bytes, offset, end);
            }
        } catch (EventJson.CutOff e) {
            fault = "an event that ends inside of its JSON";
        } catch (StreamConstraintsException e) {
            fault = "an event whose JSON is nested too deep, or has a name or number too long, to be read";
        } catch (JsonProcessingException e) {
            // It quotes what it could not read, up to anywhere.
            boolean secret = log.errors.hasSecret(new String(bytes, offset, end - offset, StandardCharsets.UTF_8));
            fault = "an event that is not JSON"
                    + (secret
                            ? ""
                            : " (" + LOCATION.matcher(e.getOriginalMessage()).replaceFirst("") + ")");
        } catch (IOException e) {
            throw new IllegalStateException("an event was fed before the one before it was read", e);
        } finally {
            if (!json.isAtEnd()) {
                json.startAnew();
            }
        }
        if (fault != null) {
            rollBack();
            // The end of the body may cut an event anywhere: what is left of it says nothing.
            if (complete) {
                bad(fault, bytes, offset, end);
            }
        }
    }

    private void object() throws IOException {
        draft.clear();
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            JsonToken value = json.next();
            if (name.equals("error")) {
                draft.hasError |= saysSomething(value);
            } else {
                field(name, value);
            }
        }
    }

    /** Reads a value; some gateways send an error with every event, an empty one where there is none. */
    private boolean saysSomething(JsonToken value) throws IOException {
        boolean something = value.isScalarValue() && value != JsonToken.VALUE_NULL;
        int depth = value.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = json.next();
            something |= token.isScalarValue() && token != JsonToken.VALUE_NULL;
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return something;
    }

    private void logObject(byte[] bytes, int offset, int end, long timeNs) {
        if (draft.recognised && !draft.hasError) {
            draft.logTo(log, timeNs, answerBytes());
            return;
        }
        String data = new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
        Optional<String> error = log.errors.inJson(data);
        if (error.isPresent()) {
            log.inBandError(error.get());
            log.add(timeNs, EventKind.ERROR, draft.tokensSoFar);
        } else if (draft.recognised) {
            draft.logTo(log, timeNs, answerBytes());
        } else {
            // A gateway's ping, perhaps. What is no answer decides only where no answer comes.
            log.noAnswer(describe("a JSON object that is no answer", bytes, offset, end));
        }
    }

    /** Reads a usage object, or SGLang's {@code meta_info}'s counts when called for each of its fields. */
    final void usage(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skip(value);
            return;
        }
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            count(name, json.next());
        }
    }

    final void count(String name, JsonToken value) throws IOException {
        switch (name) {
            case "prompt_tokens", "completion_tokens", "cached_tokens" -> {
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    tokens(name, json.count());
                } else {
                    json.skip(value);
                }
            }
            case "prompt_tokens_details" -> usage(value);
            case "cached_tokens_details" -> tiers(value);
            default -> time(name, value);
        }
    }

    private void tokens(String name, int tokens) {
        draft.hasUsage = true;
        draft.hasNoCount |= tokens == Usage.ABSENT;
        switch (name) {
            case "prompt_tokens" -> draft.promptTokens = tokens;
            case "completion_tokens" -> draft.tokensSoFar = tokens;
            case "cached_tokens" -> draft.cachedTokens = tokens;
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** Reads an object with the server's times. */
    final void times(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skip(value);
            return;
        }
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            time(name, json.next());
        }
    }

    /** Reads a field that may be one of the server's times. */
    final void time(String name, JsonToken value) throws IOException {
        // Another answer's event with the same times must be parsed, also where this answer has told them before.
        draft.hasServerTimes |= ServerTimesReader.isTime(name);
        if (value.isNumeric() && log.serverTimes.wants(name)) {
            log.serverTimes.take(name, json.decimal());
        } else {
            json.skip(value);
        }
    }

    private void tiers(JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skip(value);
            return;
        }
        while (json.next() == JsonToken.FIELD_NAME) {
            String name = json.name();
            JsonToken tier = json.next();
            if (tier == JsonToken.VALUE_NUMBER_INT && UsageReader.isTier(name)) {
                draft.hasTiers = true;
                log.usage.setTier(name, json.count());
            } else {
                json.skip(tier);
            }
        }
    }

    private void bad(String what, byte[] bytes, int offset, int end) {
        log.badJson = describe(what, bytes, offset, end);
    }

    private String describe(String what, byte[] bytes, int offset, int end) {
        int length = Math.min(end - offset, EXCERPT_BYTES);
        String excerpt = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return what + ": " + (length < end - offset ? log.errors.beginning(excerpt) : log.errors.oneLine(excerpt));
    }

    private static int trimEnd(byte[] bytes, int offset, int end) {
        int trimmed = end;
        while (trimmed > offset && bytes[trimmed - 1] >= 0 && bytes[trimmed - 1] <= ' ') {
            trimmed--;
        }
        return trimmed;
    }

    private static boolean endsWithDone(byte[] bytes, int offset, int end) {
        int start = end - DONE.length;
        if (start < offset) {
            return false;
        }
        // On a line of its own, with or without blanks before it.
        int before = start;
        while (before > offset && (bytes[before - 1] == ' ' || bytes[before - 1] == '\t')) {
            before--;
        }
        if (before > offset && bytes[before - 1] != '\n') {
            return false;
        }
        for (int i = 0; i < DONE.length; i++) {
            if (bytes[start + i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }

    /** The words that proxies send as data to keep a connection open; none of them is JSON. */
    private static boolean isKeepAlive(byte[] bytes, int offset, int end) {
        if (bytes[offset] == '{' || end - offset > 16) {
            return false;
        }
        String word = new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
        for (String keepAlive : KEEP_ALIVES) {
            if (word.equalsIgnoreCase(keepAlive)) {
                return true;
            }
        }
        return false;
    }
}
