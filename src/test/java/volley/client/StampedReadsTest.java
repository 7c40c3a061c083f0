package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import volley.config.TokenStamps;

@Timeout(60)
class StampedReadsTest {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final AtomicLong clockNs = new AtomicLong();
    private final List<String> seen = new ArrayList<>();
    private long decodingTakesNs;

    @AfterEach
    void stop() throws InterruptedException {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }

    @Test
    void whatTwoConnectionsBringIsStampedBeforeAnyOfItIsDecoded() throws Exception {
        Channel one = connection("one");
        Channel two = connection("two");

        onLoop(() -> {
            read(one, 1, "a");
            read(two, 2, "b");
            assertThat(seen).isEmpty();
            clockNs.set(10);
        });

        assertThat(decoded()).containsExactly("one 1 a", "two 2 b");
    }

    @Test
    void afterASliceTheLoopLooksForMoreToRead() throws Exception {
        Channel one = connection("one");
        Channel two = connection("two");
        decodingTakesNs = TimeUnit.MILLISECONDS.toNanos(1);

        onLoop(() -> {
            read(one, 1, "a");
            read(two, 2, "b");
            // Behind the first slice; the second is not posted before the loop has been round.
            loop.execute(() -> seen.add("looked"));
        });

        assertThat(decoded()).containsExactly("one 1 a", "looked", "two 2 b");
    }

    @Test
    void betweenTwoRequestsThatAreSentTheLoopLooksForMoreToReadAndDecodesIt() throws Exception {
        Channel one = connection("one");

        onLoop(() -> {
            for (String request : List.of("first", "second", "third")) {
                LoopScheduler.send(loop, clockNs::get, () -> {
                    seen.add(request);
                    clockNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
                });
            }
            assertThat(seen).isEmpty();
            loop.execute(() -> read(one, 5_000_000, "a"));
        });

        assertThat(decoded()).containsExactly("first", "one 5000000 a", "second", "third");
    }

    @Test
    void requestsOfAnotherThreadAreSentInItsOrder() throws Exception {
        for (int i = 0; i < 1000; i++) {
            String request = String.valueOf(i);
            LoopScheduler.send(loop, clockNs::get, () -> seen.add(request));
        }

        assertThat(decoded())
                .containsExactlyElementsOf(
                        IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
    }

    @Test
    void aRequestThatCannotBeSentDoesNotHoldUpTheOthers() throws Exception {
        onLoop(() -> {
            LoopScheduler.send(loop, clockNs::get, () -> {
                throw new IllegalStateException("cannot be sent");
            });
            LoopScheduler.send(loop, clockNs::get, () -> seen.add("second"));
        });

        assertThat(decoded()).containsExactly("second");
    }

    @Test
    void oneReadWaitsAtMost() throws Exception {
        Channel one = connection("one");

        onLoop(() -> {
            read(one, 1, "a");
            read(one, 2, "b");
            assertThat(seen).containsExactly("one 1 a");
        });

        assertThat(decoded()).containsExactly("one 1 a", "one 2 b");
    }

    @Test
    void whatEndsAConnectionComesBehindItsBytes() throws Exception {
        Channel one = connection("one");

        onLoop(() -> {
            read(one, 1, "a");
            one.pipeline().fireChannelReadComplete();
            one.pipeline().fireUserEventTriggered("shut");
            clockNs.set(3);
            read(one, 4, "b");
            one.pipeline().fireExceptionCaught(new IllegalStateException("reset"));
            read(one, 5, "c");
            one.pipeline().fireChannelInactive();
        });

        assertThat(decoded())
                .containsExactly(
                        "one 1 a", "one complete", "one shut", "one 4 b", "one reset", "one 5 c", "one closed");
    }

    @Test
    void bytesOfAConnectionKeepTheirOrderAndTheirStamps() throws Exception {
        Random random = new Random(7);
        List<Channel> connections = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            connections.add(connection("c" + i));
            expected.add(new ArrayList<>());
        }

        for (int batch = 0; batch < 200; batch++) {
            onLoop(() -> {
                for (int i = 0; i < random.nextInt(50); i++) {
                    int which = random.nextInt(connections.size());
                    long nowNs = clockNs.get() + 1;
                    read(connections.get(which), nowNs, "x" + nowNs);
                    expected.get(which).add("c" + which + " " + nowNs + " x" + nowNs);
                }
            });
        }

        List<String> decoded = decoded();
        for (int i = 0; i < connections.size(); i++) {
            String name = "c" + i + " ";
            assertThat(decoded.stream().filter(line -> line.startsWith(name))).isEqualTo(expected.get(i));
        }
    }

    @Test
    void withoutBytesTheStampIsNow() throws Exception {
        Channel one = connection("one");

        onLoop(() -> {
            read(one, 1, "a");
            clockNs.set(9);
        });
        decoded();

        onLoop(() -> assertThat(
                        StampedReads.of(one, clockNs::get, TokenStamps.READ).stampNs())
                .isEqualTo(9));
    }

    /** What was seen, once nothing waits any more. */
    private List<String> decoded() throws Exception {
        // Slices follow one another; what is posted behind a run of them finds the queue empty sooner or later.
        boolean[] empty = new boolean[1];
        while (!empty[0]) {
            onLoop(() -> empty[0] = LoopScheduler.of(loop, clockNs::get).isEmpty());
        }
        return seen;
    }

    private void read(Channel channel, long atNs, String text) {
        clockNs.set(atNs);
        channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private Channel connection(String name) throws Exception {
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .register()
                .sync()
                .channel();
        onLoop(() -> channel.pipeline()
                .addLast(new Decoder(name, StampedReads.of(channel, clockNs::get, TokenStamps.READ))));
        return channel;
    }

    private interface Step {
        void run() throws Exception;
    }

    private void onLoop(Step step) throws Exception {
        loop.submit(() -> {
                    step.run();
                    return null;
                })
                .sync();
    }

    /** Stands for all that comes behind: writes down what it is given. */
    private final class Decoder extends ChannelInboundHandlerAdapter {
        private final String name;
        private final StampedReads reads;

        Decoder(String name, StampedReads reads) {
            this.name = name;
            this.reads = reads;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            seen.add(name + " " + reads.stampNs() + " " + bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
            clockNs.addAndGet(decodingTakesNs);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            seen.add(name + " complete");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            seen.add(name + " " + event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            seen.add(name + " " + cause.getMessage());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            seen.add(name + " closed");
        }
    }
}
