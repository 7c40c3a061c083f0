package volley.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;

final class ProxyChoiceTest {
    private static final URI HTTPS = URI.create("https://huggingface.co/x");
    private static final URI HTTP = URI.create("http://mirror:8080/x");

    @Test
    void theSchemesOwnVariableWinsOverThatForAll() {
        Map<String, String> environment =
                new HashMap<>(Map.of("https_proxy", "a:1", "http_proxy", "b:2", "all_proxy", "c:3"));
        assertThat(proxy(environment, HTTPS)).isEqualTo("the proxy a:1 of https_proxy");
        assertThat(proxy(environment, HTTP)).isEqualTo("the proxy b:2 of http_proxy");
        environment.put("https_proxy", " ");
        assertThat(proxy(environment, HTTPS)).isEqualTo("the proxy c:3 of all_proxy");
    }

    @Test
    void lowerCaseWinsOverUpperCase() {
        assertThat(proxy(Map.of("HTTPS_PROXY", "a:1"), HTTPS)).isEqualTo("the proxy a:1 of HTTPS_PROXY");
        assertThat(proxy(Map.of("HTTP_PROXY", "a:1"), HTTP)).isEqualTo("the proxy a:1 of HTTP_PROXY");
        assertThat(proxy(Map.of("HTTPS_PROXY", "a:1", "https_proxy", "b:2"), HTTPS))
                .isEqualTo("the proxy b:2 of https_proxy");
        assertThat(new ProxyChoice(Map.of("http_proxy", "a:1")).proxy(HTTPS)).isEmpty();
        assertThat(new ProxyChoice(Map.of()).proxy(HTTPS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, proxy, 3128",
        "HTTP://proxy:3128/, proxy, 3128",
        "proxy, proxy, 80",
        "squid_proxy:3128, squid_proxy, 3128",
        "http://[::1]:3128, [::1], 3128",
        "10.0.0.1:3128, 10.0.0.1, 3128"
    })
    void takesWhatCurlTakes(String value, String host, int port) {
        ProxyAddress proxy = ProxyAddress.parse("https_proxy", value);
        assertThat(proxy.host()).isEqualTo(host);
        assertThat(proxy.port()).isEqualTo(port);
        assertThat(proxy.credentials()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:p@proxy:1, u, p",
        "u:p@proxy:1, u, p",
        "http://u@proxy:1, u, ''",
        "http://a%3Ab:c%40d@proxy:1, a:b, c@d",
        "http://u:p@ss#w/rd?@proxy:1, u, p@ss#w/rd?",
        "http://u:100%@proxy:1, u, 100%",
        "http://u:a+b@proxy:1, u, a+b"
    })
    void findsUserAndPasswordAndShowsNeither(String value, String user, String password) {
        ProxyAddress proxy = ProxyAddress.parse("https_proxy", value);
        assertThat(proxy.credentials().orElseThrow().user()).isEqualTo(user);
        assertThat(proxy.credentials().orElseThrow().password()).isEqualTo(password);
        assertThat(proxy).hasToString("the proxy proxy:1 of https_proxy");
        assertThat(proxy.credentials()).hasToString("Optional[Credentials[hidden]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http://hunter2:x@",
                "http://a b:1/",
                "http://hunter2@proxy:port",
                "http://proxy:0",
                "proxy:99999",
                "socks5://hunter2:x@proxy:1080",
                "https://hunter2@proxy:1"
            })
    void refusesOthersWithoutShowingThem(String value) {
        assertThatThrownBy(() -> ProxyAddress.parse("all_proxy", value))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("all_proxy")
                .hasMessageContaining("http://proxy:3128")
                .hasMessageNotContaining("hunter2");
    }

    private static String proxy(Map<String, String> environment, URI address) {
        return new ProxyChoice(environment).proxy(address).orElseThrow().toString();
    }
}
