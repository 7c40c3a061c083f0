package volley.client;

import java.io.Writer;
import java.util.Arrays;

/**
 * Growing buffer of text as the inside of a JSON string: characters go in, escaped UTF-8 comes out. A surrogate pair
 * may come in two writes; a surrogate that stays alone is kept as its {@code \\u} escape, since UTF-8 has no bytes for
 * it. It is a {@link Writer} so that a JSON parser can copy into it without making a String.
 */
final class EscapedText extends Writer {
    /** The longest form of one char: {@code \\u001f}. A pair of surrogates takes 4 bytes. */
    private static final int MAX_BYTES_PER_CHAR = 6;

    /** Chars of a String that are looked at together. */
    private static final int PART_CHARS = 1024;

    /** U+FFFD, which stands for bytes that are no whole character. */
    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes;
    private int size;
    private int chars;
    private char pendingHigh;

    EscapedText(int expectedBytes) {
        bytes = new byte[Math.max(16, expectedBytes)];
    }

    /** Chars written since the text was last empty, before escaping. */
    int chars() {
        return chars;
    }

    void clear() {
        size = 0;
        chars = 0;
        pendingHigh = 0;
    }

    /** A copy of the escaped text. A high surrogate whose low half never came is in it as an escape. */
    byte[] toByteArray() {
        if (pendingHigh != 0) {
            escapeAlone();
        }
        return Arrays.copyOf(bytes, size);
    }

    /** Whether the text ends with the first half of a surrogate pair. */
    boolean isCutInPair() {
        return pendingHigh != 0;
    }

    /** Appends ASCII text that needs no escape. */
    void writeEscaped(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        chars += length;
    }

    /** Bytes of the text but for replacement characters at its end, which stand for characters that are not yet whole. */
    int sizeOfWholeCharacters() {
        int whole = size;
        while (whole >= REPLACEMENT.length
                && Arrays.equals(bytes, whole - REPLACEMENT.length, whole, REPLACEMENT, 0, REPLACEMENT.length)) {
            whole -= REPLACEMENT.length;
        }
        return whole;
    }

    /** Appends another text, which is complete. */
    void writeAll(EscapedText other) {
        writeEscaped(other.bytes, 0, other.size);
    }

    /** The bytes of the text, of which the first {@link #size()} are written; not to be changed. */
    byte[] array() {
        return bytes;
    }

    /** How many bytes are written. */
    int size() {
        return size;
    }

    /** Bytes of the text at a {@link #mark()}. */
    static int size(long mark) {
        return (int) mark;
    }

    /** The state to return to with {@link #rollBack}. */
    long mark() {
        return ((long) pendingHigh << Integer.SIZE) | size;
    }

    /** Takes back what was written since {@code mark} was taken. */
    void rollBack(long mark) {
        size = (int) mark;
        pendingHigh = (char) (mark >>> Integer.SIZE);
    }

    @Override
    public void write(char[] source, int offset, int length) {
        int end = offset + length;
        for (int i = plain(source, offset, end); i < end; i = plain(source, i + 1, end)) {
            put(source[i]);
        }
    }

    @Override
    public void write(String source, int offset, int length) {
        char[] part = new char[Math.min(length, PART_CHARS)];
        int end = offset + length;
        for (int i = offset; i < end; i += part.length) {
            int partEnd = Math.min(end, i + part.length);
            source.getChars(i, partEnd, part, 0);
            write(part, 0, partEnd - i);
        }
    }

    /** Appends what is plain ASCII from {@code start} on: nearly everything, and so in a loop that is as short as can be. */
    private int plain(char[] source, int start, int end) {
        if (pendingHigh != 0) {
            return start;
        }
        ensure(end - start);
        byte[] target = bytes;
        int at = size;
        int i = start;
        for (; i < end; i++) {
            char c = source[i];
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            target[at++] = (byte) c;
        }
        size = at;
        chars += i - start;
        return i;
    }

    private void put(char c) {
        chars++;
        ensure(2 * MAX_BYTES_PER_CHAR);
        if (pendingHigh != 0) {
            if (Character.isLowSurrogate(c)) {
                int codePoint = Character.toCodePoint(pendingHigh, c);
                pendingHigh = 0;
                bytes[size++] = (byte) (0xf0 | (codePoint >> 18));
                bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
                bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
                bytes[size++] = (byte) (0x80 | (codePoint & 0x3f));
                return;
            }
            escapeAlone();
        }
        if (c < 0x80) {
            putAscii(c);
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xc0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3f));
        } else if (Character.isHighSurrogate(c)) {
            pendingHigh = c;
        } else if (Character.isLowSurrogate(c)) {
            escape(c);
        } else {
            bytes[size++] = (byte) (0xe0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[size++] = (byte) (0x80 | (c & 0x3f));
        }
    }

    private void putAscii(char c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            bytes[size++] = (byte) c;
            return;
        }
        char shortForm =
                switch (c) {
                    case '"', '\\' -> c;
                    case '\b' -> 'b';
                    case '\t' -> 't';
                    case '\n' -> 'n';
                    case '\f' -> 'f';
                    case '\r' -> 'r';
                    default -> 0;
                };
        if (shortForm == 0) {
            escape(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) shortForm;
        }
    }

    private void escapeAlone() {
        char alone = pendingHigh;
        pendingHigh = 0;
        ensure(MAX_BYTES_PER_CHAR);
        escape(alone);
    }

    private void escape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        bytes[size++] = HEX[c >> 12];
        bytes[size++] = HEX[(c >> 8) & 0xf];
        bytes[size++] = HEX[(c >> 4) & 0xf];
        bytes[size++] = HEX[c & 0xf];
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
