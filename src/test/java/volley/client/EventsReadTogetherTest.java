package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.TokenStamps;
import volley.os.ReceiveTimes;
import volley.os.SegmentTimes;

/** A server writes known patterns while the client sleeps; then the client reads them all at once. */
@Timeout(60)
class EventsReadTogetherTest {
    /** How the client reads, and whether it has the times of segments or asks for them. */
    private enum Transport {
        IO_URING(IoUring.isAvailable(), IoUringIoHandler::newFactory, IoUringSocketChannel.class, true),
        EPOLL(Epoll.isAvailable(), EpollIoHandler::newFactory, EpollSocketChannel.class, true),
        IO_URING_ASKED(IoUring.isAvailable(), IoUringIoHandler::newFactory, IoUringSocketChannel.class, false),
        EPOLL_ASKED(Epoll.isAvailable(), EpollIoHandler::newFactory, EpollSocketChannel.class, false);

        private final boolean available;

        @SuppressWarnings("ImmutableEnumChecker") // makes a new one each time
        private final Supplier<IoHandlerFactory> handler;

        private final Class<? extends Channel> channel;
        private final boolean noted;

        Transport(
                boolean available,
                Supplier<IoHandlerFactory> handler,
                Class<? extends Channel> channel,
                boolean noted) {
            this.noted = noted;
            this.available = available;
            this.handler = handler;
            this.channel = channel;
        }
    }

    /** When a server wrote: the receipt of what it wrote lies between. */
    private record Written(long beforeNs, long afterNs) {
        void isTimeOf(EventLog events, int index) {
            // The wall clock's resolution, by which the two clocks are compared, is a microsecond in the worst case.
            assertThat(events.timeNs(index)).as("event %d", index).isBetween(beforeNs - 1_000, afterNs + 1_000);
            assertThat(events.mayBeEarlier(index)).as("event %d", index).isFalse();
            assertThat(events.isUnknown(index)).as("event %d", index).isFalse();
        }
    }

    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final ResponseLog log = new ResponseLog(8);
    private final BodyReader body = new BodyReader(WireFormat.CHAT, log, 8);
    private final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    private MultiThreadIoEventLoopGroup serverLoops;
    private MultiThreadIoEventLoopGroup loops;
    private EpollSocketChannel server;
    private Channel client;
    private int sent;

    @BeforeEach
    void needLinux() {
        assumeThat(Epoll.isAvailable()).isTrue();
        assumeThat(ReceiveTimes.of(System::nanoTime, InstantSource.system())).isPresent();
    }

    @AfterEach
    void stop() throws Exception {
        for (MultiThreadIoEventLoopGroup group : new MultiThreadIoEventLoopGroup[] {loops, serverLoops}) {
            if (group != null) {
                group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
            }
        }
    }

