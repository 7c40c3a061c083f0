package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.TokenStamps;
import volley.os.ReceiveTimes;

@Timeout(60)
class ReceivedReadsTest {
    /** What Gatling may choose. */
    private enum Transport {
        IO_URING(IoUring.isAvailable(), IoUringIoHandler::newFactory, IoUringSocketChannel.class),
        EPOLL(Epoll.isAvailable(), EpollIoHandler::newFactory, EpollSocketChannel.class),
        NIO(true, NioIoHandler::newFactory, NioSocketChannel.class);

        private final boolean available;

        @SuppressWarnings("ImmutableEnumChecker") // makes a new one each time
        private final Supplier<IoHandlerFactory> handler;

        private final Class<? extends Channel> channel;

        Transport(boolean available, Supplier<IoHandlerFactory> handler, Class<? extends Channel> channel) {
            this.available = available;
            this.handler = handler;
            this.channel = channel;
        }
    }

    /** A read, and when it was stamped. */
    private record Read(int bytes, long stampNs) {}

    private final BlockingQueue<Read> reads = new LinkedBlockingQueue<>();
    private MultiThreadIoEventLoopGroup loops;
    private ServerSocket server;
    private Socket serverSide;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        if (loops != null) {
            serverSide.close();
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    private Channel connect(Transport transport) throws Exception {
        loops = new MultiThreadIoEventLoopGroup(1, transport.handler.get());
        Channel client = new Bootstrap()
                .group(loops)
                .channel(transport.channel)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server.getInetAddress(), server.getLocalPort())
                .sync()
                .channel();
        serverSide = server.accept();
        serverSide.setTcpNoDelay(true);
        onLoop(client.eventLoop(), () -> {
            StampedReads stamped = StampedReads.of(client, System::nanoTime, TokenStamps.RECEIVED);
            client.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ByteBuf bytes = (ByteBuf) message;
                    reads.add(new Read(bytes.readableBytes(), stamped.stampNs()));
                    bytes.release();
                }
            });
        });
        return client;
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void onLoop(EventLoop loop, Step step) throws Exception {
        loop.submit(() -> {
                    step.run();
                    return null;
                })
                .sync();
    }

    private void serverSends(int bytes) throws IOException {
        OutputStream out = serverSide.getOutputStream();
        out.write(new byte[bytes]);
        out.flush();
    }

    /** Until the operating system has received them for the client. Called on its loop, which reads nothing meanwhile. */
    private static void awaitReceived(Channel client, int bytes) {
        ReceiveTimes times =
                ReceiveTimes.of(System::nanoTime, InstantSource.system()).orElseThrow();
        do {
            times.ask(((UnixChannel) client).fd().intValue(), 1 << 20);
        } while (times.askedBytes() < bytes);
    }

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL"})
    void bytesAreStampedWhenTheyAreReceivedHoweverLateTheyAreRead(Transport transport) throws Exception {
        assumeThat(transport.available).isTrue();
        assumeThat(ReceiveTimes.of(System::nanoTime, InstantSource.system())).isPresent();
        Channel client = connect(transport);
        long previousNs = 0;
        for (int bytes : new int[] {1, 300, 5_000, 20}) {
            long[] sentNs = new long[1];
            long[] receivedNs = new long[1];
            onLoop(client.eventLoop(), () -> {
                sentNs[0] = System.nanoTime();
                serverSends(bytes);
                awaitReceived(client, bytes);
                receivedNs[0] = System.nanoTime();
            });

            int read = 0;
            while (read < bytes) {
                Read next = reads.take();
                read += next.bytes();
                // The wall clock's resolution, by which the two clocks are compared, is a microsecond in the worst
                // case.
                assertThat(next.stampNs())
                        .isBetween(sentNs[0] - 1_000, receivedNs[0])
                        .isGreaterThanOrEqualTo(previousNs);
                previousNs = next.stampNs();
            }
        }
    }

    @Test
    void whereTheOperatingSystemIsNotAskedBytesAreStampedWhenTheyAreRead() throws Exception {
        Channel client = connect(Transport.NIO);
        long[] sentNs = new long[1];
        onLoop(client.eventLoop(), () -> {
            serverSends(7);
            sentNs[0] = System.nanoTime();
        });

        assertThat(reads.take().stampNs()).isGreaterThanOrEqualTo(sentNs[0]);
        onLoop(client.eventLoop(), () -> assertThat(ReceivedReads.of(client, System::nanoTime, Optional.empty()))
                .isEmpty());
    }
}
