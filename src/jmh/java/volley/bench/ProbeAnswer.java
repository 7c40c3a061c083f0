package volley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/**
 * An answer that shows what a client takes for its first token: events of each kind, with time between them, of which one of
 * plain completions has no role and no reasoning. A client's TTFT and latency lie beside one of the {@link Event}s.
 */
final class ProbeAnswer {
    /** What is sent, and when after the request. */
    enum Event {
        ROLE("the role event", 100),
        EMPTY("an event with empty text", 250),
        REASONING("the first reasoning text", 500),
        REASONING_2("the second reasoning text", 600),
        TEXT("the first text", 1000, 0),
        TEXT_2("the second text", 1100, 1),
        TEXT_3("the third text", 1200, 2),
        TEXT_4("the last text", 1300, 3),
        FINISH("the event with the finish reason", 1800),
        USAGE("the event with the counts", 1900),
        DONE("[DONE]", 2200);

        private static final int NO_TEXT = -1;

        private final String label;
        private final int afterMs;
        private final int place;

        Event(String label, int afterMs) {
            this(label, afterMs, NO_TEXT);
        }

        Event(String label, int afterMs, int place) {
            this.label = label;
            this.afterMs = afterMs;
            this.place = place;
        }

        String label() {
            return label;
        }

        int afterMs() {
            return afterMs;
        }
    }

    private static final int TEXTS = 4;
    private static final int REASONINGS = 2;
    private static final int EVENT_BYTES = 1024;

    private ProbeAnswer() {}

    /** @param text has begun the answer */
    static void send(
            ChannelHandlerContext context, EventText text, ServedAnswer answer, boolean usage, Runnable ended) {
        for (Event event : Event.values()) {
            ByteBuf bytes = bytes(context, text, event, usage);
            long restNs = answer.requestNs() + event.afterMs * 1_000_000L - System.nanoTime();
            var unused = context.channel()
                    .eventLoop()
                    .schedule(
                            () -> {
                                if (event.place != Event.NO_TEXT) {
                                    answer.tokenSent(System.nanoTime());
                                }
                                if (event == Event.DONE) {
                                    ended.run();
                                }
                                var unusedWrite = context.writeAndFlush(bytes, context.voidPromise());
                            },
                            restNs,
                            TimeUnit.NANOSECONDS);
        }
    }

    private static ByteBuf bytes(ChannelHandlerContext context, EventText text, Event event, boolean usage) {
        ByteBuf out = context.alloc().buffer(EVENT_BYTES);
        switch (event) {
            case ROLE -> text.open(out);
            case EMPTY -> out.writeBytes(text.empty("null"));
            case REASONING, REASONING_2 -> {
                if (text.api() == EventText.Api.CHAT) {
                    out.writeBytes(text.other("{\"content\":null,\"reasoning_content\":\"think \"}", "null"));
                }
            }
            case TEXT, TEXT_2, TEXT_3, TEXT_4 -> text.token(out, event.place, false);
            case FINISH -> out.writeBytes(
                    text.api() == EventText.Api.CHAT ? text.other("{}", "\"length\"") : text.empty("\"length\""));
            case USAGE -> {
                if (usage) {
                    text.counts(out, 1, REASONINGS + TEXTS);
                }
            }
            case DONE -> text.close(out);
        }
        return out;
    }
}
