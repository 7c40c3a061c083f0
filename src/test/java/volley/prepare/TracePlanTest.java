package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.OrderPolicy;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.FilterReason;

/** A trace keeps its own arrivals, whoever plays it. */
class TracePlanTest {
    @TempDir
    Path folder;

    private Properties given(int requests, String... namesAndValues) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            lines.append("{\"timestamp\": ")
                    .append(1000 + 250 * i)
                    .append(", \"input_length\": 20, \"output_length\": ")
                    .append(i == 2 ? 0 : 4)
                    .append(", \"hash_ids\": [")
                    .append(i)
                    .append("]}\n");
        }
        Properties given = new Properties();
        given.setProperty("volley.dataset-name", "mooncake");
        given.setProperty(
                "volley.dataset-path",
                Files.writeString(folder.resolve("t.jsonl"), lines).toString());
        given.setProperty("volley.dry-run", "true");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return given;
    }

    private static Preparation prepared(SimulationKind kind, Properties given) {
        PlayedSimulation simulation = PlayedSimulation.of(kind);
        return kind.can(SimulationKind.Ability.COMPARISON)
                ? ComparisonPlan.of(simulation, given).base()
                : Preparation.of(simulation, given);
    }

    @ParameterizedTest
    @EnumSource(
            value = SimulationKind.class,
            names = {"TRACE_REPLAY", "COMPARE_SERVERS", "MULTITURN", "SINGLE_TURN"})
    void theTracesTimesAreThePlansInEverySimulation(SimulationKind kind) throws IOException {
        Preparation prepared = prepared(kind, given(5));

        assertThat(prepared.plan().arrivalsNs()).containsExactly(0, 250_000_000, 750_000_000, 1_000_000_000);
        assertThat(prepared.settings().load().order()).isEqualTo(OrderPolicy.FIFO);
        assertThat(prepared.settings().load().maxConcurrency()).isEmpty();
        assertThat(prepared.settings().load().requestsPerSecond()).isInfinite();
        assertThat(prepared.settings().simulated().engine().speedup()).isEqualTo(1);
        assertThat(prepared.source().dataset().filtered().count(FilterReason.NO_ANSWER))
                .isEqualTo(1);
        assertThat(PlanText.of(prepared)).contains("1 a request without an answer in the trace");
    }

    @Test
    void theWholeTraceIsPlayedUnlessANumberIsAskedFor() throws IOException {
        assertThat(prepared(SimulationKind.TRACE_REPLAY, given(1500)).plan().turns())
                .isEqualTo(1499);
        Preparation part = prepared(SimulationKind.TRACE_REPLAY, given(1500, "num-prompts", "7"));
        assertThat(part.plan().turns()).isEqualTo(7);
        assertThat(PlanText.of(part)).contains("1492 behind the first num-prompts requests of the trace");
    }

    @Test
    void whatTheUserGivesWinsOrIsRefused() throws IOException {
        Settings given = SettingsReader.read(
                given(5, "max-concurrency", "3", "simulated.speedup", "2", "trace-time-unit", "s"),
                SimulationKind.COMPARE_SERVERS);
        assertThat(given.load().maxConcurrency()).hasValue(3);
        assertThat(given.simulated().engine().speedup()).isEqualTo(2);
        assertThat(prepared(SimulationKind.TRACE_REPLAY, given(3, "trace-time-unit", "s"))
                        .plan()
                        .arrivalsNs())
                .containsExactly(0, 250_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"order=random", "request-rate=3", "arrivals=uniform"})
    void whatCannotBeMeantIsRefused(String parameter) throws IOException {
        String[] sides = parameter.split("=");
        Properties given = given(5, sides);
        assertThatThrownBy(() -> SettingsReader.read(given, SimulationKind.COMPARE_SERVERS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley." + parameter);
    }
}
