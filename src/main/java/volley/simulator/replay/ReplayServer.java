package volley.simulator.replay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Answers every request on a free loopback port with the same bytes, from its start to {@link #close()}. */
public final class ReplayServer implements AutoCloseable {
    private static final int CONNECTION_BACKLOG = 4096;
    private static final long CLOSE_SECONDS = 10;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("volley-replay", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Channel listening;

    /** @param pieceByPiece whether each piece is sent on its own, so that a client reads one after the other */
    public ReplayServer(RecordedAnswer answer, boolean pieceByPiece) {
        byte[][] writes = pieceByPiece ? answer.pieces().toArray(byte[][]::new) : new byte[][] {answer.whole()};
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, CONNECTION_BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new ReplayHandler(writes));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Root of its URLs, without a slash at the end. */
    public URI baseUrl() {
        InetSocketAddress address = (InetSocketAddress) listening.localAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    /** Stops listening and cuts all connections. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
