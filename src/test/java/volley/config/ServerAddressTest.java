package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.7:30000, http://10.0.0.7:30000/v1/models",
        "http://10.0.0.7:30000/, http://10.0.0.7:30000/v1/models",
        "http://10.0.0.7:30000///, http://10.0.0.7:30000/v1/models",
        "HTTP://Host.Example, http://host.example/v1/models",
        "https://host/a/b/, https://host/a/b/v1/models",
        "https://host/v1, https://host/v1/models",
        "https://host/openai/v1/, https://host/openai/v1/models",
        "https://host/v1/chat/completions, https://host/v1/models",
        "https://host/av1, https://host/av1/v1/models",
        "https://host/p%20q?api-version=2024-10-21, https://host/p%20q/v1/models?api-version=2024-10-21",
        "https://host?a=b&c=d, https://host/v1/models?a=b&c=d",
        "http://[::1]:8000/x, http://[::1]:8000/x/v1/models",
        "http://[FE80::1], http://[fe80::1]/v1/models",
        "https://host:, https://host/v1/models",
        "http://my_server:30000/x, http://my_server:30000/x/v1/models",
        "http://My_Server, http://my_server/v1/models",
        "http://m\u00fcnchen.example:80, http://xn--mnchen-3ya.example:80/v1/models",
        "http://host/\u00e4?q=\u00e4, http://host/%C3%A4/v1/models?q=%C3%A4",
        "http://host/v1/v1, http://host/v1/v1/models",
        "http://host/v1/v1/v1, http://host/v1/v1/v1/models",
        "http://host/v1/completions, http://host/v1/models",
        "http://host/a/v1/models?x=1, http://host/a/v1/models?x=1",
        "http://host/generate, http://host/v1/models",
    })
    void putsRoutesBehindTheRoot(String given, String models) {
        ServerAddress address = ServerAddress.of(given);
        assertThat(address.at("/v1/models")).hasToString(models);
        assertThat(ServerAddress.of(address.root()).at("/v1/models")).hasToString(models);
    }

    @Test
    void aRoutesQueryComesFirst() {
        assertThat(ServerAddress.of("http://h/p?v=1").at("/profile?on=true"))
                .hasToString("http://h/p/profile?on=true&v=1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7:30000, not a URL",
        "localhost:30000, not a URL of http",
        "ftp://host, not a URL of http",
        "http://, not a URL",
        "http:///v1, no host",
        "http://host:0, port",
        "http://host:65536, port",
        "http://host:99999999999, port",
        "http://host:-5, port",
        "http://host:+5, port",
        "http://host:\u0668\u0660, port",
        "http://my_host:abc, port",
        "http://my_host:0, port",
        "http://my_host:65536, port",
        "http://1.2.3.4.5/, host",
        "http://999.1.1.1/, host",
        "http://a..b/, host",
        "http://.., host",
        "http://-, host",
        "http://host/#part, fragment",
        "http://host/a b, not a URL",
        "http://user:hunter2@host/, user or password",
        "http://hunter2@host:99999999999/, user or password",
    })
    void refusesWhatIsNoAddress(String given, String reason) {
        assertThatThrownBy(() -> ServerAddress.of(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "http://host/a?api-version=1&code=hunter2, http://host/a?api-version=1&code=***",
        "-Dx=http://user:hunter2@host/, -Dx=http://***@host/",
        "http://host/?X-Api-Key=hunter2&n=1, http://host/?X-Api-Key=***&n=1",
        "what is this? a=b, what is this? a=b",
    })
    void masksWhatGivesAccess(String given, String masked) {
        assertThat(ServerAddress.masked(given)).isEqualTo(masked);
    }

    @Test
    void masksKeysInJson() {
        assertThat(ServerAddress.masked("{\"api_key\": \"hunter2\", \"x\": {\"clientSecret\" :\"hunt\\\"er2\"}}"))
                .isEqualTo("{\"api_key\": \"***\", \"x\": {\"clientSecret\" :\"***\"}}");
        String harmless =
                "{\"top_p\": 0.9, \"stop\": [\"token\"], \"stop_token_ids\": [1], \"prompt_cache_key\": \"a\"}";
        assertThat(ServerAddress.masked(harmless)).isEqualTo(harmless);
    }

    /** However wrong the address is: the password before its {@code @} is not said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:hunter2 x@h/",
                "http://u:a hunter2@h/",
                "u:hunter2@h:80",
                "https//u:hunter2@h",
                "http:/u:hunter2@h",
                "http:u:hunter2@h",
                "http://u:hun/hunter2@h",
                "http://u:hun?hunter2@h",
                "http://u:hun#hunter2@h",
                "http://u:p@ss:hunter2@h",
                "//u:hunter2@h",
                "ftp://u:hunter2@h",
                "a=http://u:hunter2@h,b=http://x",
                "http://h:x?token=hunter2",
                "http://h/%zz?key=hunter2",
            })
    void noRefusalTellsAPassword(String value) {
        for (String name : List.of("base-url", "host", "endpoints", "server-metrics")) {
            Properties given = new Properties();
            given.setProperty("volley." + name, value);
            assertThatThrownBy(() -> SettingsReader.read(given, SimulationKind.COMPARE_SERVERS))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://host/a, http://HOST:80/b, true",
        "https://host/a, https://host:443, true",
        "http://host, https://host, false",
        "http://host:8000, http://host:8001, false",
        "http://host, http://host.example, false",
        "http://host, http://user@host/, false",
        "http://my_host:80/a, http://MY_HOST/b, true",
        "http://my_host, http://my_host:81/b, false",
        "http://my_host, http://user@my_host, false",
        "http://host, mailto:a@host, false",
    })
    void knowsWhatIsOneServer(URI one, URI other, boolean same) {
        assertThat(ServerAddress.sameOrigin(one, other)).isEqualTo(same);
    }
}
