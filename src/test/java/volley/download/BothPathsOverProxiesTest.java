package volley.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.hub.LoopbackProxy;
import volley.hub.LoopbackServer;
import volley.network.TestCertificates;

/** The same through both over proxies: which one is asked, what it is told, and who gets the password and the token. */
class BothPathsOverProxiesTest extends BothPaths {
    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate(@TempDir Path certificates) throws Exception {
        TestCertificates.Identity identity = new TestCertificates(certificates).make("hub", "dns:hub.test");
        tls = TestCertificates.server(identity, identity);
    }

    @ParameterizedTest
    @EnumSource
    void aProxyIsUsedWithItsUserAndPassword(What what) throws IOException {
        try (LoopbackProxy proxy = new LoopbackProxy(hub.port(), Optional.of("user:" + PASSWORD))) {
            fetched(
                    what,
                    Map.of(
                            "HF_ENDPOINT",
                            "http://hub.invalid:81",
                            "http_proxy",
                            "http://user:" + PASSWORD + "@" + proxy.address()));
            assertThat(proxy.requestLines())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("GET http://hub.invalid:81/"));
            assertThat(hub.requests()).hasSameSizeAs(proxy.requestLines());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyLeadsToHttpsWithItsUserAndPassword(What what) throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(tls);
        try (LoopbackServer secure = new LoopbackServer(tls);
                LoopbackProxy proxy = new LoopbackProxy(secure.port(), Optional.of("user:" + PASSWORD))) {
            serve(secure, "", sha256());
            fetched(
                    what,
                    Map.of(
                            "HF_ENDPOINT",
                            "https://hub.test",
                            "HF_TOKEN",
                            TOKEN,
                            "HTTPS_PROXY",
                            "http://user:" + PASSWORD + "@" + proxy.address()));
            assertThat(proxy.requestLines()).isNotEmpty().containsOnly("CONNECT hub.test:443 HTTP/1.1");
            assertThat(proxy.headers()).noneMatch(each -> each.contains(TOKEN));
            assertThat(secure.requests()).isNotEmpty().allMatch(each -> ("Bearer " + TOKEN)
                    .equals(each.authorization()));
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatNobodyTrustsIsSaid(What what) throws Exception {
        try (LoopbackServer secure = new LoopbackServer(tls);
                LoopbackProxy proxy = new LoopbackProxy(secure.port(), Optional.empty())) {
            failing(what, Map.of("HF_ENDPOINT", "https://hub.test", "https_proxy", proxy.address()))
                    .hasMessageContaining("no TLS with hub.test through the proxy " + proxy.address())
                    .hasMessageContaining("javax.net.ssl.trustStore");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyWithoutTheRightPasswordIsNamedWithoutIt(What what) throws IOException {
        try (LoopbackProxy proxy = new LoopbackProxy(hub.port(), Optional.of("user:other"))) {
            for (String endpoint : List.of("http://hub.invalid", "https://hub.invalid")) {
                for (String variable : List.of("all_proxy", "ALL_PROXY")) {
                    failing(
                                    what,
                                    Map.of(
                                            "HF_ENDPOINT",
                                            endpoint,
                                            variable,
                                            "http://user:" + PASSWORD + "@" + proxy.address()))
                            .hasMessageContaining("HTTP 407: the proxy " + proxy.address() + " of " + variable)
                            .hasMessageContaining("other than those given");
                }
                failing(what, Map.of("HF_ENDPOINT", endpoint, "all_proxy", proxy.address()))
                        .hasMessageContaining("HTTP 407: the proxy " + proxy.address() + " of all_proxy")
                        .hasMessageContaining("http://user:password@host:port");
            }
            assertThat(proxy.requestLines()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyThatIsNotThereIsNamedWithoutItsPassword(What what) throws IOException {
        String nobody = "127.0.0.1:" + closedPort();
        failing(what, Map.of("http_proxy", "http://user:" + PASSWORD + "@" + nobody))
                .hasMessageContaining("no connection to the proxy " + nobody + " of http_proxy");
        assertThat(rests).as("no rests without a network").isEmpty();
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatNoProxyNamesIsAskedDirectly(What what) throws IOException {
        try (LoopbackProxy proxy = new LoopbackProxy(hub.port(), Optional.empty())) {
            for (String exempt : List.of("127.0.0.1", "127.0.0.0/8", "x.org, 127.0.0.1:" + hub.port(), "*")) {
                int before = hub.requests().size();
                fetched(what, Map.of("http_proxy", proxy.address(), "no_proxy", exempt));
                assertThat(hub.requests()).hasSizeGreaterThan(before);
                forget();
            }
            assertThat(proxy.requestLines()).isEmpty();
            fetched(what, Map.of("http_proxy", proxy.address(), "no_proxy", "127.0.0.1:1"));
            assertThat(proxy.requestLines()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadProxyMattersOnlyWhereItIsNeeded(What what) {
        Map<String, String> environment = Map.of("http_proxy", "socks5://user:" + PASSWORD + "@x:1080");
        failing(what, environment).hasMessageContaining("http_proxy").hasMessageContaining("socks5://");
        fetched(what, Map.of("https_proxy", "socks5://x:1080"));
    }

    @ParameterizedTest
    @EnumSource
    void theTokenGoesToTheHubOnly(What what) throws IOException {
        try (LoopbackServer store = new LoopbackServer();
                LoopbackProxy proxy = new LoopbackProxy(store.port(), Optional.empty())) {
            store.file("/blob", CONTENT);
            // Another port is another origin; so is another name. Both are of the same machine here.
            for (String elsewhere : List.of(store.url() + "/blob?sig=%2Fa", "http://store.invalid/blob?sig=%2Fa")) {
                hub.redirect(what.path, "/renamed");
                hub.redirect("/renamed", elsewhere);
                fetched(what, Map.of("HF_TOKEN", TOKEN, "http_proxy", proxy.address(), "no_proxy", "127.0.0.1"));
                forget();
            }
            assertThat(store.requests())
                    .extracting(LoopbackServer.Request::address)
                    .containsExactly("/blob?sig=%2Fa", "/blob?sig=%2Fa");
            assertThat(store.requests())
                    .extracting(LoopbackServer.Request::authorization)
                    .containsOnlyNulls();
            assertThat(hub.requests("/renamed")).hasSize(2);
            assertThat(hub.requests()).allMatch(each -> ("Bearer " + TOKEN).equals(each.authorization()));
        }
    }
}
