package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Plays a response to a {@link StreamingResponse}, read by read, as Gatling's client would. */
final class Replay {
    /**
     * What must not depend on how the bytes were cut.
     *
     * @param events kinds in order, with {@code =n} where the server's token count is known
     */
    record Seen(String events, String answer, Usage usage, String finishReason, Outcome outcome, String error) {
        static Seen of(Exchange exchange) {
            return new Seen(
                    describe(exchange.events()),
                    new String(exchange.answer(), StandardCharsets.UTF_8),
                    exchange.usage(),
                    exchange.finishReason(),
                    exchange.outcome(),
                    exchange.error());
        }
    }

    private static final int SHORT_BYTES = 2500;
    private static final int RANDOM_SPLITS = 30;

    private Replay() {}

    /** Plays the chat stream whole, byte by byte, cut in two at every place, and cut at random; all must be seen alike. */
    static Seen chat(String body) {
        return everySplit(WireFormat.CHAT, body.getBytes(StandardCharsets.UTF_8));
    }

    static Seen generate(String body) {
        return everySplit(WireFormat.GENERATE, body.getBytes(StandardCharsets.UTF_8));
    }

    static Seen everySplit(WireFormat format, byte[] body) {
        return everySplit(cuts -> play(format, body, cuts), body.length);
    }

    /** @param play plays a body of {@code length} bytes, cut before each of the given positions */
    static Seen everySplit(Function<int[], Exchange> play, int length) {
        Seen whole = Seen.of(play.apply(new int[0]));
        int[] everyByte = IntStream.range(1, Math.max(1, length)).toArray();
        assertThat(Seen.of(play.apply(everyByte))).as("byte by byte").isEqualTo(whole);
        if (length <= SHORT_BYTES) {
            for (int cut = 1; cut < length; cut++) {
                assertThat(Seen.of(play.apply(new int[] {cut})))
                        .as("cut at " + cut)
                        .isEqualTo(whole);
            }
        }
        Random random = new Random(7);
        for (int i = 0; i < RANDOM_SPLITS && length > 1; i++) {
            int[] cuts = random.ints(1 + random.nextInt(12), 1, length)
                    .sorted()
                    .distinct()
                    .toArray();
            assertThat(Seen.of(play.apply(cuts))).as("random split " + i).isEqualTo(whole);
        }
        return whole;
    }

    /** Plays a body of HTTP 200, cut before each of the given positions. The clock ticks once per look. */
    static Exchange play(WireFormat format, byte[] body, int... cuts) {
        return play(format, 200, new DefaultHttpHeaders(), body, cuts);
    }

    static Exchange play(WireFormat format, int status, HttpHeaders headers, byte[] body, int... cuts) {
        Run run = new Run(format, true);
        run.response.onSend();
        run.response.onHttpResponse(HttpResponseStatus.valueOf(status), headers);
        int from = 0;
        for (int cut : cuts) {
            run.read(body, from, cut, false);
            from = cut;
        }
        run.read(body, from, body.length, true);
        return run.only();
    }

    /** One response being played. */
    static final class Run {
        final AtomicLong clock = new AtomicLong();
        final List<Exchange> exchanges = new ArrayList<>();
        final StreamingResponse response;

        Run(WireFormat format, boolean streamed) {
            this(format, streamed, ApiKey.of("sk-secret"));
        }

        Run(WireFormat format, boolean streamed, ApiKey key) {
            ResponseReader reader = new ResponseReader(format, streamed, key, clock::incrementAndGet);
            response = StreamingResponse.expect(reader, -2, -1, 4, exchanges::add);
        }

        void read(String bytes, boolean last) {
            byte[] body = bytes.getBytes(StandardCharsets.UTF_8);
            read(body, 0, body.length, last);
        }

        void read(byte[] body, int from, int to, boolean last) {
            ByteBuf chunk = Unpooled.wrappedBuffer(body, from, to - from);
            response.onHttpResponseBodyChunk(chunk, last);
            assertThat(chunk.refCnt()).isEqualTo(1);
        }

        Exchange only() {
            assertThat(exchanges).hasSize(1);
            return exchanges.get(0);
        }
    }

    static String describe(EventLog events) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            text.append(i == 0 ? "" : " ").append(events.kind(i));
            if (events.cumulativeTokens(i) != EventLog.TOKENS_UNKNOWN) {
                text.append('=').append(events.cumulativeTokens(i));
            }
        }
        return text.toString();
    }
}
