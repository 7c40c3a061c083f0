package volley.simulator;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import volley.config.BadInputException;
import volley.config.SimulatedEngine;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedEngine.HicacheWritePolicy;
import volley.config.SimulatedEngine.SchedulePolicyName;
import volley.config.SimulatedSettings;
import volley.config.SimulatedStorage;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.PrefetchPolicy;
import volley.simulator.engine.RooflineTimeModel;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.SchedulerConfig;
import volley.simulator.engine.StorageBackend;
import volley.simulator.engine.StorageTierConfig;
import volley.simulator.engine.WritePolicy;
import volley.simulator.http.AnswerModel;

/** Settings into models. */
public final class Engines {
    private static final double BYTES_PER_GIGABYTE = 1e9;

    private Engines() {}

    /**
     * The engine of these settings.
     *
     * @throws BadInputException for an unknown preset
     */
    public static EngineConfig config(SimulatedEngine asked) {
        ModelPreset model = named("model-preset", asked.modelPreset(), ModelPreset.all(), ModelPreset::name);
        GpuPreset gpu = named("gpu-preset", asked.gpuPreset(), GpuPreset.all(), GpuPreset::name);
        long capacityTokens =
                asked.maxTotalTokens().isPresent() ? asked.maxTotalTokens().getAsInt() : model.deviceCapacityTokens();
        return new EngineConfig(
                SchedulerConfig.of(policy(asked.schedulePolicy()))
                        .withChunkedPrefillTokens(asked.chunkedPrefillTokens())
                        .withMaxRunningRequests(asked.maxRunningRequests()),
                cache(asked, capacityTokens, model),
                asked.contextLength().orElse(model.contextTokens()),
                new RooflineTimeModel(model, gpu));
    }

    /**
     * The model behind an HTTP server; to be closed with it.
     *
     * @throws BadInputException for an unknown preset
     */
    public static AnswerModel realTime(SimulatedSettings asked) {
        SimulatedEngine engine = asked.engine();
        if (engine.kind() == EngineKind.ROOFLINE) {
            return new EngineModel(config(engine), engine.speedup(), engine.maxQueuedRequests());
        }
        return new FixedRateModel(timing(asked));
    }

    /** The speed-up of a model whose every time is a parameter: its times divided. */
    private static SimulatedTiming timing(SimulatedSettings asked) {
        double speedup = asked.engine().speedup();
        return new SimulatedTiming(
                asked.baseLatency().toNanos() / 1e6 / speedup,
                asked.prefillTokensPerSecond() * speedup,
                asked.interToken().toNanos() / 1e6 / speedup,
                asked.cacheTokens());
    }

    /**
     * Makes sure that there could be such an engine.
     *
     * @throws BadInputException as {@link #realTime}
     */
    public static void check(SimulatedSettings asked) {
        if (asked.engine().kind() == EngineKind.ROOFLINE) {
            config(asked.engine());
        } else {
            timing(asked);
        }
    }

    /** As the other, in virtual time: nothing waits there, so that it is as fast as its model. */
    public static String describeVirtual(SimulatedEngine engine) {
        return describe(engine.toBuilder().speedup(1).build());
    }

    /** An engine in one line, for people. */
    public static String describe(SimulatedEngine engine) {
        String cache = !engine.radixCache()
                ? "no prefix cache"
                : "radix cache, " + engine.schedulePolicy().name().toLowerCase(Locale.ROOT)
                        + (engine.hierarchicalCache()
                                ? ", host tier of ratio " + engine.hicacheRatio()
                                        + engine.storage()
                                                .map(tier -> ", " + tier.label())
                                                .orElse("")
                                : "");
        return engine.modelPreset() + " on " + engine.gpuPreset() + ", " + cache
                + (engine.speedup() == 1
                        ? ""
                        : ", "
                                + BigDecimal.valueOf(engine.speedup())
                                        .stripTrailingZeros()
                                        .toPlainString() + " times as fast");
    }

