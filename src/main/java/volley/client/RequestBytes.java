package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** A request body: text, and media that stay in their files until they are written to the connection. */
public final class RequestBytes {
    /** Media, and how much of the text comes before them. */
    record Insert(int offset, MediaParts media) {}

    private final byte[] text;
    private final List<Insert> inserts;

    /** @param inserts with rising offsets */
    RequestBytes(byte[] text, List<Insert> inserts) {
        this.text = text;
        this.inserts = inserts;
    }

    int byteLength() {
        int length = text.length;
        for (Insert each : inserts) {
            length = Math.addExact(length, each.media().byteLength());
        }
        return length;
    }

    /** All of it in the heap. Without media it is the text itself. */
    byte[] toByteArray() {
        if (inserts.isEmpty()) {
            return text;
        }
        byte[] whole = new byte[byteLength()];
        int from = 0;
        int end = 0;
        for (Insert each : inserts) {
            System.arraycopy(text, from, whole, end, each.offset() - from);
            end = each.media().copyTo(whole, end + each.offset() - from);
            from = each.offset();
        }
        System.arraycopy(text, from, whole, end, text.length - from);
        return whole;
    }

    /** What is written: beside media every piece is outside the heap, since the transport would copy all of a mixture. */
    ByteBuf toBuffer(ByteBufAllocator allocator) {
        if (inserts.isEmpty()) {
            return Unpooled.wrappedBuffer(text);
        }
        CompositeByteBuf body = allocator.compositeDirectBuffer(2 * inserts.size() + 1);
        int from = 0;
        for (Insert each : inserts) {
            body.addComponent(true, piece(allocator, from, each.offset()));
            body.addComponent(true, each.media().buffer());
            from = each.offset();
        }
        return body.addComponent(true, piece(allocator, from, text.length));
    }

    private ByteBuf piece(ByteBufAllocator allocator, int from, int to) {
        return allocator.directBuffer(to - from).writeBytes(text, from, to - from);
    }
}
