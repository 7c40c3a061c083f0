package volley.trials;

import io.netty.bootstrap.Bootstrap;
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

/**
 * The limit that a client on Netty can reach: one event loop that sends the same request over and over and counts the
 * bytes of the answers. It neither decodes events nor keeps a figure per request, so it knows what it asked for, not what
 * came.
 */
final class BareClient implements AutoCloseable {
    private static final long LIMIT_SECONDS = 300;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final URI server;

    /** @param server root of the server */
    BareClient(URI server) {
        this.server = server;
    }

    /**
     * @param tokensPerSecond asked tokens of all answers, by the time from the first request to the end of the last
     * @param answerMs mean time from a request to the end of its answer
     * @param bytes of all answers' bodies
     */
    record Result(double tokensPerSecond, double answerMs, long bytes) {}

    /**
     * Sends requests in a closed loop and waits for the last answer.
     *
     * @param requests in all
     * @param streams in flight at a time
     * @param outputTokens of each answer
     * @throws IllegalStateException if a request fails: then there is no figure
     */
    Result run(int requests, int streams, int outputTokens) {
        Loop shared = new Loop(requests, body(outputTokens));
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new Counter(shared));
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
                (double) requests * outputTokens / seconds, shared.answeringNs / 1e6 / requests, shared.bytes);
    }

    private FullHttpRequest body(int outputTokens) {
        byte[] json = ("{\"model\":\"simulated\",\"temperature\":0.0,\"stream\":true,\"ignore_eos\":true,"
                        + "\"stream_options\":{\"include_usage\":true},\"max_tokens\":" + outputTokens
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"How fast can you answer?\"}]}")
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

    private static final class Counter extends SimpleChannelInboundHandler<HttpObject> {
        private final Loop shared;
        private long sentNs;

        Counter(Loop shared) {
            this.shared = shared;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            sendNext(context.channel());
        }

        private void sendNext(Channel channel) {
            if (shared.toSend == 0) {
                channel.close();
                return;
            }
            shared.toSend--;
            sentNs = System.nanoTime();
            channel.writeAndFlush(shared.request.retainedDuplicate());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpResponse response && response.status().code() != 200) {
                shared.done.completeExceptionally(new IllegalStateException("HTTP " + response.status()));
            }
            if (message instanceof HttpContent content) {
                shared.bytes += content.content().readableBytes();
                if (message instanceof LastHttpContent) {
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
            context.close();
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
