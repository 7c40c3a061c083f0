package volley.prepare;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.ApiFormat;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;

/** What a sweep refuses before it looks for a server. */
class SweepPlanTest {
    @ParameterizedTest
    @EnumSource(Backend.class)
    void anInterfaceThatTheBackendDoesNotHave(Backend backend) {
        Properties given = new Properties();
        given.setProperty("volley.backend", backend.id());
        // Only the backend that has /generate gets as far as its server, which is not there.
        given.setProperty("volley.base-url", "http://127.0.0.1:1");
        String refusal = backend.has(ApiFormat.SGLANG)
                ? "No answer from GET http://127.0.0.1:1/"
                : "-Dvolley.api-format=sglang is SGLang's /generate, which -Dvolley.backend=" + backend.id()
                        + " does not have; add -Dvolley.api-format=openai";
        assertThatThrownBy(() -> SweepPlan.prepare(PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN), given))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(refusal);
    }
}
