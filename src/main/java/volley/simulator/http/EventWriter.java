package volley.simulator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Writes server-sent events, one HTTP chunk each, as the ASGI servers do. Text goes in as bytes that are ready to send.
 * One per connection; not thread-safe.
 */
final class EventWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final int CRLF = '\r' << 8 | '\n';
    private static final int END_OF_EVENT = '\n' << 8 | '\n';

    private final ByteBuf event = Unpooled.buffer(512);
    private ByteBuf out;

    /** Where the following events go. */
    EventWriter to(ByteBuf target) {
        out = target;
        return this;
    }

    EventWriter begin() {
        event.clear().writeBytes(DATA);
        return this;
    }

    EventWriter add(byte[] bytes) {
        event.writeBytes(bytes);
        return this;
    }

    EventWriter add(ByteBuf bytes) {
        event.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        return this;
    }

    EventWriter add(String ascii) {
        ByteBufUtil.writeAscii(event, ascii);
        return this;
    }

    EventWriter add(int number) {
        int divisor = 1;
        while (number / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            event.writeByte('0' + number / divisor % 10);
        }
        return this;
    }

    void end() {
        event.writeShort(END_OF_EVENT);
        int length = event.readableBytes();
        for (int shift = (31 - Integer.numberOfLeadingZeros(length)) / 4 * 4; shift >= 0; shift -= 4) {
            out.writeByte(HEX[length >> shift & 0xf]);
        }
        out.writeShort(CRLF).writeBytes(event).writeShort(CRLF);
    }

    /** The event that closes a stream. */
    void done() {
        begin().add("[DONE]").end();
    }

    /** The chunk that closes an HTTP body. */
    void endOfBody() {
        out.writeByte('0').writeShort(CRLF).writeShort(CRLF);
    }
}
