package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import volley.config.Backend;
import volley.network.Route;

/** Gatling's real HTTP client against a server on loopback, above all when the connection goes wrong. */
class HttpExchangeTest extends ExchangesOnLoopback {
    @Test
    void streamsOverOneKeptConnection() throws Exception {
        RawServer.Script twoAnswers = (peer, number) -> {
            while (peer.readRequest() != null) {
                peer.write(STREAM_HEAD);
                peer.writeChunk(HELLO);
                peer.writeChunk(STOP);
                peer.write(LAST_CHUNK);
            }
        };
        try (RawServer server = new RawServer(twoAnswers)) {
            for (int i = 0; i < 2; i++) {
                Exchange exchange = ask(server.url());
                assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
                assertThat(Replay.describe(exchange.events())).isEqualTo("CONTENT FINISH");
                assertThat(exchange.httpStatus()).isEqualTo(200);
                assertThat(exchange.connectedNs()).isGreaterThanOrEqualTo(exchange.sentNs());
                assertThat(exchange.writtenNs()).isGreaterThanOrEqualTo(exchange.connectedNs());
                assertThat(exchange.events().timeNs(0)).isGreaterThanOrEqualTo(exchange.writtenNs());
                assertThat(exchange.endNs())
                        .isGreaterThanOrEqualTo(exchange.events().timeNs(1));
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request)
                    .startsWith("POST /v1/chat/completions HTTP/1.1")
                    .endsWith("{}"));
        }
    }

    /** A server that would close behind an answer without saying so is told to: then nobody asks it on a connection it left. */
    @Test
    void requestsOnConnectionsOfTheirOwnSayThatTheyEndThem() throws Exception {
        RawServer.Script oneAnswer = (peer, number) -> {
            peer.readRequest();
            peer.write(STREAM_HEAD.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
            peer.writeChunk(HELLO);
            peer.writeChunk(STOP);
            peer.write(LAST_CHUNK);
        };
        try (RawServer server = new RawServer(oneAnswer)) {
            RequestFactory requests = new RequestFactory(
                            URI.create(server.url()),
                            WireFormat.CHAT,
                            WireFormat.CHAT.newBodyEncoder(new BodyOptions(
                                    Backend.LLAMACPP, "m", Optional.empty(), true, true, Optional.empty())),
                            true,
                            ApiKey.NONE,
                            Optional.empty())
                    .onOwnConnections();
            ResponseReader reader = new ResponseReader(WireFormat.CHAT, true, ApiKey.NONE, System::nanoTime);
            try (DirectClient client = DirectClient.start(Route.DIRECT)) {
                for (int i = 0; i < 3; i++) {
                    Exchange exchange = client.ask(requests, reader, List.of(JsonText.of("Hi")), 4, () -> false)
                            .orElseThrow();
                    assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
                }
            }
            assertThat(server.requests()).hasSize(3).allSatisfy(request -> assertThat(request)
                    .containsIgnoringCase("connection: close"));
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aStreamThatEndsWithTheConnectionIsWhole() throws Exception {
        RawServer.Script untilClose = (peer, number) -> {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + HELLO + STOP);
        };
        try (RawServer server = new RawServer(untilClose)) {
            assertThat(ask(server.url()).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void aResetInMidStreamIsNeverSentAgain() throws Exception {
        CountDownLatch firstTokenRead = new CountDownLatch(1);
        RawServer.Script reset = (peer, number) -> {
            peer.readRequest();
            peer.write(STREAM_HEAD);
            peer.writeChunk(HELLO);
            // A reset makes the client's system drop what was not read yet.
            firstTokenRead.await();
            peer.resetOnClose();
        };
        try (RawServer server = new RawServer(reset)) {
            CompletableFuture<Exchange> ended = new CompletableFuture<>();
            // The looks at the clock are: sent, connected, written, first read.
            AtomicLong looks = new AtomicLong();
            LongSupplier nanoClock = () -> {
                if (looks.incrementAndGet() == 4) {
                    firstTokenRead.countDown();
                }
                return System.nanoTime();
            };
            send(server.url(), new byte[] {'{', '}'}, LONG, listener(true, nanoClock, ended));
            Exchange exchange = await(ended);
            assertThat(exchange.outcome()).isEqualTo(Outcome.TRUNCATED);
            assertThat(exchange.error()).startsWith("broke off after 1 events, without finish reason or [DONE]: ");
            assertThat(new String(exchange.answer(), StandardCharsets.UTF_8)).isEqualTo("Hello");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aChunkedStreamThatEndsEarlyIsTruncated() throws Exception {
        RawServer.Script early = (peer, number) -> {
            peer.readRequest();
            peer.write(STREAM_HEAD);
            peer.writeChunk(HELLO);
        };
        try (RawServer server = new RawServer(early)) {
            Exchange exchange = ask(server.url());
            assertThat(exchange.outcome()).isEqualTo(Outcome.TRUNCATED);
            assertThat(exchange.error())
                    .isEqualTo("broke off after 1 events, without finish reason or [DONE]: Premature close");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aStreamThatBreaksAfterItsFinishReasonIsWhole() throws Exception {
        RawServer.Script noLastChunk = (peer, number) -> {
            peer.readRequest();
            peer.write(STREAM_HEAD);
            peer.writeChunk(HELLO);
            peer.writeChunk(STOP);
        };
        try (RawServer server = new RawServer(noLastChunk)) {
            assertThat(ask(server.url()).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void connectionRefused() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Exchange exchange = ask("http://127.0.0.1:" + port);
        assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECT);
        assertThat(exchange.error()).startsWith("no response: ").contains("Connection refused");
        assertThat(exchange.httpStatus()).isZero();
        assertThat(exchange.sentNs()).isNotEqualTo(Exchange.NEVER);
        assertThat(exchange.connectedNs()).isEqualTo(Exchange.NEVER);
        assertThat(exchange.writtenNs()).isEqualTo(Exchange.NEVER);
    }

    @Test
    void closedBeforeAnyResponse() throws Exception {
        try (RawServer server = new RawServer((peer, number) -> peer.readRequest())) {
            Exchange exchange = ask(server.url());
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(exchange.error()).isEqualTo("no response: Premature close");
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** Gatling would send it again on a new connection; the body refuses. */
    @Test
    void aKeptConnectionThatDiesBeforeTheResponseIsNotTriedAgain() throws Exception {
        RawServer.Script dyingAfterOneAnswer = (peer, number) -> {
            peer.readRequest();
            peer.write(STREAM_HEAD);
            peer.writeChunk(HELLO);
            peer.writeChunk(STOP);
            peer.write(LAST_CHUNK);
            peer.readRequest();
        };
        try (RawServer server = new RawServer(dyingAfterOneAnswer)) {
            assertThat(ask(server.url()).outcome()).isEqualTo(Outcome.OK);
            Exchange second = ask(server.url());
            assertThat(second.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(second.error())
                    .isEqualTo("no response: the connection closed before any response; "
                            + "the request is not sent a second time");
            assertThat(server.requests()).as("requests the server read").hasSize(2);
        }
    }
}
