package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.RequestHeaders;
import volley.config.TlsSettings;
import volley.hub.LoopbackProxy;
import volley.network.ChatOverTls;
import volley.network.Route;
import volley.network.TestCertificates;
import volley.network.TestCertificates.Identity;

/** TLS and proxies: the control routes and the requests beside the load go the same way. */
class RouteTest {
    private static final String PASSWORD = "p@ss:word/of the proxy";

    @TempDir
    static Path folder;

    private static Identity server;
    private static Identity elsewhere;
    private static Identity client;

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        server = certificates.make("server", "ip:127.0.0.1,dns:model.test");
        elsewhere = certificates.make("elsewhere", "dns:elsewhere.test");
        client = certificates.make("client", "dns:client.test");
    }

    private static TlsSettings trusting(Identity authority) {
        return new TlsSettings(Optional.of(authority.certificate()), Optional.empty(), Optional.empty(), true);
    }

    private static Route route(String url, TlsSettings tls, Map<String, String> environment) {
        return Route.to(URI.create(url), tls, environment);
    }

    private static String models(String url, Route route) {
        ApiKey key = ApiKey.of("key-of-the-user").at(URI.create(url), route, RequestHeaders.NONE);
        return new ServerControl(Backend.OPENAI, URI.create(url), key, Duration.ofSeconds(20), route, "base-url")
                .firstModelId();
    }

    private static Exchange chat(String url, Route route) {
        BodyOptions options = new BodyOptions(Backend.OPENAI, "m", Optional.empty(), true, false, Optional.empty());
        ApiKey key = ApiKey.of("key-of-the-user").at(URI.create(url), route, RequestHeaders.NONE);
        RequestFactory requests = new RequestFactory(
                        URI.create(url),
                        WireFormat.CHAT,
                        WireFormat.CHAT.newBodyEncoder(options),
                        true,
                        key,
                        Optional.of(Duration.ofSeconds(20)))
                .by(route);
        try (DirectClient direct = DirectClient.start(route)) {
            return direct.ask(
                            requests,
                            new ResponseReader(WireFormat.CHAT, true, key, System::nanoTime),
                            List.of(JsonText.of("question")),
                            4,
                            () -> false)
                    .orElseThrow();
        }
    }

    @Test
    void anAuthorityOfTheUsersOwn() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(server, client), false)) {
            String url = "https://127.0.0.1:" + chat.port();
            Route trusting = route(url, trusting(server), Map.of());
            assertThat(models(url, trusting)).isEqualTo("m");
            assertThat(chat(url, trusting).outcome()).isEqualTo(Outcome.OK);
            assertThatThrownBy(() -> models(url, Route.DIRECT))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith("No answer from GET " + url + "/v1/models (")
                    .hasMessageContaining("-Dvolley.tls.ca");
            assertThat(chat(url, Route.DIRECT).outcome()).isEqualTo(Outcome.CONNECT);
        }
    }

    @Test
    void theServerHasToBeTheOneThatIsNamedUnlessNothingIsVerified() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(elsewhere, client), false)) {
            String url = "https://127.0.0.1:" + chat.port();
            assertThatThrownBy(() -> models(url, route(url, trusting(elsewhere), Map.of())))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("No answer from");
            assertThat(chat.asked()).isEmpty();
            TlsSettings unverified = new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), false);
            Route route = route(url, unverified, Map.of());
            assertThat(models(url, route)).isEqualTo("m");
            assertThat(chat(url, route).outcome()).isEqualTo(Outcome.OK);
            assertThat(route.notes(URI.create(url))).singleElement().asString().contains("not verified");
            assertThat(route.notes(URI.create("http://127.0.0.1"))).isEmpty();
        }
    }

    @Test
    void aServerThatAsksForTheClientsCertificate() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(server, client), true)) {
            String url = "https://127.0.0.1:" + chat.port();
            TlsSettings known = new TlsSettings(
                    Optional.of(server.certificate()),
                    Optional.of(client.certificate()),
                    Optional.of(client.key()),
                    true);
            Route route = route(url, known, Map.of());
            assertThat(models(url, route)).isEqualTo("m");
            assertThat(chat(url, route).outcome()).isEqualTo(Outcome.OK);
            assertThatThrownBy(() -> models(url, route(url, trusting(server), Map.of())))
                    .isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void filesThatAreNoCertificates() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        Path missing = folder.resolve("missing.pem");
        assertRefused(new TlsSettings(Optional.of(text), Optional.empty(), Optional.empty(), true), "tls.ca");
        assertRefused(new TlsSettings(Optional.of(missing), Optional.empty(), Optional.empty(), true), "tls.ca");
        assertRefused(clientOf(text, client.key()), "tls.cert");
        assertRefused(clientOf(missing, client.key()), "tls.cert");
        assertRefused(clientOf(client.certificate(), text), "tls.key");
        assertRefused(clientOf(client.certificate(), missing), "tls.key");
    }

    private static TlsSettings clientOf(Path certificate, Path key) {
        return new TlsSettings(Optional.empty(), Optional.of(certificate), Optional.of(key), true);
    }

    private static void assertRefused(TlsSettings tls, String parameter) {
        assertThatThrownBy(() -> route("https://127.0.0.1", tls, Map.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley." + parameter)
                .hasMessageNotContaining("\n");
    }

    @Test
    void httpsThroughAProxyWithAPassword() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(server, client), false);
                LoopbackProxy proxy = new LoopbackProxy(chat.port(), Optional.of("user:" + PASSWORD))) {
            // Nobody but the proxy knows that name.
            String url = "https://model.test:8443";
            Route route = route(url, trusting(server), Map.of("HTTPS_PROXY", withPassword(proxy, PASSWORD)));
            assertThat(models(url, route)).isEqualTo("m");
            assertThat(chat(url, route).outcome()).isEqualTo(Outcome.OK);
            assertThat(proxy.requestLines()).hasSize(2).allMatch(line -> line.startsWith("CONNECT model.test:8443 "));
            assertThat(proxy.headers()).noneMatch(line -> line.contains("key-of-the-user"));
            assertThat(route.secrets()).contains(PASSWORD);
            assertThat(route.notes(URI.create(url)))
                    .singleElement()
                    .asString()
                    .contains("the proxy 127.0.0.1:" + proxy.port() + " of HTTPS_PROXY")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void httpThroughAProxyWithAPassword() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(null, false);
                LoopbackProxy proxy = new LoopbackProxy(chat.port(), Optional.of("user:" + PASSWORD))) {
            String url = "http://model.test:8000";
            Route route = route(url, TlsSettings.PLATFORM, Map.of("http_proxy", withPassword(proxy, PASSWORD)));
            assertThat(models(url, route)).isEqualTo("m");
            assertThat(chat(url, route).outcome()).isEqualTo(Outcome.OK);
            assertThat(proxy.requestLines())
                    .containsExactly(
                            "GET http://model.test:8000/v1/models HTTP/1.1",
                            "POST http://model.test:8000/v1/chat/completions HTTP/1.1");
        }
    }

    @Test
    void aProxyThatRefusesIsNamedWithoutItsPassword() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(server, client), false);
                LoopbackProxy proxy = new LoopbackProxy(chat.port(), Optional.of("user:other"))) {
            for (String scheme : new String[] {"https", "http"}) {
                String url = scheme + "://model.test:8443";
                Route route = route(url, trusting(server), Map.of("all_proxy", withPassword(proxy, PASSWORD)));
                assertThatThrownBy(() -> models(url, route))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("407")
                        .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " of all_proxy")
                        .hasMessageNotContaining(PASSWORD)
                        .hasMessageNotContaining(basic());
                assertThat(chat(url, route).error()).contains("407").doesNotContain(PASSWORD);
            }
        }
    }

    @Test
    void whatNoProxyNamesIsAskedDirectly() throws Exception {
        try (ChatOverTls chat = new ChatOverTls(null, false);
                LoopbackProxy proxy = new LoopbackProxy(chat.port(), Optional.empty())) {
            String url = "http://127.0.0.1:" + chat.port();
            Map<String, String> environment = Map.of("http_proxy", proxy.address(), "NO_PROXY", "127.0.0.0/8");
            assertThat(models(url, route(url, TlsSettings.PLATFORM, environment)))
                    .isEqualTo("m");
            assertThat(proxy.requestLines()).isEmpty();
        }
    }

    private static String withPassword(LoopbackProxy proxy, String password) {
        return "http://user:" + password + "@" + proxy.address();
    }

    private static String basic() {
        return Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }
}
