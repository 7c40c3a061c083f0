package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.http.client.HttpListener;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Responses that are no answer, and the end of an exchange by other ways than its last byte. */
class ErrorStatusTest {
    private static final String OBJECT =
            "{\"error\":{\"message\":\"no such model\",\"type\":\"NotFoundError\",\"code\":404}}";

    private static Exchange response(int status, HttpHeaders headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Exchange whole = Replay.play(WireFormat.CHAT, status, headers, bytes);
        for (int cut = 1; cut < bytes.length; cut++) {
            Exchange split = Replay.play(WireFormat.CHAT, status, headers, bytes, cut);
            assertThat(split.error()).isEqualTo(whole.error());
            assertThat(split.outcome()).isEqualTo(whole.outcome());
        }
        assertThat(whole.httpStatus()).isEqualTo(status);
        assertThat(whole.events().size()).isZero();
        assertThat(whole.answer()).isEmpty();
        return whole;
    }

    private static Exchange response(int status, String body) {
        return response(status, new DefaultHttpHeaders(), body);
    }

    @Test
    void clientErrors() {
        for (int status : List.of(400, 401, 404)) {
            Exchange exchange = response(status, OBJECT);
            assertThat(exchange.outcome()).isEqualTo(Outcome.HTTP_4XX);
            assertThat(exchange.error()).isEqualTo("HTTP " + status + " no such model (NotFoundError, 404)");
        }
        assertThat(response(307, "").outcome()).isEqualTo(Outcome.HTTP_4XX);
    }

    @Test
    void serverErrors() {
        assertThat(response(500, "Internal Server Error").error()).isEqualTo("HTTP 500 Internal Server Error");
        assertThat(response(503, "").error()).isEqualTo("HTTP 503 Service Unavailable");
        assertThat(response(503, "").outcome()).isEqualTo(Outcome.HTTP_5XX);
    }

    @Test
    void tooManyRequestsKeepsRetryAfter() {
        HttpHeaders headers = new DefaultHttpHeaders().set("Retry-After", "7");
        assertThat(response(429, headers, "{\"detail\":\"queue is full\"}").error())
                .isEqualTo("HTTP 429 queue is full (Retry-After: 7)");
    }

    @Test
    void validationErrorOfFastApi() {
        assertThat(response(422, "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"Field required\"}]}")
                        .error())
                .isEqualTo("HTTP 422 Field required at [\"body\",\"model\"]");
    }

    @Test
    void htmlBodies() {
        assertThat(response(502, "<html><head><title>502 Bad\n Gateway</title></head><body>x</body></html>")
                        .error())
                .isEqualTo("HTTP 502 502 Bad Gateway");
        assertThat(response(502, "<style>b{}</style><h1>Bad</h1>\n<p>Gateway").error())
                .isEqualTo("HTTP 502 Bad Gateway");
        String large = "<p>" + "word ".repeat(1000);
        assertThat(Replay.play(
                                WireFormat.CHAT,
                                500,
                                new DefaultHttpHeaders(),
                                large.getBytes(StandardCharsets.US_ASCII))
                        .error())
                .hasSizeLessThan(230)
                .endsWith("...");
    }

    @Test
    void secretsAreMasked() {
        assertThat(response(401, "bad key sk-secret in 'Authorization: Bearer sk-other'")
                        .error())
                .isEqualTo("HTTP 401 bad key *** in 'Authorization: Bearer ***'");
        assertThat(ApiKey.of("sk-secret")).hasToString("***");
        assertThat(ApiKey.of("sk-secret").authorization()).contains("Bearer sk-secret");
        assertThat(ApiKey.of(" ")).isSameAs(ApiKey.NONE);
        assertThat(ApiKey.NONE.authorization()).isEmpty();
    }

    @Test
    void anExchangeEndsOnce() {
        Replay.Run run = new Replay.Run(WireFormat.CHAT, true);
        HttpListener response = run.response;
        response.onHttpResponse(HttpResponseStatus.OK, new DefaultHttpHeaders());
        run.read("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n", true);
        response.onThrowable(new IllegalStateException("late"));
        run.read("data: x\n\n", true);
        run.response.cancel();
        assertThat(run.only().outcome()).isEqualTo(Outcome.OK);
        assertThat(run.only().error()).isNull();
    }

    @Test
    void cancelledWhileStreaming() {
        Replay.Run run = new Replay.Run(WireFormat.CHAT, true);
        run.response.onHttpResponse(HttpResponseStatus.OK, new DefaultHttpHeaders());
        run.read("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", false);
        run.response.cancel();
        run.read("data: [DONE]\n\n", true);
        assertThat(run.only().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(new String(run.only().answer(), StandardCharsets.UTF_8)).isEqualTo("a");
    }

    @Test
    void stampsAreThoseOfTheReads() {
        Replay.Run run = new Replay.Run(WireFormat.CHAT, true);
        run.response.onSend();
        run.response.onSend();
        run.response.onHttpResponse(HttpResponseStatus.OK, new DefaultHttpHeaders());
        run.read("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"delta\":", false);
        run.read("{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n", false);
        run.read("", true);
        Exchange exchange = run.only();
        assertThat(exchange.scheduledNs()).isEqualTo(-2);
        assertThat(exchange.readyNs()).isEqualTo(-1);
        assertThat(exchange.sentNs()).isEqualTo(1);
        assertThat(exchange.connectedNs()).isEqualTo(Exchange.NEVER);
        assertThat(exchange.writtenNs()).isEqualTo(Exchange.NEVER);
        assertThat(exchange.events().timeNs(0)).isEqualTo(2);
        assertThat(exchange.events().timeNs(1)).isEqualTo(3);
        assertThat(exchange.events().timeNs(2)).isEqualTo(3);
        assertThat(exchange.endNs()).isEqualTo(4);
    }
}
