package volley.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;

final class HubAccessTest {
    @TempDir
    Path home;

    @Test
    void hasTheDefaultsOfHuggingFace() {
        HubAccess access = HubAccess.from(Map.of(), home);
        assertThat(access.endpoint()).hasToString("https://huggingface.co");
        assertThat(access.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(access.token()).isEmpty();
        assertThat(access.offline()).isFalse();
    }

    @Test
    void findsTheCache() {
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/xdg"))).isEqualTo(Path.of("/xdg/huggingface/hub"));
        assertThat(cache(Map.of("HF_HOME", "/hf", "XDG_CACHE_HOME", "/xdg"))).isEqualTo(Path.of("/hf/hub"));
        assertThat(cache(Map.of("HF_HUB_CACHE", "/hub", "HF_HOME", "/hf"))).isEqualTo(Path.of("/hub"));
        assertThat(cache(Map.of("HF_HOME", "~/hf"))).isEqualTo(home.resolve("hf/hub"));
        assertThat(cache(Map.of("HF_HOME", ""))).isEqualTo(home.resolve(".cache/huggingface/hub"));
    }

    @Test
    void findsTheToken() throws IOException {
        Path file = home.resolve(".cache/huggingface/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hf_file\n");
        assertThat(HubAccess.from(Map.of(), home).token()).contains("hf_file");
        assertThat(HubAccess.from(Map.of("HF_TOKEN", " hf_env\n"), home).token())
                .contains("hf_env");
        Path other = Files.writeString(home.resolve("other"), "hf_other");
        assertThat(HubAccess.from(Map.of("HF_TOKEN_PATH", other.toString()), home)
                        .token())
                .contains("hf_other");
    }

    @Test
    void knowsWhenToStayOffline() {
        for (String value : new String[] {"1", "true", "ON", "Yes"}) {
            assertThat(HubAccess.from(Map.of("HF_HUB_OFFLINE", value), home).offline())
                    .isTrue();
        }
        for (String value : new String[] {"0", "false", ""}) {
            assertThat(HubAccess.from(Map.of("HF_HUB_OFFLINE", value), home).offline())
                    .isFalse();
        }
    }

    @Test
    void neverShowsTheToken() {
        assertThat(HubAccess.from(Map.of("HF_TOKEN", "hf_secret"), home).toString())
                .doesNotContain("hf_secret");
        assertThatThrownBy(() -> HubAccess.from(Map.of("HF_TOKEN", "hf_secret two"), home))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_secret");
    }

    @Test
    void refusesAMalformedEndpointWithoutShowingIt() {
        for (String endpoint : new String[] {
            "huggingface.co", "ftp://mirror", "https://user:hunter2@mirror", "https://mirror?key=hunter2", "http://a b"
        }) {
            assertThatThrownBy(() -> HubAccess.from(Map.of("HF_ENDPOINT", endpoint), home))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("HF_ENDPOINT")
                    .hasMessageNotContaining("hunter2");
        }
        assertThat(HubAccess.from(Map.of("HF_ENDPOINT", "http://mirror:8080/hf/"), home)
                        .endpoint())
                .hasToString("http://mirror:8080/hf");
    }

    private Path cache(Map<String, String> environment) {
        return HubAccess.from(environment, home).cache();
    }
}
