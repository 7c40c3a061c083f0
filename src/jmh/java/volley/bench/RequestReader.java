package volley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Cuts a connection's bytes into {@link Request}s, whose bodies have a length that is told. */
final class RequestReader extends ByteToMessageDecoder {
    private static final ByteBuf END_OF_HEAD =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer("\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    private static final String LENGTH = "\r\ncontent-length:";

    /** @param line such as {@code POST /v1/chat/completions HTTP/1.1} */
    record Request(String line, String body) {}

    private String head;
    private int bodyBytes;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (head == null) {
            int end = ByteBufUtil.indexOf(END_OF_HEAD, in);
            if (end < 0) {
                return;
            }
            int headBytes = end - in.readerIndex() + END_OF_HEAD.readableBytes();
            head = in.readCharSequence(headBytes, StandardCharsets.ISO_8859_1).toString();
            bodyBytes = bodyBytes(head);
        }
        if (in.readableBytes() >= bodyBytes) {
            String body =
                    in.readCharSequence(bodyBytes, StandardCharsets.ISO_8859_1).toString();
            out.add(new Request(head.substring(0, head.indexOf('\r')), body));
            head = null;
        }
    }

    private static int bodyBytes(String head) {
        int name = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (name < 0) {
            return 0;
        }
        int from = name + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    }

    /**
     * The number after the last such text of a body.
     *
     * @param otherwise if there is none
     */
    static long numberAfter(String body, String text, long otherwise) {
        int at = body.lastIndexOf(text);
        if (at < 0) {
            return otherwise;
        }
        at += text.length();
        while (at < body.length() && body.charAt(at) == ' ') {
            at++;
        }
        int from = at;
        long number = 0;
        while (at < body.length() && Character.isDigit(body.charAt(at))) {
            number = 10 * number + Character.digit(body.charAt(at), 10);
            at++;
        }
        return at == from ? otherwise : number;
    }
}
