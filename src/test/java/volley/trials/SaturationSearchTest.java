package volley.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import volley.config.Repetition.Rates;

class SaturationSearchTest {
    @Test
    void halvesTheRatioWithEveryStep() {
        SaturationSearch.Result result = SaturationSearch.search(new Rates(1, 256), 6, rate -> rate <= 20);

        // Ends, then 16 met, 64 missed, 32 missed, 22.63 missed.
        assertThat(result.steps())
                .extracting(SaturationSearch.Step::rate)
                .containsExactly(1.0, 256.0, 16.0, 64.0, 32.0, 22.63);
        assertThat(result.highestMet()).hasValue(16);
        assertThat(result.lowestMissed()).hasValue(22.63);
        assertThat(SaturationJson.of(result, true))
                .contains("\"highest_met\" : 16.0")
                .contains("\"lowest_missed\" : 22.63")
                .contains("\"rate\" : 256.0");
    }

    @Test
    void theEndsDecideWhenTheLimitLiesOutside() {
        SaturationSearch.Result above = SaturationSearch.search(new Rates(1, 8), 9, rate -> true);
        assertThat(above.highestMet()).hasValue(8);
        assertThat(above.lowestMissed()).isEmpty();
        assertThat(above.steps()).hasSize(2);

        SaturationSearch.Result below = SaturationSearch.search(new Rates(1, 8), 9, rate -> false);
        assertThat(below.highestMet()).isEmpty();
        assertThat(below.lowestMissed()).hasValue(1);
        assertThat(below.steps()).hasSize(1);
        assertThat(SaturationJson.of(below, true)).contains("\"highest_met\" : null");
    }

    @Test
    void aSearchThatIsCutHasWhatItsStepsHaveShown() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double limit = Math.exp(random.nextDouble() * 8 - 1);
            SaturationSearch.Result whole = SaturationSearch.search(new Rates(1, 1000), 12, rate -> rate <= limit);
            for (int made = 0; made <= whole.steps().size(); made++) {
                List<SaturationSearch.Step> steps = whole.steps().subList(0, made);
                SaturationSearch.Result soFar = SaturationSearch.soFar(steps);
                assertThat(soFar.steps()).isEqualTo(steps);
                assertThat(soFar.highestMet().isPresent())
                        .isEqualTo(steps.stream().anyMatch(SaturationSearch.Step::met));
                assertThat(soFar.highestMet().orElse(0)).isLessThanOrEqualTo(limit);
                assertThat(soFar.lowestMissed().orElse(Double.MAX_VALUE)).isGreaterThan(limit);
                // neither is weaker than any step
                assertThat(steps).allSatisfy(step -> assertThat(
                                step.met()
                                        ? step.rate() <= soFar.highestMet().orElseThrow()
                                        : step.rate() >= soFar.lowestMissed().orElseThrow())
                        .isTrue());
            }
            assertThat(SaturationSearch.soFar(whole.steps())).isEqualTo(whole);
        }
    }

    @Test
    void theFileSaysThatTheSearchWasCut() {
        SaturationSearch.Result cut = SaturationSearch.soFar(
                List.of(new SaturationSearch.Step(1, true), new SaturationSearch.Step(256, false)));
        assertThat(SaturationJson.of(cut, false))
                .contains("\"complete\" : false", "\"highest_met\" : 1.0", "\"lowest_missed\" : 256.0");
        assertThat(SaturationJson.of(SaturationSearch.soFar(List.of()), false))
                .contains("\"highest_met\" : null", "\"lowest_missed\" : null", "\"steps\" : [ ]");
    }

    @Test
    void theLimitIsBracketedWithinTheStepsAllowed() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            double low = Math.exp(random.nextDouble() * 6 - 3);
            double high = low * (1.01 + random.nextDouble() * 1000);
            double limit = low + random.nextDouble() * (high - low) * 0.999;
            int most = 2 + random.nextInt(20);
            SaturationSearch.Result result = SaturationSearch.search(new Rates(low, high), most, rate -> rate <= limit);

            double met = result.highestMet().orElseThrow();
            double missed = result.lowestMissed().orElseThrow();
            assertThat(met).isLessThanOrEqualTo(limit);
            assertThat(missed).isGreaterThan(limit);
            assertThat(result.steps()).hasSizeLessThanOrEqualTo(most);
            double ratio = Math.pow(high / low, Math.pow(0.5, result.steps().size() - 2));
            assertThat(missed / met).isLessThan(ratio * 1.01);
            assertThat(result.steps().size() == most || missed / met <= 1.02).isTrue();
        }
    }
}
