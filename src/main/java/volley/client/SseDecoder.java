package volley.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Incremental decoder of an event stream, by the rules of the HTML standard ("Server-sent events", section "Parsing an
 * event stream"), with two liberties that servers need: an event at the end of the body counts without its blank line,
 * and is then marked as not complete; bytes are not checked to be UTF-8, which the JSON parser does.
 *
 * <p>One buffer per response, which grows to the longest event and is never copied for an event inside of it: several
 * {@code data:} lines are joined in place.
 */
final class SseDecoder {
    /** Receives events as they end. Bytes are valid during the call only. */
    interface Listener {
        /** Of {@link #onLine}. */
        int NOT_KNOWN = -1;

        /**
         * The data of an event may begin here. Where the listener knows by itself where it ends, its bytes need not be looked
         * through for the end.
         *
         * @param end of what was read so far
         * @return where the data ends, which is taken then, and behind which there are two line feeds; or {@link #NOT_KNOWN}
         */
        default int onLine(byte[] bytes, int start, int end, long timeNs) {
            return NOT_KNOWN;
        }

        /**
         * The data of one event.
         *
         * @param timeNs stamp of the read that ended the event
         * @param complete false when the body ended before the event's blank line
         */
        void onData(byte[] bytes, int offset, int length, long timeNs, boolean complete);

        /**
         * The server says that it failed: the data of an {@code event: error}, or llama.cpp's line {@code error: ...}.
         * Nothing of it may be there.
         */
        void onError(byte[] bytes, int offset, int length, long timeNs);

        /** A comment line, which servers and proxies send to keep the connection open. */
        void onComment(long timeNs);
    }

    private static final int NO_DATA = -1;
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA_LINE = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);
    private static final int EXCERPT_BYTES = 160;

    private final Listener listener;
    private final int maxEventBytes;
    private final HeapShare heap;
    private byte[] buffer;
    private int limit;
    private int scanned;
    private int lineStart;
    private int dataStart = NO_DATA;
    private int dataEnd;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;
    private boolean sawField;
    private boolean isError;
    private String foreignLine;

    /**
     * A decoder for one body.
     *
     * @param expectedEventBytes how many bytes to make room for; more is no error
     * @param maxEventBytes the most bytes to keep of one event
     */
    SseDecoder(Listener listener, int expectedEventBytes, int maxEventBytes) {
        this(listener, expectedEventBytes, maxEventBytes, new HeapShare());
    }

    /** @param heap asked before the buffer grows */
    SseDecoder(Listener listener, int expectedEventBytes, int maxEventBytes, HeapShare heap) {
        this.heap = heap;
        this.listener = listener;
        this.maxEventBytes = maxEventBytes;
        this.buffer = new byte[Math.max(64, expectedEventBytes)];
    }

    /** Whether any line so far was one of an event stream: a field of the standard, or a comment. */
    boolean sawField() {
        return sawField;
    }

    /** Start of the first line that no event stream has, or {@code null}. */
    String foreignLine() {
        return foreignLine;
    }

    /**
     * Decodes the readable bytes of {@code chunk}, whose indices stay as they are.
     *
     * @throws IllegalStateException for an event above the maximum
     */
    void read(ByteBuf chunk, long timeNs) {
        int length = chunk.readableBytes();
        reserve(length);
        chunk.getBytes(chunk.readerIndex(), buffer, limit, length);
        limit += length;
        byte[] bytes = buffer;
        int end = limit;
        for (int i = knownEvents(scanned, end, timeNs); i < end; i = knownEvents(i + 1, end, timeNs)) {
            byte b = bytes[i];
            if (b > '\r') {
                i = ByteScan.lineBreak(bytes, i + 1, end);
                afterCarriageReturn = false;
                if (i == end) {
                    break;
                }
                b = bytes[i];
            }
            if (b == '\n') {
                if (!afterCarriageReturn) {
                    endLine(i, timeNs);
                }
                afterCarriageReturn = false;
                lineStart = i + 1;
            } else if (b == '\r') {
                endLine(i, timeNs);
                afterCarriageReturn = true;
                lineStart = i + 1;
            } else {
                afterCarriageReturn = false;
            }
        }
        scanned = limit;
        if (dataStart == NO_DATA && lineStart == limit) {
            limit = 0;
            scanned = 0;
            lineStart = 0;
        }
    }

    /** Takes the events that begin at {@code at} as long as the listener knows them, and returns where the next line begins. */
    private int knownEvents(int at, int end, long timeNs) {
        int next = at;
        while (next == lineStart
                && dataStart == NO_DATA
                && !isError
                && end - next > DATA_LINE.length
                && Arrays.equals(buffer, next, next + DATA_LINE.length, DATA_LINE, 0, DATA_LINE.length)) {
            int lineFeedsAt = listener.onLine(buffer, next + DATA_LINE.length, end, timeNs);
            if (lineFeedsAt == Listener.NOT_KNOWN) {
                break;
            }
            next = lineFeedsAt + 2;
            lineStart = next;
            sawField = true;
            firstLine = false;
            afterCarriageReturn = false;
        }
        return next;
    }

    /** The body ended: hands out an event that no blank line ended. */
    void end(long timeNs) {
        if (lineStart < limit) {
            endLine(limit, timeNs);
        }
        lineStart = limit;
        dispatch(timeNs, false);
    }

    private void endLine(int lineEnd, long timeNs) {
        int start = lineStart;
        if (firstLine) {
            firstLine = false;
            start += byteOrderMarkLength(start, lineEnd);
        }
        if (start == lineEnd) {
            dispatch(timeNs, true);
            return;
        }
        if (buffer[start] == ':') {
            sawField = true;
            listener.onComment(timeNs);
            return;
        }
        int nameEnd = start;
        while (nameEnd < lineEnd && buffer[nameEnd] != ':') {
            nameEnd++;
        }
        if (isName(DATA, start, nameEnd)) {
            sawField = true;
            addData(valueStart(nameEnd, lineEnd), lineEnd);
        } else {
            otherLine(start, nameEnd, lineEnd, timeNs);
        }
    }

    private int valueStart(int nameEnd, int lineEnd) {
        int value = Math.min(nameEnd + 1, lineEnd);
        return value < lineEnd && buffer[value] == ' ' ? value + 1 : value;
    }

    private void addData(int value, int lineEnd) {
        if (dataStart == NO_DATA) {
            dataStart = value;
            dataEnd = lineEnd;
        } else {
            buffer[dataEnd++] = '\n';
            System.arraycopy(buffer, value, buffer, dataEnd, lineEnd - value);
            dataEnd += lineEnd - value;
        }
    }

    private void otherLine(int start, int nameEnd, int lineEnd, long timeNs) {
        if (isName(EVENT, start, nameEnd)) {
            sawField = true;
            isError = isName(ERROR, valueStart(nameEnd, lineEnd), lineEnd);
        } else if (isName(ID, start, nameEnd) || isName(RETRY, start, nameEnd)) {
            sawField = true;
        } else if (nameEnd < lineEnd && isName(ERROR, start, nameEnd)) {
            sawField = true;
            int value = valueStart(nameEnd, lineEnd);
            listener.onError(buffer, value, lineEnd - value, timeNs);
        } else if (foreignLine == null) {
            int end = Math.min(lineEnd, start + EXCERPT_BYTES);
            foreignLine = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        }
    }

    private boolean isName(byte[] name, int start, int end) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (buffer[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int byteOrderMarkLength(int start, int end) {
        boolean present = end - start >= 3
                && buffer[start] == (byte) 0xef
                && buffer[start + 1] == (byte) 0xbb
                && buffer[start + 2] == (byte) 0xbf;
        return present ? 3 : 0;
    }

    private void dispatch(long timeNs, boolean complete) {
        if (isError) {
            isError = false;
            int length = dataStart == NO_DATA ? 0 : dataEnd - dataStart;
            int start = length == 0 ? 0 : dataStart;
            dataStart = NO_DATA;
            listener.onError(buffer, start, length, timeNs);
        } else if (dataStart != NO_DATA) {
            int start = dataStart;
            dataStart = NO_DATA;
            listener.onData(buffer, start, dataEnd - start, timeNs, complete);
        }
    }

    /** Makes room behind {@code limit}: first by moving what is still needed to the front, then by growing. */
    private void reserve(int more) {
        if (buffer.length - limit >= more) {
            return;
        }
        int dataLength = dataStart == NO_DATA ? 0 : dataEnd - dataStart;
        int lineLength = limit - lineStart;
        long needed = (long) dataLength + lineLength + more;
        if (needed > maxEventBytes) {
            throw new IllegalStateException("an event of more than " + maxEventBytes + " bytes");
        }
        byte[] target = buffer;
        if (needed > buffer.length) {
            long bytes = Math.max(buffer.length * 2L, needed);
            heap.hold(bytes + buffer.length);
            target = new byte[(int) bytes];
        }
        if (dataLength > 0) {
            System.arraycopy(buffer, dataStart, target, 0, dataLength);
        }
        System.arraycopy(buffer, lineStart, target, dataLength, lineLength);
        buffer = target;
        if (dataStart != NO_DATA) {
            dataStart = 0;
            dataEnd = dataLength;
        }
        lineStart = dataLength;
        limit = dataLength + lineLength;
        scanned = limit;
    }
}
