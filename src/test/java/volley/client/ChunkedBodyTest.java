package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A chunked body is what Netty's decoder makes of it, however it is cut into chunks and reads; but in fewer pieces. */
class ChunkedBodyTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

    /** What a connection made of some responses. */
    private record Read(String body, int responses, int pieces, boolean failed, boolean ended) {
        Read withoutPieces() {
            return new Read(body, responses, 0, failed, ended);
        }
    }

    @Test
    void bodiesAreThoseOfNettysDecoder() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] wire = wire(random).getBytes(StandardCharsets.ISO_8859_1);
            int[] cuts = cuts(random, wire.length);
            Read inStep = read(true, wire, cuts);
            Read nettys = read(false, wire, cuts);
            if (nettys.failed()) {
                assertThat(inStep.failed()).as("seed %d", seed).isTrue();
                assertThat(inStep.body()).as("seed %d", seed).isEqualTo(nettys.body());
            } else {
                assertThat(inStep.withoutPieces()).as("seed %d", seed).isEqualTo(nettys.withoutPieces());
            }
        }
    }

    @Test
    void chunksOfOneReadAreOnePiece() {
        byte[] wire = (HEAD + "3\r\nabc\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(read(true, wire, new int[] {HEAD.length()})).isEqualTo(new Read("abcdef", 1, 2, false, true));
    }

    /** Responses on one connection, whose heads are mostly those of the ones before. */
    @Test
    void responsesWithHeadsThatAreKnownAreThoseOfNettysDecoder() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            EmbeddedChannel inStep = channel(true);
            EmbeddedChannel nettys = channel(false);
            for (int response = 0; response < 5; response++) {
                byte[] wire =
                        (head(random) + wire(random).substring(HEAD.length())).getBytes(StandardCharsets.ISO_8859_1);
                int[] cuts = cuts(random, wire.length);
                Read ours = read(inStep, wire, cuts);
                Read theirs = read(nettys, wire, cuts);
                if (theirs.failed()) {
                    assertThat(ours.failed()).as("seed %d", seed).isTrue();
                    assertThat(ours.body()).as("seed %d", seed).isEqualTo(theirs.body());
                } else {
                    assertThat(ours.withoutPieces()).as("seed %d", seed).isEqualTo(theirs.withoutPieces());
                }
                if (!theirs.ended() || theirs.failed()) {
                    break;
                }
            }
            inStep.finishAndReleaseAll();
            nettys.finishAndReleaseAll();
        }
    }

    private static String head(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> HEAD.replace("OK\r\n", "OK\r\ndate: another\r\n");
            case 1 -> HEAD.replace("200 OK", "500 No");
            default -> HEAD;
        };
    }

    /** The head of the second is compared, and its end comes with its data. */
    @Test
    void aHeadThatIsKnownIsNotReadAgain() {
        byte[] wire = (HEAD + "3\r\nabc\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        EmbeddedChannel channel = channel(true);
        assertThat(read(channel, wire, new int[0])).isEqualTo(new Read("abc", 1, 2, false, true));
        assertThat(read(channel, wire, new int[0])).isEqualTo(new Read("abc", 1, 1, false, true));
        channel.finishAndReleaseAll();
    }

    private static String wire(Random random) {
        StringBuilder wire = new StringBuilder(HEAD);
        int chunks = random.nextInt(6);
        for (int i = 0; i < chunks; i++) {
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 20);
            String size = Integer.toHexString(length);
            String text = "abcdefghij\r\n0".repeat(30).substring(0, length);
            switch (random.nextInt(25)) {
                case 0 -> size = "000000000" + size;
                case 1 -> size = size + ";name=value";
                case 2 -> size = size.toUpperCase(Locale.ROOT);
                case 3 -> size = "x" + size;
                case 4 -> text = text + "more";
                default -> {}
            }
            wire.append(size).append("\r\n").append(text).append("\r\n");
        }
        if (random.nextInt(5) > 0) {
            wire.append(random.nextInt(4) == 0 ? "0\r\nname: value\r\n\r\n" : "0\r\n\r\n");
        }
        return wire.toString();
    }

    private static int[] cuts(Random random, int length) {
        int[] cuts = random.ints(random.nextInt(6), 0, length + 1).toArray();
        Arrays.sort(cuts);
        return cuts;
    }

    private static EmbeddedChannel channel(boolean inStep) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec());
        if (inStep) {
            InStepCodec.keep(channel);
        }
        return channel;
    }

    private static Read read(boolean inStep, byte[] wire, int[] cuts) {
        EmbeddedChannel channel = channel(inStep);
        Read read = read(channel, wire, cuts);
        channel.finishAndReleaseAll();
        return read;
    }

    private static Read read(EmbeddedChannel channel, byte[] wire, int[] cuts) {
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
        int from = 0;
        for (int cut : cuts) {
            write(channel, wire, from, cut);
            from = cut;
        }
        write(channel, wire, from, wire.length);
        StringBuilder body = new StringBuilder();
        int responses = 0;
        int pieces = 0;
        boolean failed = false;
        boolean ended = false;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof HttpObject part) {
                failed |= part.decoderResult().isFailure();
            }
            if (message instanceof HttpContent content) {
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
                pieces++;
                ended |= message instanceof LastHttpContent;
                content.release();
            } else {
                responses++;
            }
        }
        channel.releaseOutbound();
        return new Read(body.toString(), responses, pieces, failed, ended);
    }

    private static void write(EmbeddedChannel channel, byte[] wire, int from, int to) {
        if (to > from && channel.isOpen()) {
            ByteBuf bytes = Unpooled.directBuffer(to - from).writeBytes(wire, from, to - from);
            channel.writeInbound(bytes);
        }
    }
}
