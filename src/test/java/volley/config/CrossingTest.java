package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrossingTest {
    private static Properties given(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void everyCombinationOnceTheLastNameFastest() {
        assertThat(Crossing.combinations(given("request-rate", "2, 4,8", "order", "fifo,random", "num-prompts", "5")))
                .extracting(Map::toString)
                .containsExactly(
                        "{order=fifo, request-rate=2}",
                        "{order=fifo, request-rate=4}",
                        "{order=fifo, request-rate=8}",
                        "{order=random, request-rate=2}",
                        "{order=random, request-rate=4}",
                        "{order=random, request-rate=8}");
    }

    @Test
    void aCommaElsewhereBelongsToTheValue() {
        assertThat(Crossing.combinations(given("goodput", "ttft:500,tpot:50", "dataset-path", "a,b.json")))
                .containsExactly(new TreeMap<>());
        assertThat(Crossing.combinations(new Properties())).hasSize(1);
    }

    @Test
    void everyCrossableNameIsAParameter() {
        for (String name : Crossing.names()) {
            assertThat(ParameterLayers.referenceTypes()).containsKey(name);
        }
    }

    @Test
    void anEmptyPlaceIsRefused() {
        assertThatThrownBy(() -> Crossing.combinations(given("request-rate", "2,,8")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley.request-rate=2,,8");
    }
}
