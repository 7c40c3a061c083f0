package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.plan.Demand;
import volley.prepare.WarmUpPlan;
import volley.report.folder.WarmUpDone;
import volley.report.folder.WarmUpDone.Extent;

class WarmUpExtentTest {
    private static final Demand LIGHT = new Demand(3, 24);
    private static final Demand MODERATE = new Demand(32, 256);
    private static final Demand HEAVY = new Demand(3000, 1000);

    @Test
    void thePlanDecidesWhereNoLimitIsGiven() {
        WarmUpExtent light = WarmUpExtent.of(Optional.empty(), LIGHT);
        assertThat(light.extent()).isEqualTo(Extent.SHORT);
        assertThat(light.round()).isEqualTo(WarmUpPlan.SHORT);
        assertThat(light.why()).contains("3 turns", "24 under way");
        WarmUpExtent moderate = WarmUpExtent.of(Optional.empty(), MODERATE);
        assertThat(moderate.extent()).isEqualTo(Extent.MEDIUM);
        assertThat(moderate.round()).isEqualTo(WarmUpPlan.FULL);
        WarmUpExtent heavy = WarmUpExtent.of(Optional.empty(), HEAVY);
        assertThat(heavy.extent()).isEqualTo(Extent.FULL);
        assertThat(heavy.round()).isEqualTo(WarmUpPlan.FULL);
        assertThat(heavy.limit()).isEqualTo(Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @CsvSource({"0, NONE", "0.2, FULL", "40, FULL"})
    void aLimitThatIsGivenWins(double seconds, Extent extent) {
        Duration given = Duration.ofMillis((long) (seconds * 1000));
        for (Demand demand : List.of(LIGHT, MODERATE, HEAVY)) {
            WarmUpExtent asked = WarmUpExtent.of(Optional.of(given), demand);
            assertThat(asked.extent()).isEqualTo(extent);
            assertThat(asked.limit()).isEqualTo(given);
        }
    }

    @Test
    void aShortAndAMediumOneHaveBothKindsOfAnswersAndOfArrivalsAndSaySo() throws Exception {
        for (Demand demand : List.of(LIGHT, MODERATE)) {
            List<Integer> played = new ArrayList<>();
            WarmUpExtent extent = WarmUpExtent.of(Optional.empty(), demand);
            WarmUpDone done = extent.play(played::add, () -> false);
            assertThat(played).extracting(number -> number % 2).contains(0, 1);
            assertThat(played).extracting(number -> number % 4 / 2).contains(0, 1);
            assertThat(played).hasSizeLessThanOrEqualTo(4).doesNotHaveDuplicates();
            assertThat(done.rounds()).isEqualTo(played.size());
            assertThat(done.extent()).isEqualTo(extent.extent());
            assertThat(done.took()).isPositive();
        }
    }

    @Test
    void itEndsWithTheRoundInWhichTheRunIsStopped() throws Exception {
        for (Demand demand : List.of(LIGHT, MODERATE, HEAVY)) {
            List<Integer> played = new ArrayList<>();
            WarmUpDone done = WarmUpExtent.of(Optional.empty(), demand).play(played::add, () -> played.size() == 1);
            assertThat(played).containsExactly(0);
            assertThat(done.rounds()).isEqualTo(1);
        }
    }
}
