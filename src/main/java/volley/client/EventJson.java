package volley.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;

/**
 * Jackson's parser, fed with one event after the other. An event comes whole, so one parser serves all answers that a
 * thread reads; it is the non-blocking one because only that can be fed again.
 */
final class EventJson {
    /** The event ends before its JSON does. */
    static final class CutOff extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Python's json writes NaN and Infinity, which are not JSON: they are read, and are no count. How long a text may be is
     * decided by who reads the stream.
     */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Of a count, at most: with more it is above all bounds. */
    private static final int COUNT_CHARACTERS = 11;

    private static final byte[] LINE_BREAK = {'\n'};

    private static final FastThreadLocal<EventJson> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected EventJson initialValue() {
            return new EventJson();
        }
    };

    private JsonParser parser;
    private ByteArrayFeeder feeder;
    private boolean atEnd;

    EventJson() {
        startAnew();
    }

    /** That of the calling thread, and of no other. */
    static EventJson ofThread() {
        return OF_THREAD.get();
    }

    /** Forgets what is left of the last event. To be called when it was not read to its end. */
    void startAnew() {
        try {
            if (parser != null) {
                parser.close();
            }
            parser = JSON.createNonBlockingByteArrayParser();
        } catch (IOException e) {
            throw new IllegalStateException("a parser without a stream failed to open or close", e);
        }
        feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    /** Takes the next event. */
    void feed(byte[] bytes, int offset, int end) throws IOException {
        atEnd = false;
        feeder.feedInput(bytes, offset, end);
    }

    /** Whether another object begins; else it is the end of the event, or something that is no object. */
    boolean nextObject() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.NOT_AVAILABLE) {
            // Of a word or number it is not known yet whether it is complete. A line break ends it, and may be inside
            // of no
            // string; nothing is left then for the next event to be read with.
            feeder.feedInput(LINE_BREAK, 0, LINE_BREAK.length);
            token = parser.nextToken();
            atEnd = token == JsonToken.NOT_AVAILABLE;
        }
        return token == JsonToken.START_OBJECT;
    }

    /** Whether the event was read to its end. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** The next token inside of an object. */
    JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.NOT_AVAILABLE) {
            throw new CutOff();
        }
        return token;
    }

    /** Moves from a value's first token to its last. */
    void skip(JsonToken value) throws IOException {
        int depth = value.isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
        }
    }

    /** The present field's name. */
    String name() throws IOException {
        return parser.currentName();
    }

    boolean isText(JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING && parser.getTextLength() > 0;
    }

    String text() throws IOException {
        return parser.getText();
    }

    /** Appends the present text. */
    void copyText(EscapedText target) throws IOException {
        parser.getText(target);
    }

    /** The present number; may be none ({@code NaN}). */
    double decimal() throws IOException {
        return parser.getDoubleValue();
    }

    /** The present number, or {@link Usage#ABSENT} if it is no count of tokens: below 0, or above all bounds. */
    int count() throws IOException {
        // Once asked about an integer above all longs, the parser gives its value for the next number with a point, too
        // (2.22).
        return parser.getTextLength() <= COUNT_CHARACTERS && parser.getNumberType() == JsonParser.NumberType.INT
                ? Math.max(Usage.ABSENT, parser.getIntValue())
                : Usage.ABSENT;
    }
}
