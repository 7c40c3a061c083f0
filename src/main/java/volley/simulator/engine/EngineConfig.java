package volley.simulator.engine;

/**
 * A simulated server in full.
 *
 * @param contextTokens longest prompt and answer together the model takes
 * @param time how long its steps take
 */
public record EngineConfig(SchedulerConfig scheduler, CacheConfig cache, int contextTokens, TimeModel time) {
    /** The model's context and capacity on the GPU, timed by {@link RooflineTimeModel}, with a radix cache. */
    public static EngineConfig of(ModelPreset model, GpuPreset gpu, SchedulePolicy policy) {
        return new EngineConfig(
                SchedulerConfig.of(policy),
                CacheConfig.radix(model.deviceCapacityTokens()),
                model.contextTokens(),
                new RooflineTimeModel(model, gpu));
    }

    public EngineConfig withCache(CacheConfig other) {
        return new EngineConfig(scheduler, other, contextTokens, time);
    }

    public EngineConfig withScheduler(SchedulerConfig other) {
        return new EngineConfig(other, cache, contextTokens, time);
    }
}
