package volley.simulator.replay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.Locale;

/**
 * One connection: waits for the end of a request and sends the answer. It does not use Netty's HTTP codec: the JVM would
 * compile that for a server and a client, when only the client is measured.
 */
final class ReplayHandler extends ChannelInboundHandlerAdapter {
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final byte[][] writes;
    private final StringBuilder head = new StringBuilder();
    private long bodyBytesLeft;

    ReplayHandler(byte[][] writes) {
        this.writes = writes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable()) {
                if (bodyBytesLeft == 0) {
                    readHead(bytes);
                } else {
                    int skipped = (int) Math.min(bodyBytesLeft, bytes.readableBytes());
                    bytes.skipBytes(skipped);
                    bodyBytesLeft -= skipped;
                }
                if (bodyBytesLeft == 0 && head.isEmpty()) {
                    send(context, 0);
                }
            }
        } finally {
            bytes.release();
        }
    }

    /** Takes bytes up to the end of the head; then it is empty, and the body's length is known. */
    private void readHead(ByteBuf bytes) {
        while (bytes.isReadable()) {
            head.append((char) bytes.readByte());
            if (head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) >= 0) {
                bodyBytesLeft = length(head.toString());
                head.setLength(0);
                return;
            }
        }
    }

    /** @return of the body, bytes; 0 if the head names none */
    private static long length(String head) {
        int name = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (name < 0) {
            return 0;
        }
        int from = name + LENGTH.length();
        return Long.parseLong(head.substring(from, head.indexOf("\r\n", from)).strip());
    }

    private void send(ChannelHandlerContext context, int piece) {
        var unused = context.writeAndFlush(Unpooled.wrappedBuffer(writes[piece]), context.voidPromise());
        if (piece + 1 < writes.length) {
            context.channel().eventLoop().execute(() -> send(context, piece + 1));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            var unused = context.close(); // the client has gone
        } else {
            super.exceptionCaught(context, cause);
        }
    }
}
