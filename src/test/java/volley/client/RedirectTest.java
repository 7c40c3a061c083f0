package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.Backend;
import volley.network.Route;

/** A server that says to ask elsewhere, and one that does not know the address. */
class RedirectTest {
    private static final String ANSWER =
            "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

    private final DirectClient client = DirectClient.start(Route.DIRECT);

    @AfterEach
    void stop() {
        client.close();
    }

    private Exchange ask(String baseUrl) {
        BodyOptions options = new BodyOptions(Backend.OPENAI, "m", Optional.empty(), true, false, Optional.empty());
        RequestFactory requests = new RequestFactory(
                URI.create(baseUrl),
                WireFormat.CHAT,
                WireFormat.CHAT.newBodyEncoder(options),
                true,
                ApiKey.of("a-key-of-the-user"),
                Optional.of(Duration.ofSeconds(60)));
        ResponseReader reader = new ResponseReader(WireFormat.CHAT, true, ApiKey.NONE, System::nanoTime);
        return client.ask(requests, reader, List.of(JsonText.of("question")), 4, () -> false)
                .orElseThrow();
    }

    /** Answers at /moved, and sends all others there. */
    private static RawServer.Script redirecting(int status, String location) {
        return (peer, number) -> {
            for (String request = peer.readRequest(); request != null; request = peer.readRequest()) {
                peer.write(
                        request.startsWith("POST /moved")
                                ? "HTTP/1.1 200 OK\r\ncontent-length: " + ANSWER.length() + "\r\n\r\n" + ANSWER
                                : "HTTP/1.1 " + status + " Moved\r\nlocation: " + location
                                        + "\r\ncontent-length: 0\r\n\r\n");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void theSameRequestIsSentWithinTheOrigin(int status) throws Exception {
        try (RawServer server = new RawServer(redirecting(status, "/moved?to=1"))) {
            Exchange exchange = ask(server.url());
            assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1))
                    .startsWith("POST /moved?to=1 HTTP/1.1")
                    .contains("Bearer a-key-of-the-user")
                    .contains("question");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER/moved, /moved",
        "/moved, /moved",
        "moved, /p/v1/chat/moved",
        "../moved/, /p/v1/moved/",
        "?r=1&s=%20, /p/v1/chat/completions?r=1&s=%20",
        "/moved#part, /moved",
        "//HOST/moved?a, /moved?a",
        "' /moved ', /moved",
    })
    void theTargetMayBeRelative(String location, String asked) throws Exception {
        RawServer.Script once = (peer, number) -> {
            String host = peer.readRequest().replaceFirst("(?si).*\r\nhost: (\\S+).*", "$1");
            String target = location.replace("SERVER", "HTTP://" + host).replace("HOST", host);
            peer.write("HTTP/1.1 307 Moved\r\nlocation: " + target + "\r\ncontent-length: 0\r\n\r\n");
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\ncontent-length: " + ANSWER.length() + "\r\n\r\n" + ANSWER);
        };
        try (RawServer server = new RawServer(once)) {
            Exchange exchange = ask(server.url() + "/p");
            assertThat(exchange.outcome()).as(exchange.error()).isEqualTo(Outcome.OK);
            assertThat(server.requests().get(1))
                    .startsWith("POST " + asked + " HTTP/1.1")
                    .contains("question");
        }
    }

    @Test
    void otherRedirectsNameTheirTarget() throws Exception {
        try (RawServer server = new RawServer(redirecting(302, "/moved"))) {
            Exchange exchange = ask(server.url());
            assertThat(exchange.outcome()).isEqualTo(Outcome.REDIRECTED);
            assertThat(exchange.error()).startsWith("HTTP 302 to " + server.url() + "/moved: ");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anotherServerGetsNothing() throws Exception {
        try (RawServer other = new RawServer(redirecting(307, "/moved"));
                RawServer server = new RawServer(redirecting(307, other.url() + "/moved"))) {
            Exchange exchange = ask(server.url());
            assertThat(exchange.outcome()).isEqualTo(Outcome.REDIRECTED);
            assertThat(exchange.error()).contains(other.url() + "/moved");
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void aLoopEnds() throws Exception {
        try (RawServer server = new RawServer(redirecting(307, "/round"))) {
            assertThat(ask(server.url()).outcome()).isEqualTo(Outcome.REDIRECTED);
            assertThat(server.requests()).hasSize(1 + Redirect.MAX_FOLLOWED);
        }
    }

    @Test
    void whatIsNotFoundIsNamedInFull() throws Exception {
        RawServer.Script unknown = (peer, number) -> {
            peer.readRequest();
            peer.write("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
        };
        try (RawServer server = new RawServer(unknown)) {
            Exchange exchange = ask(server.url() + "/prefix/v1/?api-version=1");
            assertThat(exchange.outcome()).isEqualTo(Outcome.HTTP_4XX);
            assertThat(exchange.error())
                    .isEqualTo("HTTP 404 at " + server.url() + "/prefix/v1/chat/completions?api-version=1 Not Found");
            assertThat(server.requests().get(0)).startsWith("POST /prefix/v1/chat/completions?api-version=1 HTTP/1.1");
        }
    }

    @Test
    void aServerMayBeGivenByItsIpv6Address() throws Exception {
        RawServer server;
        try {
            server = new RawServer(redirecting(307, "/moved"), InetAddress.getAllByName("::1")[0]);
        } catch (IOException e) {
            abort("no IPv6 on this machine");
            return;
        }
        try (server) {
            String url = server.url().replace("127.0.0.1", "[::1]");
            assertThat(ask(url).outcome()).isEqualTo(Outcome.OK);
            assertThat(server.requests().get(0).toLowerCase(Locale.ROOT))
                    .contains("host: " + url.substring("http://".length()));
        }
    }

    @Test
    void controlRoutesFollowWithinTheOriginToo() throws Exception {
        RawServer.Script models = (peer, number) -> {
            for (String request = peer.readRequest(); request != null; request = peer.readRequest()) {
                String body = "{\"data\":[{\"id\":\"the-model\"}]}";
                peer.write(
                        request.startsWith("GET /moved")
                                ? "HTTP/1.1 200 OK\r\ncontent-length: " + body.length() + "\r\n\r\n" + body
                                : "HTTP/1.1 301 Moved\r\nlocation: /moved\r\ncontent-length: 0\r\n\r\n");
            }
        };
        try (RawServer server = new RawServer(models)) {
            ServerControl control = new ServerControl(
                    Backend.OPENAI, URI.create(server.url()), ApiKey.of("a-key-of-the-user"), Duration.ofSeconds(30));
            assertThat(control.firstModelId()).isEqualTo("the-model");
        }
    }
}
