package volley.simulator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import volley.simulator.http.Fault.Break;
import volley.simulator.http.Fault.How;
import volley.simulator.http.RequestPreparation.Accepted;

/** An answer in one piece, sent when its last token is there. */
final class WholeAnswer extends LiveAnswer {
    private int produced;

    WholeAnswer(AnswerConnection connection, ServerContext server, Accepted plan, long receivedNs) {
        super(connection, server, plan, receivedNs);
    }

    @Override
    void begin() {
        // The status is not known before the answer is.
    }

    @Override
    void produced(int count) {
        produced += count;
        int total = plan.answer().tokens();
        if (produced < total) {
            return;
        }
        How how = plan.fault() instanceof Break broken ? broken.how() : null;
        int tokens = how == How.EMPTY ? 0 : total;
        byte[] body = plan.format()
                .whole(plan.answer().text(tokens), tokens, elapsedNs())
                .getBytes(UTF_8);
        if (how == null || how == How.EMPTY) {
            stamp(tokens);
            send(body, true);
            return;
        }
        switch (how) {
            case RESET -> connection.resetSoon(() -> end(false));
            case HANG -> stopModel();
            case IN_BAND_ERROR -> send(plan.inBandError().getBytes(UTF_8), false);
            case BAD_JSON -> send(Arrays.copyOf(body, body.length / 2), false);
            case TRUNCATE, DISCONNECT -> {
                end(false);
                connection.writeAndClose(head(body.length).writeBytes(body, 0, body.length / 2));
            }
            default -> throw new IllegalStateException(how.name());
        }
    }

    private void send(byte[] body, boolean complete) {
        end(complete);
        connection.write(head(body.length).writeBytes(body));
        connection.answered();
    }

    private ByteBuf head(int bodyBytes) {
        ByteBuf out = connection.buffer();
        out.writeCharSequence(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + bodyBytes + "\r\n"
                        + connection.connectionHeader() + "\r\n",
                US_ASCII);
        return out;
    }
}
