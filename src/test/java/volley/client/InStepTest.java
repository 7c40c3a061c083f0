package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends more or less than one response for one request: every turn has its own answer, or none. */
class InStepTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
    private static final String CHUNKED = HEAD + "transfer-encoding: chunked\r\n\r\n";

    private final LoopbackClient client = new LoopbackClient();

    @AfterEach
    void stop() {
        client.close();
    }

    private static String token(String text) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
    }

    private static String whole(String text) {
        return token(text) + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    }

    private static String ofLength(int bytes, String body) {
        return HEAD + "content-length: " + bytes + "\r\n\r\n" + body;
    }

    private static String response(String text) {
        return ofLength(whole(text).length(), whole(text));
    }

    private static String answer(Exchange exchange) {
        return new String(exchange.answer(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\ncontent-length: 4\r\n\r\n"
            })
    void interimResponsesArePassedOver(String interim) throws Exception {
        RawServer.Script numbered = (peer, number) -> {
            for (int turn = 0; peer.readRequest() != null; turn++) {
                peer.write(interim + response("turn " + turn));
            }
        };
        try (RawServer server = new RawServer(numbered)) {
            for (int turn = 0; turn < 3; turn++) {
                Exchange exchange = client.ask(server.url());
                assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
                assertThat(exchange.httpStatus()).isEqualTo(200);
                assertThat(answer(exchange)).isEqualTo("turn " + turn);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodyLongerThanItsLengthReachesNoOtherRequest() throws Exception {
        RawServer.Script tooLong = (peer, number) -> {
            while (peer.readRequest() != null) {
                String body = whole("connection " + number);
                peer.write(ofLength(body.length() - (number == 0 ? 80 : 5), body));
            }
        };
        try (RawServer server = new RawServer(tooLong)) {
            Exchange cut = client.ask(server.url());
            assertThat(cut.outcome()).isEqualTo(Outcome.TRUNCATED);
            assertThat(cut.error()).contains("the server sent more than the body it announced");
            Exchange second = client.ask(server.url());
            assertThat(second.outcome()).as(second.error()).isEqualTo(Outcome.OK);
            assertThat(answer(second)).isEqualTo("connection 1");
            assertThat(answer(client.ask(server.url()))).isEqualTo("connection 2");
        }
    }

    @Test
    void aSecondResponseToOneRequestIsNobodys() throws Exception {
        RawServer.Script twice = (peer, number) -> {
            while (peer.readRequest() != null) {
                peer.write(response("first of " + number) + response("second of " + number));
            }
        };
        try (RawServer server = new RawServer(twice)) {
            for (int i = 0; i < 3; i++) {
                Exchange exchange = client.ask(server.url());
                assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
                assertThat(answer(exchange)).isEqualTo("first of " + i);
            }
        }
    }

    @Test
    void whatComesOnAConnectionAtRestClosesIt() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        RawServer.Script late = (peer, number) -> {
            peer.readRequest();
            peer.write(response("connection " + number));
            if (number == 0) {
                answered.await();
                peer.write("\r\n" + response("nobody asked"));
                peer.awaitClose();
                closed.countDown();
            }
        };
        try (RawServer server = new RawServer(late)) {
            assertThat(answer(client.ask(server.url()))).isEqualTo("connection 0");
            answered.countDown();
            closed.await();
            assertThat(answer(client.ask(server.url()))).isEqualTo("connection 1");
        }
    }

    @Test
    void lineEndsBehindABodyDoNoHarm() throws Exception {
        RawServer.Script lineEnds = (peer, number) -> {
            while (peer.readRequest() != null) {
                peer.write(response("answer") + "\r\n\n");
            }
        };
        try (RawServer server = new RawServer(lineEnds)) {
            assertThat(client.ask(server.url()).outcome()).isEqualTo(Outcome.OK);
            assertThat(client.ask(server.url()).outcome()).isEqualTo(Outcome.OK);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aBodyShorterThanItsLengthIsTruncated() throws Exception {
        RawServer.Script tooShort = (peer, number) -> {
            peer.readRequest();
            peer.write(ofLength(1000, token("connection " + number)));
        };
        try (RawServer server = new RawServer(tooShort)) {
            for (int i = 0; i < 2; i++) {
                Exchange exchange = client.ask(server.url());
                assertThat(exchange.outcome()).isEqualTo(Outcome.TRUNCATED);
                assertThat(answer(exchange)).isEqualTo("connection " + i);
            }
        }
    }

    @Test
    void aResponseOlderThanItsRequestIsAFailure() throws Exception {
        RawServer.Script answers = (peer, number) -> {
            peer.readRequest();
            peer.write(response("another's"));
            peer.awaitClose();
        };
        // Looks at the clock are: sent, connected, written, first read.
        AtomicLong looks = new AtomicLong();
        try (RawServer server = new RawServer(answers)) {
            Exchange exchange = client.ask(server.url(), () -> looks.incrementAndGet() == 4 ? 1 : 1000);
            assertThat(exchange.outcome()).isEqualTo(Outcome.OUT_OF_STEP);
            assertThat(exchange.answer()).isEmpty();
            assertThat(exchange.events().size()).isZero();
            assertThat(exchange.error()).isEqualTo("the response came before its request was sent");
        }
    }

    @Test
    void anAnswerEndsWithDoneThoughItsBodyDoesNot() throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        RawServer.Script keptOpen = (peer, number) -> {
            peer.readRequest();
            peer.write(CHUNKED);
            peer.writeChunk(whole("connection " + number));
            peer.awaitClose();
            closed.countDown();
        };
        try (RawServer server = new RawServer(keptOpen)) {
            for (int i = 0; i < 2; i++) {
                Exchange exchange = client.ask(server.url());
                assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
                assertThat(answer(exchange)).isEqualTo("connection " + i);
                int last = exchange.events().size() - 1;
                assertThat(exchange.endNs()).isEqualTo(exchange.events().timeNs(last));
            }
            closed.await();
        }
    }
}
