package volley.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.InvariantChecker;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.PrefetchPolicy;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.StorageBackend;
import volley.simulator.engine.StorageTierConfig;
import volley.simulator.engine.WritePolicy;

/**
 * Hit rates by round against a real server's, published in SGLang's pull request 27010: 128 conversations, 512 new and
 * 64 answered tokens a round, page 64, 262,144 tokens on the device, random order with a barrier between rounds.
 */
class PublishedHitRatesTest {
    private static final int NEW_TOKENS = 512;
    private static final int ANSWER_TOKENS = 64;
    private static final int PAGE = 64;
    private static final List<VirtualConversation> CONVERSATIONS =
            SyntheticConversations.of(128, 10, NEW_TOKENS, ANSWER_TOKENS);

    private static EngineConfig server(CacheConfig cache) {
        return EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.FCFS)
                .withCache(cache.withPageSizeTokens(PAGE));
    }

    private static LoadShape load(long seed) {
        return LoadShape.of(1, 128, seed).withRoundBarrier();
    }

    /** With room for everything all of the history is found but what the last page lacks: exact, request by request. */
    @Test
    void withRoomForEverythingAllWholePagesOfTheHistoryAreFound() {
        for (int page : new int[] {1, PAGE}) {
            EngineConfig roomy = server(CacheConfig.radix(10_000_000));
            VirtualResult result = VirtualRun.play(
                    CONVERSATIONS,
                    LoadShape.of(4, 128, 1),
                    roomy.withCache(roomy.cache().withPageSizeTokens(page)));
            for (VirtualRequest r : result.requests()) {
                int history = r.round() * (NEW_TOKENS + ANSWER_TOKENS);
                int expected = r.round() == 0 ? 0 : (history - 1) / page * page;
                assertThat(r.cachedDeviceTokens()).isEqualTo(expected);
                assertThat(r.cachedHostTokens()).isZero();
            }
            if (page == PAGE) {
                double[] published = {0, .470588, .653846, .742857, .795455};
                for (int round = 0; round < published.length; round++) {
                    assertThat(result.hitRateOfRound(round)).isCloseTo(published[round], within(1e-6));
                }
            }
        }
    }

    @Test
    void aHostFourTimesTheDeviceFindsTheRest() {
        CacheConfig cache =
                CacheConfig.radix(262_144).withHostTier(HostTierConfig.of(4 * 262_144, WritePolicy.WRITE_THROUGH));
        VirtualResult result = VirtualRun.play(CONVERSATIONS, load(1), server(cache));
        double[] published = {0, .471, .654, .743, .795};
        for (int round = 0; round < published.length; round++) {
            assertThat(result.hitRateOfRound(round)).isCloseTo(published[round], within(0.001));
        }
    }

    /** What a host of one and a half times the device has no room for comes back from storage, if it is waited for. */
    @Test
    void storageFindsWhatASmallHostLost() {
        List<VirtualConversation> conversations = SyntheticConversations.of(64, 5, NEW_TOKENS, ANSWER_TOKENS);
        HostTierConfig host = HostTierConfig.of(60_000, WritePolicy.WRITE_THROUGH);
        StorageTierConfig storage = new StorageTierConfig(
                StorageBackend.MOONCAKE,
                Long.MAX_VALUE,
                StorageBackend.MOONCAKE.bytesPerSecond() / ModelPreset.QWEN2_5_14B.kvBytesPerToken(),
                StorageBackend.MOONCAKE.batchLatencyNs(),
                PrefetchPolicy.WAIT_COMPLETE,
                256,
                Duration.ZERO,
                Duration.ZERO);
        LoadShape load = LoadShape.of(4, 8, 1).withRoundBarrier();
        CacheConfig device = CacheConfig.radix(40_000);
        VirtualResult without = VirtualRun.play(conversations, load, server(device.withHostTier(host)));
        VirtualResult with =
                VirtualRun.play(conversations, load, server(device.withHostTier(host.withStorage(storage))));
        double[] everything = {0, .470588, .653846, .742857, .795455};
        for (int round = 0; round < everything.length; round++) {
            assertThat(with.hitRateOfRound(round)).as("round " + round).isCloseTo(everything[round], within(0.02));
        }
        assertThat(without.hitRateOfRound(4)).isLessThan(0.6);
        assertThat(with.engine().cachedStorageTokens()).isPositive();
        assertThat(with.meanTtftSeconds()).isLessThan(without.meanTtftSeconds());
    }

    /** One run's rates are a draw of the random order (σ up to .03 a round), so the mean of 64 runs is compared. */
    @Test
    void onTheDeviceAloneTheyFallAsPublished() {
        double[] published = {0, .470588, .653846, .630580, .363459, .239976, .146925, .143266, .055469, .035112};
        int runs = 64;
        double[] mean = new double[published.length];
        for (int seed = 1; seed <= runs; seed++) {
            VirtualResult result = VirtualRun.play(CONVERSATIONS, load(seed), server(CacheConfig.radix(262_144)));
            for (int round = 0; round < mean.length; round++) {
                mean[round] += result.hitRateOfRound(round) / runs;
            }
        }
        for (int round = 0; round < mean.length; round++) {
            assertThat(mean[round]).as("round " + round).isCloseTo(published[round], within(round <= 6 ? 0.02 : 0.05));
        }
    }

    @Test
    void theInvariantsHoldAfterEveryStep() {
        CacheConfig cache =
                CacheConfig.radix(40_000).withHostTier(HostTierConfig.of(60_000, WritePolicy.WRITE_THROUGH_SELECTIVE));
        VirtualResult result = VirtualRun.play(
                SyntheticConversations.of(20, 8, NEW_TOKENS, ANSWER_TOKENS),
                LoadShape.of(8, 16, 1),
                server(cache),
                InvariantChecker::check);
        assertThat(result.engine().evictedTokens()).isPositive();
        assertThat(result.engine().cachedHostTokens()).isPositive();
    }
}
