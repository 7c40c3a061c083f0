package volley.simulator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: answers its requests one after the other, in order, also when they come pipelined.
 *
 * <p>Streams are written as raw bytes below Netty's HTTP encoder, head and chunk framing included: one buffer and one
 * write for what is there to send. Everything short goes through the encoder.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of close(): a failed close has closed the channel too
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> implements AnswerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int PIPELINED_REQUESTS = 64;
    /** A reset may throw away what the peer has not read yet; this lets it read the tokens before. */
    private static final long RESET_AFTER_MS = 10;

    private static final byte[] STREAM_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n"
                    .getBytes(US_ASCII);

    private final ServerContext server;
    private final Routes routes;
    private final EventWriter events = new EventWriter();
    private final Deque<Received> waiting = new ArrayDeque<>();

    private ChannelHandlerContext context;
    private ChannelHandlerContext belowEncoder;
    private NanoTimer timer;
    private LiveAnswer current;
    private boolean busy;
    private boolean draining;
    private boolean keepAlive;
    private boolean withoutBody;

    Connection(ServerContext server, Routes routes) {
        this.server = server;
        this.routes = routes;
    }

    private record Received(FullHttpRequest request, long atNs) {}

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        belowEncoder = ctx.pipeline().context(HttpRequestDecoder.class);
        timer = new EventLoopTimer(ctx.channel().eventLoop());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        waiting.add(new Received(request.retain(), timer.nowNs()));
        drain();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.forEach(received -> received.request().release());
        waiting.clear();
        if (current != null) {
            current.end(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("Connection {} closed", ctx.channel(), cause);
        }
        ctx.close();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!busy && !waiting.isEmpty()) {
            Received next = waiting.poll();
            busy = true;
            try {
                serve(next.request(), next.atNs());
            } finally {
                next.request().release();
            }
        }
        draining = false;
        context.channel().config().setAutoRead(waiting.size() < PIPELINED_REQUESTS);
    }

    private void serve(FullHttpRequest request, long receivedNs) {
        keepAlive = HttpUtil.isKeepAlive(request);
        withoutBody = request.method().equals(HttpMethod.HEAD);
        if (request.decoderResult().isFailure()) {
            keepAlive = false;
            respond(routes.error(HttpResponseStatus.BAD_REQUEST, "This is not HTTP"));
            return;
        }
        Optional<ShortReply> reply = routes.reply(request);
        if (reply.isPresent()) {
            respond(reply.get());
            return;
        }
        String path = Routes.path(request);
        RequestPreparation preparation =
                new RequestPreparation(server, path, routes.answerRoute(path), server.arrivals.incrementAndGet());
        server.running.incrementAndGet();
        ByteBuf body = request.content().retain();
        try {
            server.workers.execute(() -> prepare(preparation, body, receivedNs));
        } catch (RejectedExecutionException e) {
            // The server is closing, and this connection with it.
            body.release();
            server.running.decrementAndGet();
        }
    }

    /** On a worker thread. */
    private void prepare(RequestPreparation preparation, ByteBuf body, long receivedNs) {
        try {
            RequestPreparation.Outcome outcome = preparation.prepare(body);
            execute(() -> begin(outcome, receivedNs));
        } catch (IOException | RuntimeException e) {
            execute(() -> {
                LOG.error("A request could not be prepared", e);
                server.running.decrementAndGet();
                respond(routes.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, e.toString()));
            });
        } finally {
            body.release();
        }
    }

    private void begin(RequestPreparation.Outcome outcome, long receivedNs) {
        if (outcome instanceof RequestPreparation.Accepted accepted) {
            LiveAnswer answer = accepted.stream()
                    ? new StreamedAnswer(this, server, accepted, receivedNs)
                    : new WholeAnswer(this, server, accepted, receivedNs);
            if (context.channel().isActive()) {
                current = answer;
                answer.start();
            } else {
                answer.end(false);
            }
            return;
        }
        server.running.decrementAndGet();
        if (outcome instanceof RequestPreparation.Refused refused) {
            if (refused.seen() != null && server.options.listener() != null) {
                server.options
                        .listener()
                        .accept(ServedRequest.builder()
                                .request(refused.seen())
                                .fault(refused.fault())
                                .httpStatus(refused.httpStatus())
                                .receivedNs(receivedNs)
                                .endNs(timer.nowNs())
                                .build());
            }
            respond(
                    HttpResponseStatus.valueOf(refused.httpStatus()),
                    refused.body(),
                    refused.html(),
                    refused.retryAfter());
        }
    }

    private void respond(ShortReply reply) {
        respond(reply.status(), reply.body(), false, null);
    }

    private void respond(HttpResponseStatus status, String body, boolean html, Duration retryAfter) {
        byte[] bytes = body.getBytes(UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, withoutBody ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        HttpUtil.setContentLength(response, bytes.length);
        if (server.options.dates()) {
            response.headers()
                    .set(
                            HttpHeaderNames.DATE,
                            HttpDate.of(server.options.epochSeconds().getAsLong()));
        }
        if (!body.isEmpty()) {
            String type = html ? "text/html" : body.startsWith("{") ? "application/json" : "text/plain; charset=utf-8";
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        if (retryAfter != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds());
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        context.writeAndFlush(response, context.voidPromise());
        answered();
    }

    @Override
    public void answered() {
        current = null;
        busy = false;
        if (keepAlive) {
            drain();
        } else {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public boolean inEventLoop() {
        return context.channel().eventLoop().inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        try {
            context.channel().eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server is closed; an answer is dropped");
        }
    }

    @Override
    public NanoTimer timer() {
        return timer;
    }

    @Override
    public EventWriter events() {
        return events;
    }

    @Override
    public ByteBuf buffer() {
        return context.alloc().buffer(512);
    }

    @Override
    public String connectionHeader() {
        return keepAlive ? "" : "connection: close\r\n";
    }

    @Override
    public void writeStreamHead() {
        ByteBuf out = buffer().writeBytes(STREAM_HEAD);
        out.writeCharSequence(connectionHeader(), US_ASCII);
        write(out.writeByte('\r').writeByte('\n'));
    }

    @Override
    public void write(ByteBuf bytes) {
        belowEncoder.writeAndFlush(bytes, belowEncoder.voidPromise());
    }

    @Override
    public void writeAndClose(ByteBuf bytes) {
        belowEncoder.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void resetSoon(Runnable before) {
        Channel channel = context.channel();
        timer.at(timer.nowNs() + TimeUnit.MILLISECONDS.toNanos(RESET_AFTER_MS), () -> {
            before.run();
            // Closing a socket with linger time 0 sends RST in place of FIN.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        });
    }
}
