package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        ApiFormat expected = simulation == SimulationKind.SYNTHETIC_MULTITURN ? ApiFormat.SGLANG : ApiFormat.OPENAI;
        assertThat(read(simulation)).isEqualTo(new ApiSettings(expected, HistoryForm.TEXT));
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
