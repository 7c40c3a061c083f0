package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Text as the inside of a JSON string: escaped, in UTF-8, without the quotes; or, where a {@link WireFormat#isOfIds
 * format is of ids}, token ids as the inside of a list. Encoded once and then copied into as many request bodies as it takes part in.
 * Immutable.
 */
public final class JsonText {
    private static final JsonMapper JSON = new JsonMapper();

    /** Of what the escaped text is a part. */
    private final byte[] bytes;

    private final int start;
    private final int length;
    private final Optional<MediaParts> media;
    private final Reasoning reasoning;

    private JsonText(byte[] bytes, int start, int length, Optional<MediaParts> media, Reasoning reasoning) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
        this.media = media;
        this.reasoning = reasoning;
    }

    private JsonText(byte[] escaped) {
        this(escaped, 0, escaped.length, Optional.empty(), Reasoning.NONE);
    }

    /** Escapes {@code text}. */
    public static JsonText of(String text) {
        byte[] plain = text.getBytes(StandardCharsets.ISO_8859_1);
        // Nearly all of most texts needs no escape: these are looked at eight characters at a time.
        if (ByteScan.endOfPlainText(plain, 0, plain.length) == plain.length
                && new String(plain, StandardCharsets.ISO_8859_1).equals(text)) {
            return new JsonText(plain);
        }
        EscapedText buffer = new EscapedText(text.length() + text.length() / 8);
        buffer.write(text, 0, text.length());
        return new JsonText(buffer.toByteArray());
    }

    /**
     * A text among others that are escaped already. The bytes are neither copied nor checked: the caller leaves them
     * unchanged.
     */
    public static JsonText within(byte[] escapedTexts, int startByte, int lengthBytes) {
        Objects.checkFromIndexSize(startByte, lengthBytes, escapedTexts.length);
        return new JsonText(escapedTexts, startByte, lengthBytes, Optional.empty(), Reasoning.NONE);
    }

    /**
     * Takes bytes that are escaped already, such as {@link Exchange#answer()}. They are neither copied nor checked: the
     * caller leaves them unchanged.
     */
    public static JsonText ofEscaped(byte[] escapedUtf8) {
        return new JsonText(escapedUtf8);
    }

    /** This text with media before it in its message. */
    public JsonText withMedia(MediaParts parts) {
        return new JsonText(bytes, start, length, Optional.of(parts), reasoning);
    }

    /** This text, an answer's, with its thoughts beside it in its message. */
    public JsonText withReasoning(Reasoning thoughts) {
        return new JsonText(bytes, start, length, media, thoughts);
    }

    /** What stands beside the text in its message; none in most. */
    Reasoning reasoning() {
        return reasoning;
    }

    /** What stands before the text in its message. */
    public Optional<MediaParts> media() {
        return media;
    }

    /** Token ids as the inside of a JSON list, parted by commas. */
    public static JsonText ofIds(int[] tokenIds) {
        StringBuilder list = new StringBuilder(tokenIds.length * 7);
        for (int id : tokenIds) {
            list.append(list.isEmpty() ? "" : ",").append(id);
        }
        return new JsonText(list.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Length of the text in bytes, as it goes over the wire. */
    public int byteLength() {
        return length;
    }

    /** The text with its escapes undone. Decodes anew at each call: not for event loops. */
    public String text() {
        String escaped = toString();
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        String literal = '"' + escaped + '"';
        try {
            return JSON.readValue(literal, String.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the inside of a JSON string: " + e.getOriginalMessage(), e);
        }
    }

    /** Copies the bytes to {@code target} from {@code offset} on and returns the offset behind them. */
    public int copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, start, target, offset, length);
        return offset + length;
    }

    /**
     * Bytes of texts one behind the other.
     *
     * @param asList with a comma between two, as ids have
     */
    static int joinedLength(List<JsonText> texts, boolean asList) {
        int length = asList ? texts.size() - 1 : 0;
        for (JsonText text : texts) {
            length += text.byteLength();
        }
        return length;
    }

    /** Copies texts one behind the other, as {@link #joinedLength} counts them, and returns the offset behind them. */
    static int copyJoined(List<JsonText> texts, boolean asList, byte[] target, int offset) {
        int end = offset;
        for (int i = 0; i < texts.size(); i++) {
            if (asList && i > 0) {
                target[end++] = ',';
            }
            end = texts.get(i).copyTo(target, end);
        }
        return end;
    }

    /** The escaped form. */
    @Override
    public String toString() {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
}
