package volley.config;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The simulated server's engine, under SGLang's names. Each is described in {@code reference.conf}, block
 * {@code simulated}.
 *
 * @param kind what computes the times
 * @param modelPreset name of the language model
 * @param gpuPreset name of the GPU
 * @param radixCache whether prefixes are cached at all
 * @param hicacheRatio host tokens for each device token
 * @param maxTotalTokens tokens of KV cache on the device; absent: the model's on that GPU
 * @param contextLength longest prompt and answer together, tokens; absent: the model's
 * @param speedup how much faster than the model of time the server runs in real time
 */
public record SimulatedEngine(
        EngineKind kind,
        String modelPreset,
        String gpuPreset,
        SchedulePolicyName schedulePolicy,
        boolean radixCache,
        boolean hierarchicalCache,
        double hicacheRatio,
        HicacheWritePolicy hicacheWritePolicy,
        int pageSizeTokens,
        int chunkedPrefillTokens,
        int maxRunningRequests,
        OptionalInt maxQueuedRequests,
        OptionalInt maxTotalTokens,
        OptionalInt contextLength,
        double speedup) {
    /** What computes the times. */
    public enum EngineKind {
        /** Fixed prefill speed, fixed time between tokens, room for everything. */
        FIXED_RATE,
        /** SGLang's scheduler and cache, steps timed by the GPU's arithmetic and memory traffic. */
        ROOFLINE
    }

    /** SGLang's {@code --schedule-policy}. */
    public enum SchedulePolicyName {
        FCFS,
        LPM
    }

    /** SGLang's {@code --hicache-write-policy}. */
    public enum HicacheWritePolicy {
        WRITE_BACK,
        WRITE_THROUGH,
        WRITE_THROUGH_SELECTIVE
    }

    /** @throws BadInputException for a value out of range or a contradiction */
    public SimulatedEngine {
        if (hierarchicalCache && !radixCache) {
            throw new BadInputException("enable-hierarchical-cache contradicts disable-radix-cache (simulated server);"
                    + " give one of them");
        }
        require(hicacheRatio > 0 && hicacheRatio < 1e6, "hicache-ratio", hicacheRatio, "above 0");
        require(speedup > 0 && speedup < 1e9, "speedup", speedup, "above 0");
        require(pageSizeTokens >= 1, "page-size", pageSizeTokens, "1 or more");
        require(
                chunkedPrefillTokens >= pageSizeTokens,
                "chunked-prefill-size",
                chunkedPrefillTokens,
                "page-size or more");
        require(maxRunningRequests >= 1, "max-running-requests", maxRunningRequests, "1 or more");
        require(maxQueuedRequests.orElse(1) >= 1, "max-queued-requests", maxQueuedRequests.orElse(1), "1 or more");
        int fewestTokens = 2 * pageSizeTokens;
        require(
                maxTotalTokens.orElse(fewestTokens) >= fewestTokens,
                "max-total-tokens",
                maxTotalTokens.orElse(0),
                "two pages or more");
        require(contextLength.orElse(2) >= 2, "context-length", contextLength.orElse(2), "2 or more");
    }

    static SimulatedEngine read(Parameters given) {
        return new SimulatedEngine(
                kind(given),
                given.text("simulated.model-preset").orElseThrow(),
                given.text("simulated.gpu-preset").orElseThrow(),
                given.choice("simulated.schedule-policy", SchedulePolicyName.class),
                !given.flag("simulated.disable-radix-cache"),
                given.flag("simulated.enable-hierarchical-cache"),
                given.number("simulated.hicache-ratio", 0, true, false),
                given.choice("simulated.hicache-write-policy", HicacheWritePolicy.class),
                (int) given.whole("simulated.page-size", 1, Integer.MAX_VALUE),
                (int) given.whole("simulated.chunked-prefill-size", 1, Integer.MAX_VALUE),
                (int) given.whole("simulated.max-running-requests", 1, Integer.MAX_VALUE),
                given.optionalInt("simulated.max-queued-requests", 1),
                given.optionalInt("simulated.max-total-tokens", 1),
                given.optionalInt("simulated.context-length", 2),
                given.number("simulated.speedup", 0, true, false));
    }

    /** A run in virtual time has only the engine to compute with. */
    private static EngineKind kind(Parameters given) {
        boolean virtual = given.flag("simulate");
        String name = given.text("simulated.engine").orElse(virtual ? "roofline" : "fixed-rate");
        EngineKind kind =
                switch (name) {
                    case "fixed-rate" -> EngineKind.FIXED_RATE;
                    case "roofline" -> EngineKind.ROOFLINE;
                    default -> throw given.bad("simulated.engine", "is not one of fixed-rate, roofline");
                };
        if (virtual && kind == EngineKind.FIXED_RATE) {
            throw given.bad("simulated.engine", "has no queue to simulate; with simulate=true leave it out");
        }
        return kind;
    }

    /** The same, with another cache and order of admission. */
    public SimulatedEngine with(SchedulePolicyName policy, boolean radix, boolean hierarchical) {
        return new SimulatedEngine(
                EngineKind.ROOFLINE,
                modelPreset,
                gpuPreset,
                policy,
                radix,
                hierarchical,
                hicacheRatio,
                hicacheWritePolicy,
                pageSizeTokens,
                chunkedPrefillTokens,
                maxRunningRequests,
                maxQueuedRequests,
                maxTotalTokens,
                contextLength,
                speedup);
    }

    /** The parameters that {@link #with} changes, by name. */
    Map<String, String> changing() {
        return Map.of(
                "simulated.schedule-policy", schedulePolicy.name().toLowerCase(Locale.ROOT),
                "simulated.disable-radix-cache", String.valueOf(!radixCache),
                "simulated.enable-hierarchical-cache", String.valueOf(hierarchicalCache));
    }

    private static void require(boolean ok, String name, double value, String allowed) {
        if (!ok) {
            throw new BadInputException(name + " is " + value + " (simulated server); it must be " + allowed);
        }
    }
}
