package volley.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The storage behind the host tier of the simulated server, under SGLang's names. Each is described in
 * {@code reference.conf}, block {@code simulated}.
 *
 * @param backend its kind
 * @param prefetchPolicy how long a request waits for what is fetched
 * @param prefetchThresholdTokens shorter pieces are not fetched
 * @param prefetchTimeout for the policy timeout: the part that does not depend on the tokens
 * @param prefetchTimeoutPer1024Tokens what is added for each 1024 tokens
 * @param capacityTokens absent: no limit
 * @param gigabytesPerSecond absent: the backend's
 */
public record SimulatedStorage(
        Backend backend,
        PrefetchPolicy prefetchPolicy,
        int prefetchThresholdTokens,
        Duration prefetchTimeout,
        Duration prefetchTimeoutPer1024Tokens,
        OptionalInt capacityTokens,
        OptionalDouble gigabytesPerSecond) {
    private static final String BACKEND = "simulated.hicache-storage-backend";

    /** SGLang's {@code --hicache-storage-backend}, those of which the model knows. */
    public enum Backend {
        FILE,
        MOONCAKE
    }

    /** SGLang's {@code --hicache-storage-prefetch-policy}. */
    public enum PrefetchPolicy {
        BEST_EFFORT,
        WAIT_COMPLETE,
        TIMEOUT
    }

    /** @throws BadInputException for a value out of range */
    public SimulatedStorage {
        if (prefetchThresholdTokens < 1) {
            throw new BadInputException(
                    "prefetch-threshold is " + prefetchThresholdTokens + " (simulated server); it must be 1 or more");
        }
        if (prefetchTimeout.isNegative() || prefetchTimeoutPer1024Tokens.isNegative()) {
            throw new BadInputException(
                    "prefetch-timeout-base or prefetch-timeout-per-ki-token is below 0 (simulated server)");
        }
        if (capacityTokens.orElse(1) < 1) {
            throw new BadInputException("hicache-storage-tokens is " + capacityTokens.getAsInt()
                    + " (simulated server); it must be 1 or more");
        }
        if (!(gigabytesPerSecond.orElse(1) > 0)) {
            throw new BadInputException("hicache-storage-gb-per-second is " + gigabytesPerSecond.getAsDouble()
                    + " (simulated server); it must be above 0");
        }
    }

    /**
     * Nothing where no backend is named.
     *
     * @param anyConfiguration whether the engine is one of several configurations, of which one may have the host tier that the
     *     other parameters do not
     */
    static Optional<SimulatedStorage> read(Parameters given, boolean anyConfiguration) {
        if (given.text(BACKEND).isEmpty()) {
            return Optional.empty();
        }
        if (!given.flag("simulated.enable-hierarchical-cache") && !anyConfiguration) {
            throw given.bad(
                    BACKEND,
                    "is a tier behind the host's, which there is none of; add "
                            + GivenAs.setting("simulated.enable-hierarchical-cache", "true"));
        }
        String speed = "simulated.hicache-storage-gb-per-second";
        return Optional.of(new SimulatedStorage(
                given.choice(BACKEND, Backend.class),
                given.choice("simulated.hicache-storage-prefetch-policy", PrefetchPolicy.class),
                (int) given.whole("simulated.prefetch-threshold", 1, Integer.MAX_VALUE),
                given.seconds("simulated.prefetch-timeout-base"),
                given.seconds("simulated.prefetch-timeout-per-ki-token"),
                given.optionalInt("simulated.hicache-storage-tokens", 1),
                given.text(speed).isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(given.number(speed, 0, true, false))));
    }

    /** In a word, for people. */
    public String label() {
        return backend.name().toLowerCase(Locale.ROOT) + " storage, "
                + prefetchPolicy.name().toLowerCase(Locale.ROOT);
    }
}
