package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.http.client.HttpListener;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import volley.config.TokenStamps;

/** Gatling's real HTTP client against a server on loopback: what is stamped when, and what happens after a time. */
class ExchangeTimesTest extends ExchangesOnLoopback {
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
