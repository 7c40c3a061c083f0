package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class TemplateSettingsTest {
    @Test
    void whatARequestSaysWinsOverTheServersDefaults() {
        TemplateSettings settings = of(
                "chat-template-kwargs",
                "{\"enable_thinking\": true, \"builtin_tools\": [\"a\"]}",
                "extra-request-body",
                "{\"top_p\": 0.9, \"reasoning_effort\": \"low\", \"chat_template_kwargs\": {\"enable_thinking\": false}}");
        assertThat(settings.variables())
                .isEqualTo(Map.of("enable_thinking", false, "builtin_tools", List.of("a"), "reasoning_effort", "low"));
    }

    @Test
    void noneIsAValueAndAFileAnother() {
        assertThat(of("chat-template", "none").none()).isTrue();
        assertThat(of("chat-template", "none").file()).isEmpty();
        assertThat(of("chat-template", "a.jinja").file()).contains(Path.of("a.jinja"));
        assertThat(of().none()).isFalse();
    }

    @Test
    void refusesDefaultsThatAreNoObject() {
        assertThatThrownBy(() -> of("chat-template-kwargs", "yes"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("chat-template-kwargs", "JSON");
    }

    private static TemplateSettings of(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsReader.read(properties, SimulationKind.MULTITURN)
                .workload()
                .template();
    }
}
