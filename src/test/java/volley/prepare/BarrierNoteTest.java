package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;

class BarrierNoteTest {
    @Test
    void aRunWithABarrierSaysWhatTheOriginalsWouldHaveLeftInTheCache() {
        assertThat(BarrierNote.of(prepare("api-format", "sglang", "enable-round-barrier", "true")))
                .get()
                .asString()
                .contains("nothing was sent between rounds")
                .contains("leaves about 200 tokens in the cache");
        assertThat(BarrierNote.of(prepare("enable-round-barrier", "true")))
                .get()
                .asString()
                .contains("is refused by this interface");
        assertThat(BarrierNote.of(prepare())).isEmpty();
    }

    private static Preparation prepare(String... namesAndValues) {
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
    }
}
