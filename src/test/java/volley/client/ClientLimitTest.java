package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client has no room for is not called the server's fault. */
class ClientLimitTest {
    private static final int MIB = 1 << 20;
    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final String END =
            "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private static final List<Throwable> OWN = List.of(
            new OutOfMemoryError("Java heap space"),
            new DecoderException(new OutOfMemoryError("Cannot reserve 16777216 bytes of direct buffer memory")),
            new IOException("Accept failed", new IOException("connect(..) failed: Too many open files")));

    private static Replay.Run run() {
        Replay.Run run = new Replay.Run(WireFormat.CHAT, true);
        run.response.onSend();
        return run;
    }

    private static void begin(Replay.Run run) {
        run.response.onHttpResponse(HttpResponseStatus.OK, new DefaultHttpHeaders());
        run.read(HELLO, false);
    }

    @Test
    void beforeAResponseAndInTheMiddleOfIt() {
        for (Throwable failure : OWN) {
            for (boolean begun : new boolean[] {false, true}) {
                Replay.Run run = run();
                if (begun) {
                    begin(run);
                }
                run.response.onThrowable(failure);
                assertThat(run.only().outcome()).as("%s", failure).isEqualTo(Outcome.CLIENT_LIMIT);
                assertThat(run.only().error()).startsWith("no room in the client: ");
            }
        }
    }

    @Test
    void anAnswerThatIsCompleteStaysOne() {
        Replay.Run run = run();
        begin(run);
        run.read(END, false);
        run.response.onThrowable(OWN.get(0));
        assertThat(run.only().outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void otherFailuresAreTheConnections() {
        for (Throwable failure : List.of(new IOException("Connection reset"), new IOException())) {
            Replay.Run run = run();
            run.response.onThrowable(failure);
            assertThat(run.only().outcome()).isEqualTo(Outcome.CONNECT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", "{\"choices\": \""})
    void aBodyThatDoesNotFitTheHeapsShare(String begin) {
        AtomicLong taken = new AtomicLong();
        ResponseLog log = new ResponseLog(4);
        BodyReader body = new BodyReader(WireFormat.CHAT, log, 4, new HeapShare(taken, 8 * MIB));
        body.read(Unpooled.copiedBuffer(begin, StandardCharsets.UTF_8), 0);
        byte[] more = "a".repeat(MIB).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20 && !body.isGivenUp(); i++) {
            body.read(Unpooled.wrappedBuffer(more), i);
        }
        assertThat(body.isGivenUp()).isTrue();
        assertThat(log.noRoom).contains("a quarter of the heap (-Xmx)");
        assertThat(log.badJson).isNull();
        assertThat(taken).hasValue(0);
    }

    /** Whoever has the memory for it: no server means a line of 256 MiB. */
    @Test
    void aLineBeyondAllBoundsIsTheServers() {
        ResponseLog log = new ResponseLog(4);
        SseDecoder decoder = new SseDecoder(new ChatEventParser(log, 8), 64, MIB, new HeapShare());
        assertThatThrownBy(() -> decoder.read(Unpooled.wrappedBuffer(new byte[2 * MIB]), 0))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(HeapShare.NoRoomException.class);
    }
}
