package volley.simulator.virtual;

import java.util.List;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.WritePolicy;

/** The workloads and servers that SGLang's hierarchical cache was shown with. */
final class SglangWorkloads {
    static final long QWEN_CAPACITY_TOKENS = ModelPreset.QWEN2_5_14B.deviceCapacityTokens();

    /** The four servers compared, from the slowest to the fastest. */
    enum Server {
        NO_CACHE,
        RADIX_FCFS,
        RADIX_LPM,
        /** lpm, and a host of twice the device's capacity, written through. */
        HIERARCHICAL;

        EngineConfig config(long capacityTokens) {
            SchedulePolicy policy = this == NO_CACHE || this == RADIX_FCFS ? SchedulePolicy.FCFS : SchedulePolicy.LPM;
            CacheConfig cache = this == NO_CACHE ? CacheConfig.none(capacityTokens) : CacheConfig.radix(capacityTokens);
            if (this == HIERARCHICAL) {
                cache = cache.withHostTier(HostTierConfig.of(2 * capacityTokens, WritePolicy.WRITE_THROUGH));
            }
            return EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, policy)
                    .withCache(cache);
        }
    }

    private SglangWorkloads() {}

    /** 256 clients, 5 rounds, 512 new and 64 answered tokens a round. */
    static List<VirtualConversation> defaultWorkload() {
        return SyntheticConversations.of(256, 5, 512, 64);
    }

    /** A quarter of it. Smaller ones are limited by the memory of decoding instead of the cache. */
    static List<VirtualConversation> smallWorkload() {
        return SyntheticConversations.of(64, 5, 512, 64);
    }
}
