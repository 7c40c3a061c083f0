package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RepeatCommandTest {
    @Test
    void onlyVolleysParametersAreRepeatedAndQuotedForAShell() {
        Properties properties = new Properties();
        properties.setProperty("volley.extra-request-body", "{\"a\": \"it's\"}");
        properties.setProperty("volley.backend", "vllm");
        properties.setProperty("user.name", "somebody");
        assertThat(RepeatCommand.text(Optional.of("volley.Multiturn"), properties))
                .isEqualTo("mvn gatling:test -Dgatling.simulationClass=volley.Multiturn -Dvolley.backend=vllm "
                        + "'-Dvolley.extra-request-body={\"a\": \"it'\\''s\"}'\n");
    }
}
