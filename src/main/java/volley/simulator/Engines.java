package volley.simulator;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import volley.config.BadInputException;
import volley.config.SimulatedEngine;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedEngine.HicacheWritePolicy;
import volley.config.SimulatedEngine.SchedulePolicyName;
import volley.config.SimulatedSettings;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.RooflineTimeModel;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.SchedulerConfig;
import volley.simulator.engine.WritePolicy;
import volley.simulator.http.AnswerModel;

/** Settings into models. */
public final class Engines {
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
                cache(asked, capacityTokens),
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
        // The speed-up of a model whose every time is a parameter: its times divided.
        return new FixedRateModel(new SimulatedTiming(
                asked.baseLatency().toNanos() / 1e6 / engine.speedup(),
                asked.prefillTokensPerSecond() * engine.speedup(),
                asked.interToken().toNanos() / 1e6 / engine.speedup(),
                asked.cacheTokens()));
    }

    /** An engine in one line, for people. */
    public static String describe(SimulatedEngine engine) {
        String cache = !engine.radixCache()
                ? "no prefix cache"
                : "radix cache, " + engine.schedulePolicy().name().toLowerCase(Locale.ROOT)
                        + (engine.hierarchicalCache() ? ", host tier of ratio " + engine.hicacheRatio() : "");
        return engine.modelPreset() + " on " + engine.gpuPreset() + ", " + cache
                + (engine.speedup() == 1
                        ? ""
                        : ", "
                                + BigDecimal.valueOf(engine.speedup())
                                        .stripTrailingZeros()
                                        .toPlainString() + " times as fast");
    }

    private static CacheConfig cache(SimulatedEngine asked, long capacityTokens) {
        if (!asked.radixCache()) {
            return CacheConfig.none(capacityTokens).withPageSizeTokens(asked.pageSizeTokens());
        }
        CacheConfig radix = CacheConfig.radix(capacityTokens).withPageSizeTokens(asked.pageSizeTokens());
        return asked.hierarchicalCache()
                ? radix.withHostTier(HostTierConfig.of(
                        Math.round(asked.hicacheRatio() * capacityTokens), policy(asked.hicacheWritePolicy())))
                : radix;
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
                .orElseThrow(() -> new BadInputException(option + " is " + name + " (simulated server); there are: "
                        + names.stream().collect(Collectors.joining(", "))));
    }
}
