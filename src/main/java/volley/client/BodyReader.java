package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;

/**
 * Reads the body of a successful response. Whether it is an event stream or one JSON object is decided by its first
 * byte, not by its content type or by what was asked for: servers and proxies get both wrong.
 */
final class BodyReader {
    private static final byte[] NOTHING = {};
    private static final int EXPECTED_BYTES_PER_TOKEN = 8;
    /** Two or three events of one token, which come one at a time; a first read that has more makes its own room. */
    private static final int EVENT_BYTES = 1024;

    /** Far above any answer: a stream with a longer event is taken for broken rather than filling the heap. */
    private static final int MAX_EVENT_BYTES = 1 << 28;

    /** A growing array is half empty at worst, and copied when it grows. */
    private static final int BYTES_HELD_OF_ONE = 3;

    private static final int EVENT_LOG_BYTES = 32;

    /** What is held is counted anew when so much more was read: beside a heap it is nothing. */
    private static final int UNCOUNTED_BYTES = 1 << 16;

    private final WireFormat format;
    private final ResponseLog log;
    private final int expectedTokens;
    /** Made with the first bytes, on the thread that reads them; an answer that is waited for takes little room. */
    private EventParser parser;

    private SseDecoder decoder;
    private ByteArrayOutputStream json;
    private boolean decided;
    private final HeapShare heap;
    private int uncountedBytes;
    private boolean givenUp;

    BodyReader(WireFormat format, ResponseLog log, int expectedTokens) {
        this(format, log, expectedTokens, new HeapShare());
    }

    /** @param heap asked before more is held */
    BodyReader(WireFormat format, ResponseLog log, int expectedTokens, HeapShare heap) {
        this.heap = heap;
        this.format = format;
        this.log = log;
        this.expectedTokens = expectedTokens;
    }

    boolean sawBytes() {
        return parser != null;
    }

    byte[] answer() {
        return parser == null ? NOTHING : parser.answer();
    }

    Reasoning reasoning() {
        return parser == null ? Reasoning.NONE : parser.reasoning();
    }

    TokenIds ids() {
        return parser == null ? TokenIds.NONE : parser.ids();
    }

    void read(ByteBuf chunk, long timeNs) {
        if (!chunk.isReadable() || log.badJson != null || givenUp) {
            return;
        }
        if (parser == null) {
            parser = format.newParser(log, expectedTokens * EXPECTED_BYTES_PER_TOKEN);
            decoder = new SseDecoder(parser, Math.max(EVENT_BYTES, chunk.readableBytes()), MAX_EVENT_BYTES, heap);
        }
        if (!decided) {
            decide(chunk);
        }
        try {
            if (json == null) {
                uncountedBytes += chunk.readableBytes();
                decoder.read(chunk, timeNs);
                if (uncountedBytes >= UNCOUNTED_BYTES) {
                    uncountedBytes = 0;
                    heap.hold(BYTES_HELD_OF_ONE * (long) parser.answerBytes()
                            + EVENT_LOG_BYTES * (long) log.events.size());
                }
            } else {
                // It doubles when it grows, and is copied when it is read.
                heap.hold(BYTES_HELD_OF_ONE * ((long) json.size() + chunk.readableBytes()));
                json.writeBytes(ByteBufUtil.getBytes(chunk));
            }
        } catch (HeapShare.NoRoomException e) {
            giveUp(e.getMessage());
        } catch (IllegalStateException e) {
            log.badJson = e.getMessage();
            letGo();
        }
    }

    /**
     * Lets go of what was read: nothing that is still to come is read either.
     *
     * @param why the client has no room for it
     */
    void giveUp(String why) {
        log.noRoom = why;
        letGo();
    }

    private void letGo() {
        givenUp = true;
        decoder = null;
        json = null;
        release();
    }

    /** Whether the response is too long to be read. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Nothing more is read, or held. */
    void release() {
        heap.release();
    }

    /** @param complete false if the connection broke off */
    void end(long timeNs, boolean complete) {
        endOfBody(timeNs, complete);
        log.end();
    }

    private void endOfBody(long timeNs, boolean complete) {
        if (json != null) {
            byte[] body = json.toByteArray();
            int start = 0;
            while (body[start] != '{') {
                start++;
            }
            parser.onData(body, start, body.length - start, timeNs, complete);
            return;
        }
        if (decoder == null || givenUp) {
            return;
        }
        decoder.end(timeNs);
        if (decoder.foreignLine() != null && !decoder.sawField() && complete) {
            log.badJson =
                    "a body that is neither an event stream nor JSON: " + log.errors.ofBody(decoder.foreignLine());
        }
    }

    private void decide(ByteBuf chunk) {
        for (int i = chunk.readerIndex(); i < chunk.writerIndex(); i++) {
            byte b = chunk.getByte(i);
            if (b == '{') {
                json = new ByteArrayOutputStream(chunk.readableBytes());
            }
            // A byte order mark and blank lines may come before either form.
            if (b > ' ' || (b < 0 && b != (byte) 0xef && b != (byte) 0xbb && b != (byte) 0xbf)) {
                decided = true;
                return;
            }
        }
    }
}