    /** What the server tells of the cache as its arguments, under SGLang's names. */
    public static Map<String, Object> told(SimulatedEngine engine) {
        Map<String, Object> told = new TreeMap<>();
        told.put("schedule_policy", lower(engine.schedulePolicy()));
        told.put("disable_radix_cache", !engine.radixCache());
        told.put("enable_hierarchical_cache", engine.hierarchicalCache());
        told.put("hicache_ratio", engine.hicacheRatio());
        told.put("hicache_write_policy", lower(engine.hicacheWritePolicy()));
        told.put("page_size", engine.pageSizeTokens());
        told.put("chunked_prefill_size", engine.chunkedPrefillTokens());
        told.put("max_running_requests", engine.maxRunningRequests());
        if (engine.hierarchicalCache() && engine.storage().isPresent()) {
            SimulatedStorage storage = engine.storage().get();
            told.put("hicache_storage_backend", lower(storage.backend()));
            told.put("hicache_storage_prefetch_policy", lower(storage.prefetchPolicy()));
        }
        return told;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static CacheConfig cache(SimulatedEngine asked, long capacityTokens, ModelPreset model) {
        if (!asked.radixCache()) {
            return CacheConfig.none(capacityTokens).withPageSizeTokens(asked.pageSizeTokens());
        }
        CacheConfig radix = CacheConfig.radix(capacityTokens).withPageSizeTokens(asked.pageSizeTokens());
        if (!asked.hierarchicalCache()) {
            return radix;
        }
        HostTierConfig host = HostTierConfig.of(
                Math.round(asked.hicacheRatio() * capacityTokens), policy(asked.hicacheWritePolicy()));
        return radix.withHostTier(asked.storage()
                .map(storage -> host.withStorage(storage(storage, model)))
                .orElse(host));
    }

    private static StorageTierConfig storage(SimulatedStorage asked, ModelPreset model) {
        StorageBackend backend =
                switch (asked.backend()) {
                    case FILE -> StorageBackend.FILE;
                    case MOONCAKE -> StorageBackend.MOONCAKE;
                };
        double bytesPerSecond = asked.gigabytesPerSecond().isPresent()
                ? BYTES_PER_GIGABYTE * asked.gigabytesPerSecond().getAsDouble()
                : backend.bytesPerSecond();
        return new StorageTierConfig(
                backend,
                asked.capacityTokens().isPresent() ? asked.capacityTokens().getAsInt() : Long.MAX_VALUE,
                bytesPerSecond / model.kvBytesPerToken(),
                backend.batchLatencyNs(),
                switch (asked.prefetchPolicy()) {
                    case BEST_EFFORT -> PrefetchPolicy.BEST_EFFORT;
                    case WAIT_COMPLETE -> PrefetchPolicy.WAIT_COMPLETE;
                    case TIMEOUT -> PrefetchPolicy.TIMEOUT;
                },
                asked.prefetchThresholdTokens(),
                asked.prefetchTimeout(),
                asked.prefetchTimeoutPer1024Tokens());
    }

    private static SchedulePolicy policy(SchedulePolicyName name) {
        return switch (name) {
            case FCFS -> SchedulePolicy.FCFS;
            case LPM -> SchedulePolicy.LPM;
        };
    }

    private static WritePolicy policy(HicacheWritePolicy name) {
        return switch (name) {
            case WRITE_BACK -> WritePolicy.WRITE_BACK;
            case WRITE_THROUGH -> WritePolicy.WRITE_THROUGH;
            case WRITE_THROUGH_SELECTIVE -> WritePolicy.WRITE_THROUGH_SELECTIVE;
        };
    }

    private static <P> P named(String option, String name, Collection<P> presets, Function<P, String> nameOf) {
        List<String> names = presets.stream().map(nameOf).toList();
        return presets.stream()
                .filter(preset -> nameOf.apply(preset).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        option + " is " + name + ", which the simulated server does not have; give one of "
                                + names.stream().collect(Collectors.joining(", "))));
    }
}
