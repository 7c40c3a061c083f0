package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.http.client.HttpClientConfig;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.impl.DefaultHttpClient;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import volley.config.Backend;
import volley.config.TokenStamps;
import volley.network.Route;

/** Gatling's real HTTP client against a server on loopback, above all when the connection goes wrong. */
class HttpExchangeTest {
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String LAST_CHUNK = "0\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop eventLoop = group.next();
    private final DefaultHttpClient client = new DefaultHttpClient(new HttpClientConfig()
            .setUseNativeTransport(false)
            .setUseIoUring(false)
            .setConnectTimeout(10_000));

    private InetAddressNameResolver resolver = InetAddressNameResolver.JAVA_RESOLVER;

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    private Exchange ask(String url) throws Exception {
        return ask(url, true, LONG);
    }

    private Exchange ask(String url, LongSupplier nanoClock) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        send(url, "{}".getBytes(StandardCharsets.US_ASCII), LONG, listener(true, nanoClock, ended));
        return await(ended);
    }

    private Exchange ask(String url, boolean streamed, Duration timeout) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        send(url, "{}".getBytes(StandardCharsets.US_ASCII), timeout, listener(streamed, System::nanoTime, ended));
        return await(ended);
    }

    private static StreamingResponse listener(
            boolean streamed, LongSupplier nanoClock, CompletableFuture<Exchange> ended) {
        return StreamingResponse.expect(
                new ResponseReader(WireFormat.CHAT, streamed, ApiKey.NONE, nanoClock), 0, 0, 4, endingOnce(ended));
    }

    private static RequestProgress endingOnce(CompletableFuture<Exchange> ended) {
        return exchange -> assertThat(ended.complete(exchange)).isTrue();
    }

    private void send(String url, byte[] body, Duration timeout, StreamingResponse listener) {
        Request request = new RequestBuilder(
                        "turn", HttpMethod.POST, Uri.create(url + WireFormat.CHAT.path()), resolver)
                .setBodyBuilder(new SendOnceBody(new RequestBytes(body, List.of())))
                .setRequestTimeout(timeout.toMillis())
                .setDefaultCharset(StandardCharsets.UTF_8)
                .build();
        client.sendRequest(request, 1, eventLoop, listener, null);
    }

    private static Exchange await(CompletableFuture<Exchange> ended)
            throws InterruptedException, ExecutionException, TimeoutException {
        return ended.get(60, TimeUnit.SECONDS);
    }

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

    /** The clock goes on by 39 ns with the look-up of the server's address, and never else. */
    @Test
    void connectingTakesTimeOnANewConnectionOnly() throws Exception {
        AtomicLong nowNs = new AtomicLong(1);
        resolver = new InetAddressNameResolver() {
            @Override
            public Future<List<InetAddress>> resolveAll(
                    String name, Promise<List<InetAddress>> promise, HttpListener listener) {
                nowNs.addAndGet(39);
                return JAVA_RESOLVER.resolveAll(name, promise, listener);
            }

            @Override
            public void close() {}
        };
        RawServer.Script twoAnswers = (peer, number) -> {
            while (peer.readRequest() != null) {
                peer.write(STREAM_HEAD);
                peer.writeChunk(HELLO);
                peer.writeChunk(STOP);
                peer.write(LAST_CHUNK);
            }
        };
        try (RawServer server = new RawServer(twoAnswers)) {
            Exchange onNew = ask(server.url(), nowNs::get);
            assertThat(onNew.sentNs()).isEqualTo(1);
            assertThat(onNew.connectedNs()).isEqualTo(40);
            assertThat(onNew.writtenNs()).isEqualTo(40);
            Exchange onKept = ask(server.url(), nowNs::get);
            assertThat(onKept.sentNs()).isEqualTo(40);
            assertThat(onKept.connectedNs()).isEqualTo(40);
            assertThat(server.connections()).isEqualTo(1);
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
    void noConnectionInTime() throws Exception {
        DeafServer.assumeThatConnectionsHang();
        try (DeafServer server = new DeafServer()) {
            assertThat(server.fill()).isTrue();
            Exchange exchange = ask(server.url(), limitedTo(Duration.ofMillis(300)));
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECT);
            assertThat(exchange.error()).isEqualTo("no connection within 300 ms");
            assertThat(exchange.endNs() - exchange.sentNs()).isGreaterThanOrEqualTo(300_000_000);
            assertThat(exchange.connectedNs()).isEqualTo(Exchange.NEVER);
            assertThat(exchange.httpStatus()).isZero();
        }
    }

    @Test
    void theLimitForConnectingEndsWithTheConnection() throws Exception {
        Duration limit = Duration.ofMillis(300);
        RawServer.Script slow = (peer, number) -> {
            peer.readRequest();
            // Due after the limit, on the same event loop: the limit had its turn.
            eventLoop
                    .schedule(() -> {}, limit.toMillis(), TimeUnit.MILLISECONDS)
                    .await();
            peer.write(STREAM_HEAD);
            peer.writeChunk(HELLO);
            peer.writeChunk(STOP);
            peer.write(LAST_CHUNK);
        };
        try (RawServer server = new RawServer(slow)) {
            Exchange exchange = ask(server.url(), limitedTo(limit));
            assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
        }
    }

    private static ResponseReader limitedTo(Duration connect) {
        return new ResponseReader(
                WireFormat.CHAT,
                true,
                ApiKey.NONE,
                System::nanoTime,
                TokenStamps.READ,
                true,
                new Timeouts(Optional.of(connect), Optional.empty()));
    }

    private Exchange ask(String url, ResponseReader reader) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        StreamingResponse listener = StreamingResponse.expect(reader, 0, 0, 4, endingOnce(ended), eventLoop);
        send(url, "{}".getBytes(StandardCharsets.US_ASCII), LONG, listener);
        return await(ended);
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

    @Test
    void timeouts() throws Exception {
        Duration shortTime = Duration.ofMillis(300);
        RawServer.Script silent = (peer, number) -> {
            peer.readRequest();
            if (number > 0) {
                peer.write(STREAM_HEAD);
            }
            if (number > 1) {
                peer.writeChunk(HELLO);
            }
            peer.awaitClose();
        };
        try (RawServer server = new RawServer(silent)) {
            Exchange beforeHead = ask(server.url(), true, shortTime);
            assertThat(beforeHead.outcome()).isEqualTo(Outcome.TIMEOUT_FIRST_TOKEN);
            assertThat(beforeHead.error())
                    .startsWith("no token in time: Request timeout")
                    .contains("300 ms");
            assertThat(ask(server.url(), true, shortTime).outcome()).isEqualTo(Outcome.TIMEOUT_FIRST_TOKEN);
            Exchange afterToken = ask(server.url(), true, Duration.ofSeconds(2)); // time enough for the token
            assertThat(afterToken.outcome()).isEqualTo(Outcome.TIMEOUT_TOTAL);
            assertThat(Replay.describe(afterToken.events())).isEqualTo("CONTENT");
        }
        try (RawServer server = new RawServer(silent)) {
            assertThat(ask(server.url(), false, shortTime).outcome()).isEqualTo(Outcome.TIMEOUT_TOTAL);
        }
    }

    /** The body is larger than what sockets hold, so its last byte cannot be flushed before the server reads. */
    @Test
    void theWrittenStampIsTakenWhenTheLastByteIsFlushed() throws Exception {
        AtomicLong phase = new AtomicLong(1);
        CountDownLatch sent = new CountDownLatch(1);
        RawServer.Script lateReader = (peer, number) -> {
            sent.await();
            phase.set(2);
            peer.readRequest();
            phase.set(3);
            peer.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            peer.awaitClose();
        };
        try (RawServer server = new RawServer(lateReader)) {
            CompletableFuture<Exchange> ended = new CompletableFuture<>();
            LongSupplier nanoClock = () -> {
                sent.countDown();
                return phase.get();
            };
            send(server.url(), new byte[64 << 20], LONG, listener(true, nanoClock, ended));
            Exchange exchange = await(ended);
            assertThat(exchange.sentNs()).isEqualTo(1);
            assertThat(exchange.writtenNs()).isEqualTo(2);
            assertThat(exchange.endNs()).isEqualTo(3);
            assertThat(exchange.outcome()).isEqualTo(Outcome.EMPTY);
        }
    }
}
