package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.LoadSettings;
import volley.dataset.Conversation;
import volley.dataset.Turn;

class DemandTest {
    /** Those of a rate r that begin within a tenth of a second: 0.1 r, rounded up. */
    @ParameterizedTest
    @CsvSource({"8, 1", "10, 1", "20, 2", "75, 8", "80, 8", "85, 9", "1000, 100"})
    void countsTheTurnsOfATenthOfASecond(double turnsPerSecond, int together) {
        assertThat(Demand.of(List.of(atRate(400, 1, turnsPerSecond))).mostDueTogether())
                .isEqualTo(together);
    }

    @Test
    void isWhatTheMostDemandingPlanDemands() {
        Plan slow = atRate(30, 2, 8);
        Plan fast = atRate(5, 2, 2000);
        assertThat(Demand.of(List.of(slow, fast)))
                .isEqualTo(new Demand(10, 30))
                .isEqualTo(Demand.of(List.of(fast, slow)));
        assertThat(Demand.of(List.of(fast)).mostInFlight()).isEqualTo(5);
    }

    @Test
    void turnsThatAreSentAsSoonAsTheyAreReadyAreAllDueAtOnce() {
        LoadSettings atOnce =
                LoadSettings.builder().maxConcurrency(OptionalInt.of(2)).build();
        assertThat(Demand.of(List.of(Plan.of("multiturn", conversations(20, 3), atOnce, 1))))
                .isEqualTo(new Demand(60, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true, true", "8, 64, true, true", "9, 64, false, true", "8, 65, false, true",
        "32, 256, false, true", "33, 256, false, false", "32, 257, false, false", "8, 257, false, false"
    })
    void isLightOrModerateUpToBothBounds(int dueTogether, int inFlight, boolean light, boolean moderate) {
        assertThat(new Demand(dueTogether, inFlight).isLight()).isEqualTo(light);
        assertThat(new Demand(dueTogether, inFlight).isModerate()).isEqualTo(moderate);
    }

    /** With a turn after each gap of the rate. */
    private static Plan atRate(int conversations, int turns, double turnsPerSecond) {
        LoadSettings load = LoadSettings.builder().build();
        long[] dueNs = IntStream.range(0, conversations * turns)
                .mapToLong(turn -> Math.round(turn * 1e9 / turnsPerSecond))
                .toArray();
        return Plan.replay("multiturn", conversations(conversations, turns), load, 1, dueNs, 1);
    }

    private static List<Conversation> conversations(int number, int turns) {
        List<Turn> each = IntStream.range(0, turns)
                .mapToObj(turn -> new Turn("hello", 1, 4))
                .toList();
        return IntStream.range(0, number)
                .mapToObj(id -> new Conversation("c" + id, each))
                .toList();
    }
}
