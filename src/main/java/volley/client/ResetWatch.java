package volley.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks every second whether a connection was reset. Netty's io_uring transport (4.2.18) never says so when the reset comes
 * right behind bytes: the turn would wait for ever. The other transports do.
 *
 * <p>Used by one event loop, that of its connection.
 */
final class ResetWatch extends ChannelInboundHandlerAdapter {
    private static final long EVERY_MS = 1000;

    private final Socket socket;
    private Future<?> looking;

    private ResetWatch(Socket socket) {
        this.socket = socket;
    }

    /** Watches a connection that needs it and is not watched. To be called on the connection's event loop. */
    static void over(Channel connection) {
        if (connection instanceof UnixChannel descriptor
                && descriptor.fd() instanceof Socket socket
                && connection.getClass().getPackageName().endsWith(".uring")
                && connection.pipeline().get(ResetWatch.class) == null) {
            connection.pipeline().addFirst(new ResetWatch(socket));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        looking = context.executor()
                .scheduleWithFixedDelay(() -> look(context), EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void look(ChannelHandlerContext context) {
        if (!context.channel().isOpen()) {
            looking.cancel(false);
            return;
        }
        try {
            if (socket.getSoError() != 0) {
                fail(context, new IOException("Connection reset"));
            }
        } catch (IOException e) {
            fail(context, e);
        }
    }

    private void fail(ChannelHandlerContext context, IOException cause) {
        looking.cancel(false);
        context.fireExceptionCaught(cause);
        var unused = context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        looking.cancel(false);
    }
}
