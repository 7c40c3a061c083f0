package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.LoraMix;
import volley.config.LoraMix.Distribution;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

/** Which conversation asks for which adapter. */
class AdaptersTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final int CONVERSATIONS = 20_000;

    private static LoraMix read(String... given) {
        Properties properties = new Properties();
        for (int i = 0; i < given.length; i += 2) {
            properties.setProperty("volley." + given[i], given[i + 1]);
        }
        return SettingsReader.read(properties, SimulationKind.MULTITURN).load().lora();
    }

    private static double[] shares(LoraMix mix) {
        double[] shares = new double[NAMES.size()];
        Arrays.stream(Adapters.byConversation(mix, 3, CONVERSATIONS))
                .forEach(adapter -> shares[adapter] += 1.0 / CONVERSATIONS);
        return shares;
    }

    @Test
    void sharesAreThoseOfTheDistribution() {
        assertThat(shares(new LoraMix(NAMES, Distribution.UNIFORM, 0)))
                .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(0.015));
        // 1, 1/2, 1/3, 1/4 of their sum, which is 25/12
        assertThat(shares(new LoraMix(NAMES, Distribution.ZIPF, 1)))
                .containsExactly(new double[] {0.48, 0.24, 0.16, 0.12}, within(0.015));
    }

    @Test
    void theSeedDecides() {
        LoraMix mix = new LoraMix(NAMES, Distribution.ZIPF, 1.5);
        int[] drawn = Adapters.byConversation(mix, 3, 50);
        assertThat(Adapters.byConversation(mix, 3, 50)).isEqualTo(drawn);
        assertThat(Adapters.byConversation(mix, 3, 20)).isEqualTo(Arrays.copyOf(drawn, 20));
        assertThat(Adapters.byConversation(mix, 4, 50)).isNotEqualTo(drawn);
        assertThat(Adapters.byConversation(LoraMix.NONE, 3, 2)).containsExactly(0, 0);
    }

    @Test
    void theParametersSayWhich() {
        assertThat(read()).isEqualTo(LoraMix.NONE);
        assertThat(read("lora-name", "a")).isEqualTo(new LoraMix(List.of("a"), Distribution.UNIFORM, 0));
        assertThat(read("lora-name", "a, b", "lora-distribution", "zipf"))
                .isEqualTo(new LoraMix(List.of("a", "b"), Distribution.ZIPF, 1.5));
    }

    @ParameterizedTest
    @CsvSource({
        "lora-name, 'a,', seed, 1, 'a list of different ones'",
        "lora-name, 'a,b,a', seed, 1, 'has a twice; give each once'",
        "lora-distribution, zipf, lora-name, a, 'spreads conversations over several adapters'",
        "lora-zipf-alpha, 2, lora-name, 'a,b', 'shapes only a zipf distribution'",
        "lora-name, 'a,b', simulate, true, 'does not tell apart'"
    })
    void whatCannotBeMeantIsRefused(String name, String value, String other, String otherValue, String hint) {
        assertThatThrownBy(() -> read(name, value, other, otherValue))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley." + name)
                .hasMessageContaining(hint);
    }
}