    private void connect(Transport transport, TokenStamps stamps) throws Exception {
        assumeThat(transport.available).isTrue();
        Optional<SegmentTimes> segmentTimes = transport.noted ? SegmentTimes.ofProcess() : Optional.empty();
        assumeThat(segmentTimes.isPresent()).isEqualTo(transport.noted);
        serverLoops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel listening = new ServerBootstrap()
                .group(serverLoops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        accepted.add(context.channel());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        loops = new MultiThreadIoEventLoopGroup(1, transport.handler.get());
        client = new Bootstrap()
                .group(loops)
                .channel(transport.channel)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(listening.localAddress())
                .sync()
                .channel();
        server = (EpollSocketChannel) accepted.take();
        client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'G'})).sync();
        onLoop(() -> {
            StampedReads stamped = StampedReads.of(client, System::nanoTime, stamps, segmentTimes);
            client.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ByteBuf bytes = (ByteBuf) message;
                    log.events.came(stamped.cameTogether(), stamped.cameUnknown());
                    body.read(bytes, stamped.stampNs());
                    sizes.add(bytes.readableBytes());
                    bytes.release();
                }
            });
        });
    }

    private interface Step {
        void run() throws Exception;
    }

    private void onLoop(Step step) throws Exception {
        EventLoop loop = client.eventLoop();
        loop.submit(() -> {
                    step.run();
                    return null;
                })
                .sync();
    }

    /**
     * What comes until the connection is read again is not acknowledged for 40 ms: so long the operating system keeps segments
     * apart.
     */
    private void acknowledgeLater() {
        client.config().setOption(new IntegerUnixChannelOption("TCP_QUICKACK", 6, 12), 0);
    }

    /** Where it took too long, on a busy machine, nothing is known. */
    private static void assumeInTime(Written first, Written last) {
        assumeThat(last.afterNs() - first.beforeNs()).isLessThan(TimeUnit.MILLISECONDS.toNanos(30));
    }

    private static String event(String text) {
        return "data: {\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + text + "\"}}]}\n\n";
    }

    /** One write, and so one segment. Called while the client sleeps. */
    private Written write(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        sent += bytes.length;
        long beforeNs = System.nanoTime();
        server.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
        int socket = ((UnixChannel) client).fd().intValue();
        ReceiveTimes times =
                ReceiveTimes.of(System::nanoTime, InstantSource.system()).orElseThrow();
        do {
            times.ask(socket, 1 << 20);
        } while (times.askedBytes() < sent);
        return new Written(beforeNs, System.nanoTime());
    }

    /** Until the client's operating system has told the server's that it received all: then it lays together what follows. */
    private void awaitAcknowledged() {
        EpollTcpInfo info = new EpollTcpInfo();
        do {
            server.tcpInfo(info);
        } while (info.unacked() > 0);
    }

    /** Until the client has read and decoded what was written. */
    private void awaitRead() throws Exception {
        while (sent > 0) {
            sent -= sizes.take();
        }
        assertThat(sent).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfSeveralWritesHaveEachItsOwnTime(Transport transport) throws Exception {
        connect(transport, TokenStamps.RECEIVED);
        List<Written> written = new ArrayList<>();
        onLoop(() -> {
            acknowledgeLater();
            for (int i = 0; i < 5; i++) {
                written.add(write(event("t" + i)));
            }
        });
        awaitRead();

        assertThat(log.events.size()).isEqualTo(5);
        assumeInTime(written.get(0), written.get(4));
        for (int i = 0; i < 5; i++) {
            written.get(i).isTimeOf(log.events, i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsOfOneWriteHaveItsTime(Transport transport) throws Exception {
        connect(transport, TokenStamps.RECEIVED);
        // Also behind events that came alone, and before one that did not.
        for (int round = 0; round < 3; round++) {
            int before = log.events.size();
            List<Written> written = new ArrayList<>();
            onLoop(() -> written.add(write(event("a"))));
            awaitRead();
            onLoop(() -> written.add(write(event("b") + event("c") + event("d"))));
            awaitRead();
            onLoop(() -> {
                acknowledgeLater();
                written.add(write(event("e") + event("f")));
                written.add(write(event("g")));
            });
            awaitRead();

            assertThat(log.events.size() - before).isEqualTo(7);
            assumeInTime(written.get(2), written.get(3));
            int[] writes = {0, 1, 1, 1, 2, 2, 3};
            for (int i = 0; i < writes.length; i++) {
                written.get(writes[i]).isTimeOf(log.events, before + i);
            }
            assertThat(log.events.timeNs(before + 1)).isEqualTo(log.events.timeNs(before + 3));
            assertThat(log.events.timeNs(before + 4)).isEqualTo(log.events.timeNs(before + 5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofEventsThatTheOperatingSystemLaidTogetherTheLastHasItsTimeAndThoseThatWereNotNotedSaySo(Transport transport)
            throws Exception {
        connect(transport, TokenStamps.RECEIVED);
        List<Written> written = new ArrayList<>();
        onLoop(() -> {
            written.add(write(event("a")));
            awaitAcknowledged();
            written.add(write(event("b")));
            awaitAcknowledged();
            written.add(write(event("c")));
        });
        awaitRead();

        assertThat(log.events.size()).isEqualTo(3);
        written.get(2).isTimeOf(log.events, 2);
        for (int i = 0; i < 2; i++) {
            boolean known = log.events.timeNs(i) <= written.get(i).afterNs() + 1_000;
            if (transport.noted) {
                written.get(i).isTimeOf(log.events, i);
            }
            // Whether it lays them together is the operating system's to decide; what it told must be true.
            assertThat(log.events.mayBeEarlier(i)).isEqualTo(!known);
        }
    }

    /** More than there is room to note: those that were overwritten have the time of the first that was not, and say so. */
    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL"})
    void ofMoreSegmentsThanAreKeptTheLastHaveTheirTimes(Transport transport) throws Exception {
        connect(transport, TokenStamps.RECEIVED);
        List<Written> written = new ArrayList<>();
        onLoop(() -> written.add(write(event("t"))));
        awaitRead();
        onLoop(() -> {
            for (int i = 0; i < 40; i++) {
                written.add(write(event("t" + i)));
            }
        });
        awaitRead();
        onLoop(() -> written.add(write(event("last"))));
        awaitRead();

        int kept = SegmentTimes.ENTRIES - 1;
        assertThat(log.events.size()).isEqualTo(42);
        for (int i = 0; i < 42; i++) {
            if (i == 0 || i > 40 - kept) {
                written.get(i).isTimeOf(log.events, i);
            } else {
                assertThat(log.events.isUnknown(i)).as("event %d", i).isTrue();
                assertThat(log.events.timeNs(i)).isGreaterThan(written.get(i).beforeNs() - 1_000);
            }
        }
    }

    /** A server that writes a whole answer before the client reads of it: where the answer begins is known all the same. */
    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EPOLL"})
    void ofAFirstReadOfMoreSegmentsThanAreKeptTheLastHaveTheirTimesAndThoseOfLaterReads(Transport transport)
            throws Exception {
        connect(transport, TokenStamps.RECEIVED);
        List<Written> written = new ArrayList<>();
        int first = 40;
        onLoop(() -> {
            for (int i = 0; i < first; i++) {
                written.add(write(event("t" + i)));
            }
        });
        awaitRead();
        onLoop(() -> {
            for (int i = 0; i < 3; i++) {
                written.add(write(event("later " + i)));
            }
        });
        awaitRead();

        assertThat(log.events.size()).isEqualTo(first + 3);
        for (int i = 0; i < first + 3; i++) {
            if (i > first - SegmentTimes.ENTRIES) {
                written.get(i).isTimeOf(log.events, i);
            } else {
                assertThat(log.events.isUnknown(i)).as("event %d", i).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereReceiptIsNotToldOnlyTheLastEventOfAReadHasATime(Transport transport) throws Exception {
        connect(transport, TokenStamps.READ);
        onLoop(() -> {
            write(event("a"));
            write(event("b"));
        });
        awaitRead();
        onLoop(() -> write(event("c")));
        awaitRead();

        assertThat(log.events.size()).isEqualTo(3);
        assertThat(log.events.mayBeEarlier(0)).isTrue();
        assertThat(log.events.mayBeEarlier(1)).isFalse();
        assertThat(log.events.mayBeEarlier(2)).isFalse();
    }
}
