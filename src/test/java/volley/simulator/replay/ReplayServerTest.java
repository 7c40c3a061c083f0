package volley.simulator.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

class ReplayServerTest {
    private static final String BODY =
            """
            {"model": "simulated", "messages": [{"role": "user", "content": "hello"}], "max_tokens": 3, "stream": true, "stream_options": {"include_usage": true}}""";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

    @Test
    void anAnswerIsItsHeadAndItsChunksWithoutTheConnectionsEnd() throws IOException {
        RecordedAnswer answer =
                RecordedAnswer.of((CHUNKED + "5\r\nab\r\nc\r\nA\r\n0123456789\r\n0\r\n\r\n").getBytes(US_ASCII));
        assertThat(answer.pieces().stream().map(piece -> new String(piece, US_ASCII)))
                .containsExactly(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "5\r\nab\r\nc\r\n",
                        "A\r\n0123456789\r\n",
                        "0\r\n\r\n");
    }

    @Test
    void aBodyThatIsNotChunkedIsOnePiece() throws IOException {
        RecordedAnswer answer = RecordedAnswer.of("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes(US_ASCII));
        assertThat(answer.pieces()).hasSize(2);
        assertThat(answer.whole()).asString(US_ASCII).isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    }

    @Test
    void whatIsNoAnswerIsSaid() {
        assertThatThrownBy(() -> RecordedAnswer.of("nothing".getBytes(US_ASCII)))
                .isInstanceOf(IOException.class)
                .hasMessage("no answer of HTTP: nothing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyRequestGetsTheServersAnswer(boolean pieceByPiece) throws Exception {
        try (SimulatedServer real = SimulatedServer.with(
                        new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                .epochSeconds(() -> 0)
                .start()) {
            HttpClient client = HttpClient.newHttpClient();
            RecordedAnswer answer =
                    RecordedAnswer.record(URI.create(real.baseUrl() + "/v1/chat/completions"), BODY.getBytes(US_ASCII));
            assertThat(answer.pieces()).hasSizeGreaterThan(5);
            String recorded = ask(client, answer, pieceByPiece, "/v1/chat/completions", BODY);
            assertThat(recorded)
                    .startsWith("data: {")
                    .endsWith("data: [DONE]\n\n")
                    .contains("\"usage\"");
            assertThat(ask(client, answer, pieceByPiece, "/generate", BODY.repeat(10_000)))
                    .isEqualTo(recorded);
        }
    }

    private static String ask(HttpClient client, RecordedAnswer answer, boolean pieceByPiece, String path, String body)
            throws IOException, InterruptedException {
        try (ReplayServer server = new ReplayServer(answer, pieceByPiece)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            String first =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            HttpResponse<String> second = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(second.body()).as("on the same connection").isEqualTo(first);
            return first;
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        RecordedAnswer answer = RecordedAnswer.of("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes(US_ASCII));
        try (ReplayServer server = new ReplayServer(answer, false);
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
            socket.setTcpNoDelay(true);
            for (byte one : "POST / HTTP/1.1\r\nContent-Length: 3\r\nx: y\r\n\r\nabc".getBytes(US_ASCII)) {
                socket.getOutputStream().write(one);
            }
            byte[] got = socket.getInputStream().readNBytes(answer.whole().length);
            assertThat(new String(got, StandardCharsets.US_ASCII)).endsWith("ok");
        }
    }
}
