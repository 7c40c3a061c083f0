package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.simulator.engine.EngineScript.config;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A device of 1000 tokens that other prompts overrun, and a host beside it. */
class HostTierTest {
    private static EngineScript script(HostTierConfig tier) {
        return new EngineScript(
                config(SchedulePolicy.FCFS, CacheConfig.radix(1000).withHostTier(tier)));
    }

    private static void overrun(EngineScript script, int times) {
        for (int i = 0; i < times; i++) {
            script.submit(500_000 + i * 1000, 900, 1);
            script.finishAll();
        }
    }

    @Test
    void writeThroughBringsAnEvictedPromptBack() {
        EngineScript script = script(HostTierConfig.of(10_000, WritePolicy.WRITE_THROUGH));
        script.submit(0, 300, 1);
        script.finishAll();
        overrun(script, 1);
        long again = script.submit(0, 400, 1);
        script.finishAll();

        assertThat(script.last(again).cachedHostTokens()).isEqualTo(300);
        assertThat(script.last(again).cachedDeviceTokens()).isZero();
        assertThat(script.engine.stats().hostCachedTokens()).isEqualTo(400 + 900);
    }

    @Test
    void writeBackCopiesOnEvictionOnly() {
        EngineScript script = script(HostTierConfig.of(10_000, WritePolicy.WRITE_BACK));
        script.submit(0, 300, 1);
        script.finishAll();
        assertThat(script.engine.stats().hostCachedTokens()).isZero();
        overrun(script, 1);
        assertThat(script.engine.stats().hostCachedTokens()).isEqualTo(300);
        long again = script.submit(0, 400, 1);
        script.finishAll();
        assertThat(script.last(again).cachedHostTokens()).isEqualTo(300);
    }

    @Test
    void selectiveCopiesAfterSoManyHits() {
        EngineScript script = script(new HostTierConfig(10_000, WritePolicy.WRITE_THROUGH_SELECTIVE, 3, 10));
        for (int use = 1; use <= 3; use++) {
            script.submit(0, 301, 1);
            script.finishAll();
            assertThat(script.engine.stats().hostCachedTokens())
                    .as("use " + use)
                    .isEqualTo(use < 3 ? 0 : 301);
        }
    }

    @Test
    void selectiveLosesWhatWasNotUsedOftenEnough() {
        EngineScript script = script(new HostTierConfig(10_000, WritePolicy.WRITE_THROUGH_SELECTIVE, 2, 10));
        script.submit(0, 300, 1);
        script.finishAll();
        overrun(script, 1);
        assertThat(script.engine.stats().hostCachedTokens()).isZero();
    }

    /** Too short to be loaded, the prefix on the host is computed again, and that does not fit into the step any more. */
    @Test
    void whatIsNotLoadedCountsAsInput() {
        CacheConfig cache =
                CacheConfig.radix(1000).withHostTier(new HostTierConfig(10_000, WritePolicy.WRITE_THROUGH, 1, 50));
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, cache)
                .withScheduler(new SchedulerConfig(SchedulePolicy.FCFS, 8192, 100, 10, 0.7, 0.7, 1)));
        script.submit(0, 40, 1);
        script.finishAll();
        overrun(script, 2);
        script.submit(20_000, 30, 1);
        script.submit(0, 100, 1);

        assertThat(script.step().durationNs()).isEqualTo(30_000_000L);
        assertThat(script.step().durationNs()).isEqualTo(100_000_000L);
    }

    @Test
    void aFullHostGivesUpTheLongestUnused() {
        EngineScript script = script(HostTierConfig.of(2000, WritePolicy.WRITE_THROUGH));
        script.submit(0, 300, 1);
        script.finishAll();
        overrun(script, 3);
        long forgotten = script.submit(0, 400, 1);
        script.finishAll();
        assertThat(script.cachedTokens(forgotten)).isZero();
        long remembered = script.submit(500_000 + 2000, 905, 1);
        script.finishAll();
        assertThat(script.cachedTokens(remembered)).isEqualTo(900);
    }

    @Test
    void aShortPrefixIsComputedAgain() {
        for (int prefix : new int[] {9, 10}) {
            EngineScript script = script(HostTierConfig.of(10_000, WritePolicy.WRITE_THROUGH));
            script.submit(0, prefix, 1);
            script.finishAll();
            overrun(script, 2);
            long again = script.submit(0, 100, 1);
            script.finishAll();
            assertThat(script.last(again).cachedHostTokens()).isEqualTo(prefix < 10 ? 0 : 10);
        }
    }

    @Test
    void loadingTakesTimeThatComputingHides() {
        ModelPreset model = ModelPreset.QWEN2_5_14B.withDeviceCapacityTokens(1000);
        EngineConfig timed = EngineConfig.of(model, GpuPreset.A100_80G, SchedulePolicy.FCFS);
        EngineScript script = new EngineScript(timed.withCache(
                new CacheConfig(1000, 1, true, Optional.of(HostTierConfig.of(10_000, WritePolicy.WRITE_THROUGH)))));
        script.submit(0, 300, 1);
        script.finishAll();
        overrun(script, 1);
        script.submit(0, 400, 1);

        assertThat(script.step().durationNs())
                .isEqualTo(timed.time().prefillNs(100, 100.0 * 300 + 100.0 * 100 / 2, 300));
    }
}
