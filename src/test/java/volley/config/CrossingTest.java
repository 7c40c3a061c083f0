package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Two points of one value would be two runs under one name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max-concurrency | 1,1             | 1
                    request-rate    | 2,4,2.0         | 2.0
                    request-rate    | inf,2,infinity  | infinity
                    order           | fifo,FIFO       | FIFO
                    order           | started-first, started_first | started_first
                    seed            | 7,8,+7          | +7
                    hit-rate        | .5,0.50         | 0.50
                    disable-stream  | true,false,true | true
                    """)
    void aValueThatIsThereTwiceIsRefused(String name, String list, String twice) {
        assertThatThrownBy(() -> Crossing.combinations(given(name, list, "num-prompts", "1,2")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("-Dvolley." + name + "=" + list + " has " + twice
                        + " twice, and makes a run of each value; give each once, and repeat runs with"
                        + " -Dvolley.iterations=2");
    }

    @Test
    void largeSeedsThatAreNearEachOtherAreTwo() {
        assertThat(Crossing.combinations(given("seed", "9007199254740992,9007199254740993")))
                .hasSize(2);
        assertThat(Crossing.combinations(given("request-rate", "2,2.5,20"))).hasSize(3);
    }

    @Test
    void anEmptyPlaceIsRefused() {
        assertThatThrownBy(() -> Crossing.combinations(given("request-rate", "2,,8")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley.request-rate=2,,8");
    }
}
