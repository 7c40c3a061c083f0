package volley.simulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import volley.config.BadInputException;
import volley.simulator.SimulatedTiming;

/** Connections seen from a plain socket: framing, order, reuse, end. */
class ConnectionTest {
    private static final int SOCKET_TIMEOUT_MS = 20_000;

    private final BlockingQueue<ServedRequest> served = new LinkedBlockingQueue<>();

    @Test
    void theBytesOfAStreamAndOfTheAnswersPipelinedBehindIt() throws IOException {
        try (SimulatedServer server = Servers.instant().start();
                Socket socket = connect(server)) {
            String requests = http("POST", Servers.CHAT, Servers.streamed("Hello", 2), "")
                    + http("GET", "/health", "", "")
                    + http("POST", "/flush_cache", "", "connection: close\r\n");
            socket.getOutputStream().write(requests.getBytes(UTF_8));

            assertThat(readAll(socket)).isEqualTo(resource("pipelined.http.txt"));
        }
    }

    @Test
    void manyPipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (SimulatedServer server =
                        Servers.with(new SimulatedTiming(1, 1e9, 1, 0)).start();
                Socket socket = connect(server)) {
            StringBuilder requests = new StringBuilder();
            for (int k = 1; k <= 200; k++) {
                String last = k == 200 ? "connection: close\r\n" : "";
                requests.append(
                        k % 2 == 0
                                ? http("GET", "/route" + k, "", last)
                                : http("POST", Servers.CHAT, "{\"route\":\"\",\"messages\":" + k + "}", last));
            }
            socket.getOutputStream().write(requests.toString().getBytes(UTF_8));

            String[] answers = readAll(socket).split("HTTP/1.1 ");
            assertThat(answers).hasSize(201);
            for (int k = 1; k <= 200; k++) {
                assertThat(answers[k]).contains(k % 2 == 0 ? "No route /route" + k + "\"" : "messages:");
            }
        }
    }

    @Test
    void headIsAnsweredWithTheHeadOfGetAndNoBody() throws IOException {
        try (SimulatedServer server = Servers.instant().start()) {
            for (String path : List.of("/v1/models", "/metrics", "/health", "/nothing", Servers.CHAT)) {
                try (Socket socket = connect(server)) {
                    String requests = http("HEAD", path, "", "")
                            + http("GET", path, "", "")
                            + http("GET", "/end", "", "connection: close\r\n");
                    socket.getOutputStream().write(requests.getBytes(UTF_8));

                    String[] answers = readAll(socket).split("(?=HTTP/1.1 )");
                    assertThat(answers).as(path).hasSize(3);
                    int body = answers[1].indexOf("\r\n\r\n") + 4;
                    assertThat(answers[0]).isEqualTo(answers[1].substring(0, body));
                }
            }
        }
    }

    @Test
    void aClientThatLeavesEndsItsAnswer() throws Exception {
        try (SimulatedServer server = Servers.stuck().listener(served::add).start()) {
            try (Socket socket = connect(server)) {
                socket.getOutputStream()
                        .write(http("POST", Servers.CHAT, Servers.streamed("Hello", 2), "")
                                .getBytes(UTF_8));
                assertThat(socket.getInputStream().readNBytes(15))
                        .asString(UTF_8)
                        .isEqualTo("HTTP/1.1 200 OK");
            }
            ServedRequest record = served.poll(20, TimeUnit.SECONDS);
            assertThat(record).isNotNull();
            assertThat(record.complete()).isFalse();
            assertThat(server.running()).isZero();
        }
    }

    @Test
    void whatIsNotHttpIs400() throws IOException {
        try (SimulatedServer server = Servers.instant().start();
                Socket socket = connect(server)) {
            socket.getOutputStream().write("what is this\r\n\r\n".getBytes(UTF_8));

            assertThat(readAll(socket)).startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void tokensAreRecordedOnSchedule() throws InterruptedException {
        try (SimulatedServer server = Servers.with(new SimulatedTiming(3, 1e9, 2, 0))
                .listener(served::add)
                .start()) {
            Servers.post(server, Servers.CHAT, Servers.streamed("Hello", 50));
        }
        ServedRequest record = served.poll(20, TimeUnit.SECONDS);
        assertThat(record).isNotNull();
        assertThat(record.complete()).isTrue();
        assertThat(record.answer().split(" ")).hasSize(50);
        assertThat(record.request().lastUserMessage()).isEqualTo("Hello");
        long[] sent = record.tokenSentNs();
        assertThat(sent).hasSize(50).isSorted();
        for (int k = 0; k < 50; k++) {
            // Never early; how late is the machine's affair.
            assertThat(sent[k] - record.receivedNs()).isGreaterThanOrEqualTo((3 + 2L * k) * 1_000_000);
        }
        assertThat(record.endNs()).isGreaterThanOrEqualTo(sent[49]);
    }

    @Test
    void manyStreamsAtOnceAllComeWhole() {
        try (SimulatedServer server =
                Servers.with(new SimulatedTiming(5, 1e9, 1, 100_000)).start()) {
            List<java.util.concurrent.CompletableFuture<java.net.http.HttpResponse<String>>> all = IntStream.range(
                            0, 100)
                    .mapToObj(k -> Servers.sendAsync(Servers.request(server, Servers.CHAT)
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Servers.streamed("Hello " + k, 40)))
                            .build()))
                    .toList();

            assertThat(all)
                    .allSatisfy(
                            one -> assertThat(Servers.events(one.join().body())).hasSize(44));
        }
    }

    @Test
    void closingFreesThePortTheThreadsAndTheWaiting() throws Exception {
        SimulatedServer first = Servers.stuck().start();
        int port = first.port();
        try (Socket socket = connect(first)) {
            socket.getOutputStream()
                    .write(http("POST", Servers.CHAT, Servers.streamed("Hello", 2), "")
                            .getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            first.close();
            first.close();
            readAll(socket);
        }
        first.awaitClose();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("volley-simulator")) {
                thread.join(SOCKET_TIMEOUT_MS);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        try (SimulatedServer second = Servers.instant().port(port).start()) {
            assertThat(Servers.get(second, "/health").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> Servers.instant().port(port).start())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("Cannot listen on 127.0.0.1:" + port);
        }
    }

    private static Socket connect(SimulatedServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(SOCKET_TIMEOUT_MS);
        return socket;
    }

    private static String http(String method, String path, String body, String headers) {
        return method + " " + path + " HTTP/1.1\r\nhost: x\r\n" + headers + "content-length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ConnectionTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
