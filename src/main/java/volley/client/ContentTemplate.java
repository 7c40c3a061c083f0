package volley.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recognises an event that differs from the last one in nothing but its text. The events of one answer usually do: id,
 * time, model and the rest repeat. Comparing two runs of bytes takes a fraction of parsing one, and the text between
 * them is already escaped. Whatever is not plainly the same is left to the parser.
 */
final class ContentTemplate {
    private static final byte[] KEY = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);

    /** A stream whose events never repeat is not compared for ever. */
    private static final int MAX_MISSES = 8;

    private byte[] event = new byte[0];
    private int headLength;
    private int tailLength;
    private boolean known;
    private int misses;
    private int textEnd;

    /** Whether the event is the last one with another text: ASCII, not empty, without a character that is escaped. */
    boolean matches(byte[] bytes, int offset, int end) {
        if (!known) {
            return false;
        }
        int textStart = offset + headLength;
        textEnd = end - tailLength;
        if (textEnd > textStart
                && Arrays.equals(bytes, offset, textStart, event, 0, headLength)
                && Arrays.equals(bytes, textEnd, end, event, headLength, headLength + tailLength)
                && isPlain(bytes, textStart, textEnd)) {
            misses = 0;
            return true;
        }
        return false;
    }

    /** Where the text of the event last matched begins, from the event's beginning. */
    int textOffset() {
        return headLength;
    }

    /** Where the text of the event last matched ends in the array it came in. */
    int textEnd() {
        return textEnd;
    }

    /**
     * Takes an event as the model for those to come.
     *
     * @param text holds the text the parser took from the event, escaped, from {@code textStart} to {@code textEnd}
     */
    void learn(byte[] bytes, int offset, int end, byte[] text, int textFrom, int textTo) {
        known = false;
        if (misses++ >= MAX_MISSES) {
            return;
        }
        int key = indexOfKey(bytes, offset, end);
        if (key < 0 || indexOfKey(bytes, key + 1, end) >= 0) {
            return;
        }
        int textStart = key + KEY.length;
        int tail = textStart + (textTo - textFrom);
        if (tail >= end || bytes[tail] != '"' || !Arrays.equals(bytes, textStart, tail, text, textFrom, textTo)) {
            return;
        }
        headLength = textStart - offset;
        tailLength = end - tail;
        if (event.length < headLength + tailLength) {
            event = new byte[headLength + tailLength];
        }
        System.arraycopy(bytes, offset, event, 0, headLength);
        System.arraycopy(bytes, tail, event, headLength, tailLength);
        known = true;
    }

    private static boolean isPlain(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            // Bytes below are control characters, and those of other scripts, which are negative.
            if (b < ' ' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    private static int indexOfKey(byte[] bytes, int from, int end) {
        for (int i = from; i <= end - KEY.length; i++) {
            if (bytes[i] == '"' && Arrays.equals(bytes, i, i + KEY.length, KEY, 0, KEY.length)) {
                return i;
            }
        }
        return -1;
    }
}
