package volley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection of the {@link MeasuringServer}: each token at its planned time, stamped just before it is handed to the
 * operating system. A late token does not make those after it late.
 */
final class TimedAnswers extends SimpleChannelInboundHandler<RequestReader.Request> {
    private static final Pattern MAX_TOKENS = Pattern.compile("\"max(?:_completion)?_tokens\"\\s*:\\s*([0-9]+)");
    private static final Pattern USAGE = Pattern.compile("\"include_usage\"\\s*:\\s*true");
    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\"measuring\",\"object\":\"model\",\"owned_by\":\"volley\"}]}";

    /** Tokens of one write when there is no time between tokens. */
    private static final int TOKENS_A_WRITE = 16;

    private static final int BYTES_A_TOKEN = 320;

    /** What every connection needs; all are on one event loop. */
    static final class Shared {
        private final long firstTokenNs;
        private final long interTokenNs;
        private final int defaultTokens;
        private final Consumer<ServedAnswer> log;
        private long requests;

        /**
         * @param firstTokenNs from a request until its first token
         * @param interTokenNs between two tokens; 0 is as fast as it can
         * @param defaultTokens of an answer whose request names no number
         */
        Shared(long firstTokenNs, long interTokenNs, int defaultTokens, Consumer<ServedAnswer> log) {
            this.firstTokenNs = firstTokenNs;
            this.interTokenNs = interTokenNs;
            this.defaultTokens = defaultTokens;
            this.log = log;
        }
    }

    private final Shared shared;
    private ServedAnswer answer;
    private EventText text;
    private int totalTokens;
    private int tokens;
    private int promptTokens;
    private boolean usage;
    private boolean waitsForRoom;

    TimedAnswers(Shared shared) {
        this.shared = shared;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, RequestReader.Request request) {
        if (request.line().startsWith("POST /v1/chat/completions ")) {
            begin(context, request.body());
        } else if (request.line().startsWith("GET /v1/models ")) {
            plain(context, "200 OK", "application/json", MODELS);
        } else if (request.line().contains(" /health ") || request.line().contains(" /flush_cache ")) {
            plain(context, "200 OK", "text/plain", "");
        } else {
            plain(context, "404 Not Found", "application/json", "{\"detail\":\"Not Found\"}");
        }
    }

    private void begin(ChannelHandlerContext context, String body) {
        long nowNs = System.nanoTime();
        Matcher max = MAX_TOKENS.matcher(body);
        totalTokens = max.find() ? Integer.parseInt(max.group(1)) : shared.defaultTokens;
        usage = USAGE.matcher(body).find();
        promptTokens = 1 + body.length() / 4;
        tokens = 0;
        long number = ++shared.requests;
        answer = new ServedAnswer(number, nowNs, totalTokens);
        text = new EventText(number, System.currentTimeMillis() / 1000);
        await(context);
    }

    private void await(ChannelHandlerContext context) {
        long dueNs = answer.requestNs() + shared.firstTokenNs + tokens * shared.interTokenNs;
        long restNs = dueNs - System.nanoTime();
        if (restNs > 0) {
            var unused = context.channel().eventLoop().schedule(() -> send(context), restNs, TimeUnit.NANOSECONDS);
        } else {
            context.channel().eventLoop().execute(() -> send(context));
        }
    }

    private void send(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        if (!context.channel().isWritable()) {
            waitsForRoom = true;
            return;
        }
        int until = Math.min(totalTokens, tokens + (shared.interTokenNs == 0 ? TOKENS_A_WRITE : 1));
        ByteBuf bytes = context.alloc().directBuffer((until - tokens + 3) * BYTES_A_TOKEN);
        if (tokens == 0) {
            text.open(bytes);
        }
        for (int place = tokens; place < until; place++) {
            text.token(bytes, place, place == totalTokens - 1);
        }
        if (until == totalTokens) {
            text.close(bytes, usage, promptTokens, totalTokens);
        }
        long nowNs = System.nanoTime();
        for (; tokens < until; tokens++) {
            answer.tokenSent(nowNs);
        }
        if (until == totalTokens) {
            shared.log.accept(answer);
        }
        var unused = context.writeAndFlush(bytes, context.voidPromise());
        if (until < totalTokens) {
            await(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (waitsForRoom && context.channel().isWritable()) {
            waitsForRoom = false;
            send(context);
        }
    }

    private static void plain(ChannelHandlerContext context, String status, String type, String body) {
        String answer = "HTTP/1.1 " + status + "\r\ncontent-type: " + type + "\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body;
        var unused = context.writeAndFlush(
                context.alloc().buffer().writeBytes(answer.getBytes(StandardCharsets.US_ASCII)), context.voidPromise());
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
