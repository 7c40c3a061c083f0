package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defaults of a mode, and what contradicts them. */
class ModeSettingsTest {
    @Test
    void aModeHasDefaultsOfItsOwnAndTheUserWins() {
        assertThat(settings("tracereplay").workload().datasetName()).isEqualTo("mooncake");
        assertThat(settings("tracereplay").load().requestsPerSecond()).isInfinite();
        assertThat(settings("tracereplay").simulated().engine().contextLength()).hasValue(131_072);
        assertThat(settings("multiturn").workload().datasetName()).isEqualTo("sharegpt");
        assertThat(settings("tracereplay", "dataset-name", "loogle").workload().datasetName())
                .isEqualTo("loogle");
        assertThat(settings("tracereplay", "mooncake-slowdown-factor", "2.5")
                        .trace()
                        .slowDown())
                .isEqualTo(2.5);
    }

    @Test
    void aTraceKeepsItsTimesAndItsOrder() {
        assertThatThrownBy(() -> settings("tracereplay", "request-rate", "3"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.request-rate=3")
                .hasMessageContaining("mooncake-slowdown-factor");
        assertThatThrownBy(() -> settings("tracereplay", "order", "random"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.order=random");
        assertThatThrownBy(() -> settings("multiturn", "mooncake-slowdown-factor", "2"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dataset-name=mooncake");
        assertThatThrownBy(() -> settings("tracereplay", "mooncake-slowdown-factor", "0"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("above 0");
    }

    @Test
    void aCalibrationTimesTokensAndLeavesTheServerInPeace() {
        assertThatThrownBy(() -> settings("calibrate", "disable-stream", "true"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.disable-stream=true");
        assertThatThrownBy(() -> settings("calibrate", "simulate", "true"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulate=true");
        assertThatThrownBy(() -> settings("calibrate", "simulated.stream-interval", "4"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulated.stream-interval=4");
        assertThat(settings("multiturn", "simulated.stream-interval", "4")
                        .simulated()
                        .streamIntervalTokens())
                .isEqualTo(4);
        assertThatThrownBy(() -> settings("multiturn", "simulated.stream-interval", "0"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulated.stream-interval=0");
        assertThat(settings("calibrate", "base-url", "http://10.0.0.7:30000", "simulated.inter-token-ms", "20")
                        .simulated()
                        .interToken())
                .hasMillis(20);
        assertThatThrownBy(() -> settings("multiturn", "metrics-port", "70000"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.metrics-port=70000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SharedPrefix", "volley.SharedPrefix", "sharedprefix", "VOLLEY.SHAREDPREFIX", "shared-prefix"})
    void aCalibrationsPlanIsNamedAsTheSimulationIs(String name) {
        assertThat(settings("calibrate", "calibrate", name).calibrated()).contains(SimulationKind.SHARED_PREFIX);
    }

    @Test
    void aCalibrationHasTheDefaultsOfThePlanItPlays() {
        assertThat(settings("calibrate").calibrated()).contains(SimulationKind.MULTITURN);
        assertThat(settings("calibrate").workload().datasetName()).isEqualTo("sharegpt");
        assertThat(settings("calibrate", "calibrate", "SharedPrefix").workload().datasetName())
                .isEqualTo("loogle");
        assertThat(settings("calibrate", "calibrate", "TraceReplay").load().requestsPerSecond())
                .isInfinite();
        Settings synthetic = settings("calibrate", "calibrate", "SyntheticMultiturn", "request-rate", "5");
        assertThat(synthetic.generated().dialogues().clients()).isEqualTo(6);
        assertThat(synthetic.generated().dialogues().requestsPerSecond()).containsExactly(5.0);
        assertThat(synthetic.load().order()).isEqualTo(OrderPolicy.RANDOM);
        assertThat(synthetic.lens().enabled()).isFalse();
        assertThat(synthetic.output().outputFile())
                .as("its line is another than those in the original's file")
                .isEmpty();
        assertThat(settings("calibrate", "calibrate", "SyntheticMultiturn", "request-rate", "5", "host", "gpu7")
                        .generated()
                        .dialogues()
                        .clients())
                .as("as for that server")
                .isEqualTo(256);
        assertThat(settings("syntheticmultiturn").calibrated()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    calibrate | SharedPrefx        | Multiturn, SharedPrefix, SingleTurn, SyntheticMultiturn, Multimodal, TraceReplay
                    calibrate | Calibrate          | is no simulation with a plan to calibrate
                    calibrate | CompareServers     | give SyntheticMultiturn for conversations made here
                    calibrate | SyntheticMultiturn | give it, such as -Dvolley.request-rate=8
                    multiturn | SharedPrefix       | -Dgatling.simulationClass=volley.Calibrate
                    """)
    void aPlanThatCannotBeCalibratedIsRefusedInOneLine(String mode, String plan, String hint) {
        assertThatThrownBy(() -> settings(mode, "calibrate", plan))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.calibrate=" + plan)
                .hasMessageContaining(hint)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void inVirtualTimeASweepHasTheOriginalsSize() {
        assertThat(settings("syntheticmultiturn").generated().dialogues().clients())
                .isEqualTo(6);
        Settings virtual = settings("syntheticmultiturn", "simulate", "true");
        assertThat(virtual.generated().dialogues().clients()).isEqualTo(256);
        assertThat(virtual.generated().dialogues().requestsPerSecond()).hasSize(13);
        assertThat(virtual.simulated().configurations()).isEmpty();
    }

    @Test
    void configurationsOfTheEngineAreComparedInVirtualTime() {
        String name = "simulated.configurations";
        assertThat(settings("syntheticmultiturn", "simulate", "true", name, "lpm, none")
                        .simulated()
                        .configurations())
                .containsExactly(EngineConfiguration.LPM, EngineConfiguration.NONE);
        assertThatThrownBy(() -> settings("syntheticmultiturn", "simulate", "true", name, "lpm,best"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulated.configurations=lpm,best")
                .hasMessageContaining("none,fcfs,lpm,hierarchical");
        assertThatThrownBy(() -> settings("syntheticmultiturn", "simulate", "true", name, "lpm,lpm"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has lpm twice");
        assertThatThrownBy(() -> settings("syntheticmultiturn", name, "lpm"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulate=true");
        assertThat(settings("multiturn", "simulate", "true", name, "lpm,none")
                        .simulated()
                        .configurations())
                .hasSize(2);
        assertThatThrownBy(() -> settings("multiturn", "simulate", "true", name, "lpm"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has one only; a comparison needs two");
        assertThatThrownBy(() -> settings(
                        "syntheticmultiturn", "simulate", "true", name, "lpm", "simulated.schedule-policy", "fcfs"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulated.schedule-policy=fcfs")
                .hasMessageContaining("volley.simulated.configurations");
    }

    private static Settings settings(String mode, String... nameAndValue) {
        Properties properties = new Properties();
        for (int i = 0; i < nameAndValue.length; i += 2) {
            properties.setProperty("volley." + nameAndValue[i], nameAndValue[i + 1]);
        }
        return SettingsReader.read(properties, SimulationKind.ofMode(mode).orElseThrow());
    }
}
