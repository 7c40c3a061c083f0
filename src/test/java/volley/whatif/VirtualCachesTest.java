package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.prepare.Preparation;
import volley.report.page.CacheSizes;

class VirtualCachesTest {
    /** A cache that is too small for the sample: hits save time, and a larger one saves more. */
    @Test
    void whatTheCacheSavesIsComputedOnTheSamePlan() {
        CacheSizes sizes = sizes("simulated.enable-hierarchical-cache", "true").orElseThrow();
        assertThat(sizes.withoutHits().ttftMs()).isGreaterThan(sizes.now().ttftMs());
        assertThat(sizes.withoutHits().hitPercent()).hasValue(0);
        assertThat(sizes.withoutHost().orElseThrow().hitPercent().orElseThrow())
                .isLessThan(sizes.now().hitPercent().orElseThrow());
        assertThat(sizes.larger()).extracting(CacheSizes.Figures::times).containsExactly(2, 4, 8);
        assertThat(sizes.larger().get(2).hitPercent().orElseThrow())
                .isGreaterThan(sizes.now().hitPercent().orElseThrow());
        assertThat(sizes.larger().get(2).ttftMs()).isLessThan(sizes.now().ttftMs());
    }

    @Test
    void withoutASecondTierThereIsNoneToTell() {
        assertThat(sizes("seed", "1").orElseThrow().withoutHost()).isEmpty();
    }

    @Test
    void anEngineWithoutPrefixesHasNothingToSave() {
        assertThat(sizes("simulated.disable-radix-cache", "true")).isEmpty();
    }

    private static Optional<CacheSizes> sizes(String name, String value) {
        Properties given = new Properties();
        Map.of("simulate", "true", "disable-tqdm", "true", "simulated.max-total-tokens", "1500", name, value)
                .forEach((each, to) -> given.setProperty("volley." + each, to));
        Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
        return VirtualCaches.of(
                prepared,
                VirtualRun.answers(prepared, prepared.settings().simulated().engine()));
    }
}
