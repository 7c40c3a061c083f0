package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerMetricsSettingsTest {
    private static Settings with(String... namesAndValues) {
        Properties given = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsReader.read(given);
    }

    private static ServerMetricsSettings read(String value) {
        return with("base-url", "http://router:30000", "server-metrics", value)
                .server()
                .metrics();
    }

    @Test
    void theServersOwnAreTheDefault() {
        assertThat(with().server().metrics()).isEqualTo(new ServerMetricsSettings(true, List.of()));
        assertThat(with("server-metrics", "none").server().metrics())
                .isEqualTo(new ServerMetricsSettings(false, List.of()));
    }

    @Test
    void addressesAreRootsOrTheRouteItself() {
        assertThat(read("http://a:8000, http://b:8000/v1,https://c/x/metrics,http://d:1?key=s")
                        .addresses())
                .containsExactly(
                        URI.create("http://a:8000/metrics"),
                        URI.create("http://b:8000/metrics"),
                        URI.create("https://c/x/metrics"),
                        URI.create("http://d:1/metrics?key=s"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yes | is not a URL of http or https",
                "http://a:8000, | is not a URL of http or https",
                "http://a:8000,none | is not a URL of http or https",
                "http://u:p@a:8000 | has a user or password",
                "http://a:8000,http://a:8000/metrics | has one address twice"
            })
    void badValuesAreRefusedInOneLine(String value, String said) {
        assertThatThrownBy(() -> read(value))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.server-metrics=")
                .hasMessageContaining(said)
                .hasMessageNotContaining("u:p");
    }

    @Test
    void addressesWithoutAServerOrBesideSeveralAreRefused() {
        assertThatThrownBy(() -> with("server-metrics", "http://a:8000"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("none is measured");
        assertThatThrownBy(() -> with("endpoints", "x=http://a:1,y=http://b:1", "server-metrics", "http://a:8000"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("each of the endpoints");
    }
}
