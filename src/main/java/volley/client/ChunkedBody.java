package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes the data out of a chunked body (RFC 9112 section 7.1), that of all chunks of a read together. Servers send each token
 * as a chunk, and Netty's decoder makes a message of each, which goes through the whole pipeline: for a fast server that is
 * more work than reading its events. The last chunk with what follows it, and whatever is no chunk, is left to Netty's
 * decoder, which stands in front of the first chunk all the while.
 *
 * <p>Used by one event loop.
 */
final class ChunkedBody {
    /** The end of a body without trailers. */
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_SIZE_DIGITS = 7;
    private static final short LINE_BREAK = ('\r' << 8) | '\n';
    private static final int INCOMPLETE = -1;
    private static final int NOT_OURS = -2;

    private boolean open;
    /** Bytes still to come of the chunk that has begun. */
    private int dataLeft;
    /** Whether the line break behind a chunk's data is still to come. */
    private boolean atDataEnd;

    /** Behind the size line that was last read. */
    private int lineEnd;

    /** The head of a response with such a body was read. */
    void begin() {
        open = true;
        dataLeft = 0;
        atDataEnd = false;
    }

    /** The response has ended. */
    void end() {
        open = false;
    }

    /** Whether what comes next is a chunk or may be one. */
    boolean isOpen() {
        return open;
    }

    /**
     * Reads as many chunks as there are, and moves their data together inside of the buffer.
     *
     * @param in read up to the first byte that is not taken
     * @param out gets the data, if there is some
     * @return false if what comes next is Netty's to read
     */
    boolean take(ByteBuf in, List<Object> out) {
        if (!open) {
            return false;
        }
        int at = in.readerIndex();
        int end = in.writerIndex();
        int from = at;
        int to = at;
        while (true) {
            if (dataLeft > 0) {
                int bytes = Math.min(dataLeft, end - at);
                if (to == from) {
                    from = at;
                    to = at;
                } else if (bytes > 0) {
                    in.setBytes(to, in, at, bytes);
                }
                to += bytes;
                at += bytes;
                dataLeft -= bytes;
                if (dataLeft > 0) {
                    break;
                }
                atDataEnd = true;
            }
            if (atDataEnd) {
                if (end - at < 2) {
                    break;
                }
                if (in.getShort(at) != LINE_BREAK) {
                    open = false;
                    break;
                }
                at += 2;
                atDataEnd = false;
            }
            int size = size(in, at, end);
            if (size == INCOMPLETE) {
                break;
            }
            if (size == NOT_OURS) {
                open = false;
                break;
            }
            dataLeft = size;
            at = lineEnd;
        }
        in.readerIndex(at);
        if (to > from) {
            out.add(new DefaultHttpContent(in.retainedSlice(from, to - from)));
        }
        return open || to > from;
    }

    /** What comes next where no chunk does. */
    enum End {
        /** The end of the body, without trailers, which is taken. */
        TAKEN,
        /** What may be its beginning. */
        MAY_COME,
        OTHER
    }

    /** Takes the end of the body, if it comes next. */
    static End takeEnd(ByteBuf in) {
        int there = Math.min(END.length, in.readableBytes());
        for (int i = 0; i < there; i++) {
            if (in.getByte(in.readerIndex() + i) != END[i]) {
                return End.OTHER;
            }
        }
        if (there < END.length) {
            return End.MAY_COME;
        }
        in.skipBytes(END.length);
        return End.TAKEN;
    }

    /** The size of the chunk whose line begins at {@code start}. */
    private int size(ByteBuf in, int start, int end) {
        if (end - start >= Integer.BYTES) {
            // A token's chunk has mostly two digits.
            int four = in.getInt(start);
            int high = digit((byte) (four >>> 24));
            int low = digit((byte) (four >>> 16));
            if ((short) four == LINE_BREAK && high > 0 && low >= 0) {
                lineEnd = start + Integer.BYTES;
                return 16 * high + low;
            }
        }
        int size = 0;
        for (int i = start; i < end; i++) {
            byte b = in.getByte(i);
            int digit = digit(b);
            if (digit >= 0) {
                if (i - start == MOST_SIZE_DIGITS) {
                    return NOT_OURS;
                }
                size = 16 * size + digit;
            } else if (b == '\r') {
                if (i + 1 == end) {
                    return INCOMPLETE;
                }
                lineEnd = i + 2;
                return size > 0 && in.getByte(i + 1) == '\n' ? size : NOT_OURS;
            } else {
                return NOT_OURS;
            }
        }
        return INCOMPLETE;
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
