package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a run ends, by the parameters. */
class TimeLimitTest {
    private static Optional<TimeLimit> read(String... given) {
        Properties properties = new Properties();
        for (int i = 0; i < given.length; i += 2) {
            properties.setProperty("volley." + given[i], given[i + 1]);
        }
        return SettingsReader.read(properties, SimulationKind.MULTITURN).load().limit();
    }

    @Test
    void aRunEndsWithItsPlanUnlessToldOtherwise() {
        assertThat(read()).isEmpty();
        assertThat(read("duration-seconds", "60"))
                .contains(new TimeLimit(Duration.ofSeconds(60), Duration.ofSeconds(30)));
        assertThat(read("duration-seconds", "0.5", "grace-seconds", "0"))
                .contains(new TimeLimit(Duration.ofMillis(500), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "grace-seconds, 3, seed, 1, follows a duration",
        "duration-seconds, 0, seed, 1, is not a number above 0",
        "duration-seconds, inf, seed, 1, is not a number above 0",
        "duration-seconds, 3, simulate, true, has no meaning in virtual time"
    })
    void whatHasNoMeaningIsRefused(String name, String value, String other, String otherValue, String hint) {
        assertThatThrownBy(() -> read(name, value, other, otherValue))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley." + name)
                .hasMessageContaining(hint);
    }
}
