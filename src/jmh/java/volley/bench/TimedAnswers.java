package volley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection of the {@link MeasuringServer}: each token at its planned time, stamped just before it is handed to the
 * operating system. A late token does not make those after it late.
 */
final class TimedAnswers extends SimpleChannelInboundHandler<RequestReader.Request> {
    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\"measuring\",\"object\":\"model\",\"owned_by\":\"volley\"}]}";

    /** Tokens of one write when there is no time between tokens. */
    private static final int TOKENS_A_WRITE = 16;

    private static final int BYTES_A_TOKEN = 320;

    /** What every connection needs; all are on one event loop. */
    static final class Shared {
        private final Consumer<ServedAnswer> log;
        private volatile AnswerTimes times;
        private long requests;
        private long connections;

        Shared(AnswerTimes times, Consumer<ServedAnswer> log) {
            this.times = times;
            this.log = log;
        }

        /** Of answers that begin from now on. */
        void times(AnswerTimes next) {
            times = next;
        }
    }

    private final Shared shared;
    private EventText text = new EventText(EventText.Api.CHAT);
    private AnswerTimes times;
    private ServedAnswer answer;
    private long connection;
    private long connectedNs;
    private int totalTokens;
    private int tokens;
    private int promptTokens;
    private boolean usage;
    private boolean waitsForRoom;

    TimedAnswers(Shared shared) {
        this.shared = shared;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = ++shared.connections;
        connectedNs = System.nanoTime();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, RequestReader.Request request) {
        Optional<EventText.Api> api = EventText.Api.of(request.line());
        if (api.isPresent()) {
            if (api.get() != text.api()) {
                text = new EventText(api.get());
            }
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
        times = shared.times;
        totalTokens = (int) RequestReader.numberAfter(
                body,
                "\"max_tokens\":",
                RequestReader.numberAfter(body, "\"max_completion_tokens\":", times.defaultTokens()));
        usage = body.contains("\"include_usage\":true") || body.contains("\"include_usage\": true");
        promptTokens = 1 + body.length() / 4;
        tokens = 0;
        long number = ++shared.requests;
        long prompt = RequestReader.numberAfter(body, Prompts.NUMBER_IS_AFTER, ServedAnswer.NO_PROMPT);
        answer = new ServedAnswer(
                number,
                new ServedAnswer.Arrival(nowNs, connection, connectedNs, prompt),
                totalTokens,
                times.keepsTokens());
        text.begin(number);
        if (times.probe()) {
            ServedAnswer probed = answer;
            ProbeAnswer.send(context, text, probed, usage, () -> shared.log.accept(probed));
        } else {
            await(context);
        }
    }

    private void await(ChannelHandlerContext context) {
        long dueNs = answer.requestNs() + times.firstTokenNs() + tokens * times.interTokenNs();
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
        int until = Math.min(totalTokens, tokens + (times.interTokenNs() == 0 ? TOKENS_A_WRITE : 1));
        ByteBuf bytes = context.alloc().directBuffer((until - tokens + 3) * BYTES_A_TOKEN);
        if (tokens == 0) {
            text.open(bytes);
        }
        for (int place = tokens; place < until; place++) {
            text.token(bytes, place, place == totalTokens - 1);
        }
        if (until < totalTokens) {
            stamp(until);
            var unused = context.writeAndFlush(bytes, context.voidPromise());
            await(context);
            return;
        }
        if (usage) {
            text.counts(bytes, promptTokens, totalTokens);
        }
        text.close(bytes);
        stamp(until);
        ServedAnswer ended = answer;
        var unused = context.writeAndFlush(bytes).addListener(written -> {
            ended.ended(System.nanoTime());
            shared.log.accept(ended);
        });
    }

    private void stamp(int until) {
        long nowNs = System.nanoTime();
        for (; tokens < until; tokens++) {
            answer.tokenSent(nowNs);
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
