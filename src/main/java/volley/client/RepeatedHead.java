package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;

/**
 * The head of a connection's last streamed response. The next one mostly has the same bytes, but for a date that changes once a
 * second: comparing them takes a fraction of reading them. Headers are shared, and nobody changes those of a body that is not
 * encoded.
 *
 * <p>Used by one event loop.
 */
final class RepeatedHead {
    private static final int MOST_BYTES = 2048;

    /** Heads in a row that were unlike the one before: then none is kept any more, such as where each has a number of its own. */
    private static final int PATIENCE = 16;

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private HttpResponse response;
    private int misses;

    /** Whether it is what comes next, all of it. */
    boolean isNext(ByteBuf in) {
        int length = bytes.readableBytes();
        return length > 0 && in.readableBytes() >= length && ByteBufUtil.equals(bytes, 0, in, in.readerIndex(), length);
    }

    /** Takes it from what comes next. */
    HttpResponse take(ByteBuf in) {
        misses = 0;
        in.skipBytes(bytes.readableBytes());
        return new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers());
    }

    /** Its bytes, to be read once more. */
    ByteBuf again() {
        return bytes.duplicate();
    }

    /**
     * Keeps a head that was read, if it may be compared.
     *
     * @param in has its bytes from {@code from} on, and is read up to their end
     * @param read what they mean: a success, whose body is chunked
     */
    void learn(ByteBuf in, int from, HttpResponse read) {
        int length = in.readerIndex() - from;
        if (misses++ >= PATIENCE || length > MOST_BYTES || in.getByte(from) != 'H' || isEncoded(read.headers())) {
            bytes = Unpooled.EMPTY_BUFFER;
            return;
        }
        bytes = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(in, from, length));
        response = read;
    }

    private static boolean isEncoded(HttpHeaders headers) {
        List<String> transfer = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return headers.contains(HttpHeaderNames.CONTENT_ENCODING)
                || transfer.size() != 1
                || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(transfer.get(0));
    }
}
