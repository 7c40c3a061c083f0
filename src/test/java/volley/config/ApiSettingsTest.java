package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which interface of the server is asked, by the parameters. */
class ApiSettingsTest {
    private static ApiSettings read(SimulationKind simulation, String... given) {
        Properties properties = new Properties();
        for (int i = 0; i < given.length; i += 2) {
            properties.setProperty("volley." + given[i], given[i + 1]);
        }
        return SettingsReader.read(properties, simulation).server().api();
    }

    @ParameterizedTest
    @EnumSource(SimulationKind.class)
    void theChatApiIsTheDefaultOfAllButBenchMultiturn(SimulationKind simulation) {
        ApiSettings expected = simulation == SimulationKind.SYNTHETIC_MULTITURN
                ? new ApiSettings(ApiFormat.SGLANG, HistoryForm.IDS, true, Optional.empty())
                : new ApiSettings(ApiFormat.OPENAI, HistoryForm.TEXT);
        assertThat(read(simulation)).isEqualTo(expected);
    }

    /** Asked or unasked, the server has to tell the ids of its answers. */
    @ParameterizedTest
    @CsvSource({
        "sglang, sglang, auto, IDS, ids",
        "sglang, sglang, off, TEXT, text",
        "sglang, openai, on, TEXT, text",
        "vllm, completions, auto, TEXT, text",
        "vllm, completions, on, IDS, ids",
        "lmdeploy, completions, on, TEXT, text",
        "llamacpp, completions, on, TEXT, text"
    })
    void auto(String backend, String api, String serverIds, HistoryForm expected, String effective) {
        Properties properties = new Properties();
        properties.setProperty("volley.history", "auto");
        properties.setProperty("volley.backend", backend);
        properties.setProperty("volley.api-format", api);
        properties.setProperty("volley.server-ids", serverIds);
        Settings settings = SettingsReader.read(properties, SimulationKind.MULTITURN);
        assertThat(settings.server().api().history()).isEqualTo(expected);
        assertThat(settings.effective()).containsEntry("history", effective);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyBackendHasCompletions(Backend backend) {
        assertThat(read(SimulationKind.MULTITURN, "backend", backend.id(), "api-format", "completions"))
                .isEqualTo(new ApiSettings(ApiFormat.COMPLETIONS, HistoryForm.TEXT));
    }

    @ParameterizedTest
    @CsvSource({
        "vllm, sglang, text, add -Dvolley.api-format=openai or -Dvolley.api-format=completions",
        "sglang, openai, ids, add -Dvolley.api-format=completions or leave it out",
        "lmdeploy, completions, ids, takes each id for a prompt of its own; leave it out"
    })
    void whatAServerCannotDoIsRefused(String backend, String api, String history, String hint) {
        assertThatThrownBy(
                        () -> read(SimulationKind.MULTITURN, "backend", backend, "api-format", api, "history", history))
                .isInstanceOf(BadInputException.class)
                .hasMessageEndingWith(hint);
    }

    @Test
    void idsGoWhereTheyAreTaken() {
        assertThat(read(SimulationKind.SINGLE_TURN, "api-format", "sglang", "history", "ids"))
                .isEqualTo(new ApiSettings(ApiFormat.SGLANG, HistoryForm.IDS));
        assertThat(read(SimulationKind.SINGLE_TURN, "backend", "vllm", "api-format", "completions", "history", "ids"))
                .isEqualTo(new ApiSettings(ApiFormat.COMPLETIONS, HistoryForm.IDS));
    }
}
