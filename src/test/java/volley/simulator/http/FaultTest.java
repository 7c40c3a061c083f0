package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.Backend;

/** Each fault as a client sees it, and as the server records it. */
class FaultTest {
    private final BlockingQueue<ServedRequest> served = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 99})
    void reset(int afterTokens) throws InterruptedException {
        assertConnectionFails(Fault.reset(afterTokens), true, Math.min(afterTokens, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 99})
    void disconnect(int afterTokens) throws InterruptedException {
        assertConnectionFails(Fault.disconnect(afterTokens), true, Math.min(afterTokens, 4));
    }

    @Test
    void anAnswerInOnePieceIsCutToo() throws InterruptedException {
        assertConnectionFails(Fault.reset(1), false, 0);
        assertConnectionFails(Fault.disconnect(1), false, 0);
        assertConnectionFails(Fault.truncate(1), false, 0);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void truncate(Backend backend) throws InterruptedException {
        List<String> events = Servers.events(stream(backend, Fault.truncate(2)).body());

        assertThat(tokens(events)).isEqualTo(2);
        assertThat(events).noneMatch(event -> event.equals("[DONE]") || event.contains("\"length\""));
        assertThat(record().complete()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void inBandError(Backend backend) throws InterruptedException {
        HttpResponse<String> response = stream(backend, Fault.inBandError(2));
        List<String> events = Servers.events(response.body());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(tokens(events)).isEqualTo(2);
        assertThat(events.get(events.size() - 2)).startsWith("{\"error\":{").containsPattern("\"code\":\"?500");
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(record().complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 99})
    void badJson(int afterTokens) throws InterruptedException {
        List<String> events = Servers.events(
                stream(Backend.SGLANG, Fault.badJson(afterTokens)).body());

        assertThat(events).filteredOn(event -> event.endsWith("\"content\":\"")).hasSize(1);
        // The role event comes first.
        assertThat(events.get(1 + Math.min(afterTokens, 4))).endsWith("\"content\":\"");
        assertThat(tokens(events)).isEqualTo(4);
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(record().complete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void empty(Backend backend) throws InterruptedException {
        List<String> events = Servers.events(stream(backend, Fault.empty()).body());

        assertThat(tokens(events)).isZero();
        assertThat(events).anyMatch(event -> event.contains("\"finish_reason\":\"length\""));
        assertThat(events).anyMatch(event -> event.contains("\"completion_tokens\":0"));
        assertThat(events).last().isEqualTo("[DONE]");
        assertThat(record().tokenSentNs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void status(int code) throws InterruptedException {
        HttpResponse<String> response = stream(Backend.VLLM, Fault.status(code, Duration.ofSeconds(7)));

        assertThat(response.statusCode()).isEqualTo(code);
        assertThat(response.headers().firstValue("retry-after")).contains("7");
        assertThat(response.body()).startsWith("{\"error\":{\"message\":").contains("\"code\":" + code);
        assertThat(record().httpStatus()).isEqualTo(code);
    }

    @Test
    void html() {
        HttpResponse<String> response = stream(Backend.SGLANG, Fault.html(502, "<html>Bad Gateway</html>"));

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("content-type")).contains("text/html");
        assertThat(response.body()).isEqualTo("<html>Bad Gateway</html>");
        assertThat(stream(Backend.SGLANG, Fault.html(200, "")).body()).isEmpty();
    }

    @Test
    void extraLatencyDelaysTheFirstTokenOnly() throws InterruptedException {
        List<String> events = Servers.events(stream(Backend.SGLANG, Fault.extraLatency(Duration.ofMillis(50)))
                .body());
        ServedRequest record = record();

        assertThat(tokens(events)).isEqualTo(4);
        assertThat(record.tokenSentNs()[0] - record.receivedNs()).isGreaterThanOrEqualTo(50_000_000);
        assertThat(record.complete()).isTrue();
    }

    @Test
    void aHangingAnswerEndsWhenTheClientLeaves() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        FaultRule hang = request -> {
            arrived.countDown();
            return Fault.hang(2);
        };
        try (SimulatedServer server =
                Servers.instant().faults(hang).listener(served::add).start()) {
            CompletableFuture<HttpResponse<String>> response = Servers.sendAsync(Servers.request(server, Servers.CHAT)
                    .POST(HttpRequest.BodyPublishers.ofString(Servers.chat("Hello", 4, "")))
                    .build());
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            response.cancel(true);

            assertThat(record().complete()).isFalse();
            assertThat(server.running()).isZero();
        }
    }

    @Test
    void rulesChooseByTurnNumberAndText() {
        FaultRule rule = FaultRule.when(
                        request -> request.turn() == 2
                                && request.firstUserMessage().startsWith("B"),
                        Fault.status(500))
                .or(FaultRule.onRequest(1, Fault.status(503)));
        try (SimulatedServer server = Servers.instant().faults(rule).start()) {
            String secondTurn = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},"
                    + "{\"role\":\"assistant\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"y\"}]}";
            assertThat(status(server, secondTurn.formatted("A1"))).isEqualTo(503);
            assertThat(status(server, secondTurn.formatted("A1"))).isEqualTo(200);
            assertThat(status(server, secondTurn.formatted("B1"))).isEqualTo(500);
            assertThat(status(server, Servers.chat("B1", 2, ""))).isEqualTo(200);
            assertThat(server.running()).isZero();
            assertThat(server.arrivals()).isEqualTo(4);
        }
    }

    private static int status(SimulatedServer server, String body) {
        return Servers.post(server, Servers.CHAT, body).statusCode();
    }

    private HttpResponse<String> stream(Backend backend, Fault fault) {
        try (SimulatedServer server = Servers.instant()
                .backend(backend)
                .faults(request -> fault)
                .listener(served::add)
                .start()) {
            return Servers.post(server, Servers.CHAT, Servers.streamed("Hello", 4));
        }
    }

    private void assertConnectionFails(Fault fault, boolean stream, int tokensSent) throws InterruptedException {
        try (SimulatedServer server =
                Servers.instant().faults(request -> fault).listener(served::add).start()) {
            String body = stream ? Servers.streamed("Hello", 4) : Servers.chat("Hello", 4, "");
            assertThatThrownBy(() -> Servers.post(server, Servers.CHAT, body)).isInstanceOf(UncheckedIOException.class);
            ServedRequest record = record();
            assertThat(record.tokenSentNs()).hasSize(tokensSent);
            assertThat(record.complete()).isFalse();
            assertThat(record.fault()).isEqualTo(fault);
            assertThat(server.running()).isZero();
        }
    }

    private ServedRequest record() throws InterruptedException {
        ServedRequest record = served.poll(20, TimeUnit.SECONDS);
        assertThat(record).as("what the listener was told").isNotNull();
        return record;
    }

    private static long tokens(List<String> events) {
        return events.stream()
                .filter(event -> event.matches(".*\"content\":\"[a-z ]+\".*"))
                .count();
    }
}
