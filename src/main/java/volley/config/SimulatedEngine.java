package volley.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * @param storage the tier behind the host's, where there is one
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
        Optional<SimulatedStorage> storage,
        int pageSizeTokens,
        int chunkedPrefillTokens,
        int maxRunningRequests,
        OptionalInt maxQueuedRequests,
        OptionalInt maxTotalTokens,
        OptionalInt contextLength,
        double speedup) {
    /** The parameter of its configurations, of which one is compared with another. */
    static final String CONFIGURATIONS = "simulated.configurations";

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
        return SimulatedEngine.builder()
                .kind(kind(given))
                .modelPreset(given.text("simulated.model-preset").orElseThrow())
                .gpuPreset(given.text("simulated.gpu-preset").orElseThrow())
                .schedulePolicy(given.choice("simulated.schedule-policy", SchedulePolicyName.class))
                .radixCache(!given.flag("simulated.disable-radix-cache"))
                .hierarchicalCache(given.flag("simulated.enable-hierarchical-cache"))
                .hicacheRatio(given.number("simulated.hicache-ratio", 0, true, false))
                .hicacheWritePolicy(given.choice("simulated.hicache-write-policy", HicacheWritePolicy.class))
                .storage(SimulatedStorage.read(given, given.isGiven(CONFIGURATIONS)))
                .pageSizeTokens((int) given.whole("simulated.page-size", 1, Integer.MAX_VALUE))
                .chunkedPrefillTokens((int) given.whole("simulated.chunked-prefill-size", 1, Integer.MAX_VALUE))
                .maxRunningRequests((int) given.whole("simulated.max-running-requests", 1, Integer.MAX_VALUE))
                .maxQueuedRequests(given.optionalInt("simulated.max-queued-requests", 1))
                .maxTotalTokens(given.optionalInt("simulated.max-total-tokens", 1))
                .contextLength(given.optionalInt("simulated.context-length", 2))
                .speedup(given.number("simulated.speedup", 0, true, false))
                .build();
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
        return toBuilder()
                .kind(EngineKind.ROOFLINE)
                .schedulePolicy(policy)
                .radixCache(radix)
                .hierarchicalCache(hierarchical)
                .build();
    }

    /** What a reader of a run must know that was faster than its model; empty if it was not. */
    public Optional<String> speedupNote() {
        String times = BigDecimal.valueOf(speedup).stripTrailingZeros().toPlainString();
        return speedup == 1
                ? Optional.empty()
                : Optional.of(
                        "the simulated server ran " + times + " times as fast as its model: every time and rate is the"
                                + " model's, so what client and network took of them counts " + times + " times");
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

    public static Builder builder() {
        return new Builder();
    }

    /** To make another of it. */
    public Builder toBuilder() {
        return builder()
                .kind(kind)
                .modelPreset(modelPreset)
                .gpuPreset(gpuPreset)
                .schedulePolicy(schedulePolicy)
                .radixCache(radixCache)
                .hierarchicalCache(hierarchicalCache)
                .hicacheRatio(hicacheRatio)
                .hicacheWritePolicy(hicacheWritePolicy)
                .storage(storage)
                .pageSizeTokens(pageSizeTokens)
                .chunkedPrefillTokens(chunkedPrefillTokens)
                .maxRunningRequests(maxRunningRequests)
                .maxQueuedRequests(maxQueuedRequests)
                .maxTotalTokens(maxTotalTokens)
                .contextLength(contextLength)
                .speedup(speedup);
    }

    /** Parts by name; to be given all but those that are optional. */
    public static final class Builder {
        private EngineKind kind;
        private String modelPreset;
        private String gpuPreset;
        private SchedulePolicyName schedulePolicy;
        private boolean radixCache;
        private boolean hierarchicalCache;
        private double hicacheRatio;
        private HicacheWritePolicy hicacheWritePolicy;
        private Optional<SimulatedStorage> storage = Optional.empty();
        private int pageSizeTokens;
        private int chunkedPrefillTokens;
        private int maxRunningRequests;
        private OptionalInt maxQueuedRequests = OptionalInt.empty();
        private OptionalInt maxTotalTokens = OptionalInt.empty();
        private OptionalInt contextLength = OptionalInt.empty();
        private double speedup;

        private Builder() {}

        public Builder kind(EngineKind value) {
            kind = value;
            return this;
        }

        public Builder modelPreset(String value) {
            modelPreset = value;
            return this;
        }

        public Builder gpuPreset(String value) {
            gpuPreset = value;
            return this;
        }

        public Builder schedulePolicy(SchedulePolicyName value) {
            schedulePolicy = value;
            return this;
        }

        public Builder radixCache(boolean value) {
            radixCache = value;
            return this;
        }

        public Builder hierarchicalCache(boolean value) {
            hierarchicalCache = value;
            return this;
        }

        public Builder hicacheRatio(double value) {
            hicacheRatio = value;
            return this;
        }

        public Builder hicacheWritePolicy(HicacheWritePolicy value) {
            hicacheWritePolicy = value;
            return this;
        }

        public Builder storage(Optional<SimulatedStorage> value) {
            storage = value;
            return this;
        }

        public Builder pageSizeTokens(int value) {
            pageSizeTokens = value;
            return this;
        }

        public Builder chunkedPrefillTokens(int value) {
            chunkedPrefillTokens = value;
            return this;
        }

        public Builder maxRunningRequests(int value) {
            maxRunningRequests = value;
            return this;
        }

        public Builder maxQueuedRequests(OptionalInt value) {
            maxQueuedRequests = value;
            return this;
        }

        public Builder maxTotalTokens(OptionalInt value) {
            maxTotalTokens = value;
            return this;
        }

        public Builder contextLength(OptionalInt value) {
            contextLength = value;
            return this;
        }

        public Builder speedup(double value) {
            speedup = value;
            return this;
        }

        public SimulatedEngine build() {
            return new SimulatedEngine(
                    kind,
                    modelPreset,
                    gpuPreset,
                    schedulePolicy,
                    radixCache,
                    hierarchicalCache,
                    hicacheRatio,
                    hicacheWritePolicy,
                    storage,
                    pageSizeTokens,
                    chunkedPrefillTokens,
                    maxRunningRequests,
                    maxQueuedRequests,
                    maxTotalTokens,
                    contextLength,
                    speedup);
        }
    }
}
