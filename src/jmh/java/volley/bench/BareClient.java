package volley.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The limit that a client on Netty can reach: one event loop that sends the same request over and over and hands the bytes of
 * the answers to a {@link Reader}.
 */
public final class BareClient implements AutoCloseable {
    private static final long LIMIT_SECONDS = 300;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final URI server;

    /** What is done with the bytes of one connection's answers, which come one after the other. */
    public interface Reader {
        /** The request of the next answer has been handed over at {@code nowNs}. */
        void sent(long nowNs);

        /** Some bytes of the answer's body. */
        void read(ByteBuf bytes);

        /** The answer has ended. */
        void ended();
    }

    private static final Reader COUNTS_ONLY = new Reader() {
        @Override
        public void sent(long nowNs) {}

        @Override
        public void read(ByteBuf bytes) {}

        @Override
        public void ended() {}
    };

    private final Supplier<Reader> readers;
    private final int promptBytes;

    /**
     * A client that counts bytes only: it neither decodes events nor keeps a figure per request, so it knows what it asked
     * for, not what came.
     *
     * @param server root of the server
     */
    public BareClient(URI server) {
        this(server, 24, () -> COUNTS_ONLY);
    }

    /**
     * @param server root of the server
     * @param promptBytes length of the one message of each request
     * @param readers makes the reader of each connection; called and used by the event loop only
     */
    public BareClient(URI server, int promptBytes, Supplier<Reader> readers) {
        this.server = server;
        this.promptBytes = promptBytes;
        this.readers = readers;
    }

    /**
     * @param tokensPerSecond asked tokens of all answers, by the time from the first request to the end of the last
     * @param requestsPerSecond by the same time
     * @param answerMs mean time from a request to the end of its answer
     * @param bytes of all answers' bodies
     */
    public record Result(double tokensPerSecond, double requestsPerSecond, double answerMs, long bytes) {}

    /**
     * Sends requests in a closed loop and waits for the last answer.
     *
     * @param requests in all
     * @param streams in flight at a time
     * @param outputTokens of each answer
     * @throws IllegalStateException if a request fails: then there is no figure
     */
    public Result run(int requests, int streams, int outputTokens) {
        Loop shared = new Loop(requests, body(outputTokens));
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new Answers(shared, readers.get()));
                    }
                });
        long startNs = System.nanoTime();
        for (int i = 0; i < Math.min(streams, requests); i++) {
            bootstrap.connect(server.getHost(), server.getPort()).addListener(connected -> {
                if (!connected.isSuccess()) {
                    shared.done.completeExceptionally(connected.cause());
                }
            });
        }
        shared.done.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        double seconds = (System.nanoTime() - startNs) / 1e9;
        return new Result(
                (double) requests * outputTokens / seconds,
                requests / seconds,
                shared.answeringNs / 1e6 / requests,
                shared.bytes);
    }

    private FullHttpRequest body(int outputTokens) {
        byte[] json = ("{\"model\":\"simulated\",\"temperature\":0.0,\"stream\":true,\"ignore_eos\":true,"
                        + "\"stream_options\":{\"include_usage\":true},\"max_tokens\":" + outputTokens
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + "abcdefg ".repeat(promptBytes / 8)
                        + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/chat/completions", Unpooled.wrappedBuffer(json));
        request.headers()
                .set(HttpHeaderNames.HOST, server.getAuthority())
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, json.length);
        return request;
    }

    /** What the connections of one run share, on their one event loop. */
    private static final class Loop {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final FullHttpRequest request;
        private int toSend;
        private int toCome;
        private long answeringNs;
        private long bytes;

        Loop(int requests, FullHttpRequest request) {
            this.toSend = requests;
            this.toCome = requests;
            this.request = request;
        }
    }

    private static final class Answers extends SimpleChannelInboundHandler<HttpObject> {
        private final Loop shared;
        private final Reader reader;
        private long sentNs;

        Answers(Loop shared, Reader reader) {
            this.shared = shared;
            this.reader = reader;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            sendNext(context.channel());
        }

        private void sendNext(Channel channel) {
            if (shared.toSend == 0) {
                var unused = channel.close();
                return;
            }
            shared.toSend--;
            sentNs = System.nanoTime();
            reader.sent(sentNs);
            var unused = channel.writeAndFlush(shared.request.retainedDuplicate());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpResponse response && response.status().code() != 200) {
                shared.done.completeExceptionally(new IllegalStateException("HTTP " + response.status()));
            }
            if (message instanceof HttpContent content) {
                shared.bytes += content.content().readableBytes();
                reader.read(content.content());
                if (message instanceof LastHttpContent) {
                    reader.ended();
                    shared.answeringNs += System.nanoTime() - sentNs;
                    shared.toCome--;
                    if (shared.toCome == 0) {
                        shared.done.complete(null);
                    }
                    sendNext(context.channel());
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (shared.toSend > 0) {
                shared.done.completeExceptionally(new IllegalStateException("the server closed a connection"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            shared.done.completeExceptionally(failure);
            var unused = context.close();
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
