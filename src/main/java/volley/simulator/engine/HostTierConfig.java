package volley.simulator.engine;

import java.util.Optional;

/**
 * The second cache level, in the host's memory.
 *
 * @param capacityTokens tokens of KV cache it holds; above 0
 * @param policy when KV cache is copied to it
 * @param selectiveHits for {@link WritePolicy#WRITE_THROUGH_SELECTIVE}: how often a prefix must have been stored
 *     before it is copied; at least 1
 * @param loadBackMinTokens shorter prefixes are computed again instead of loaded
 * @param storage the third level
 */
public record HostTierConfig(
        long capacityTokens,
        WritePolicy policy,
        int selectiveHits,
        int loadBackMinTokens,
        Optional<StorageTierConfig> storage) {
    /** SGLang v0.5's: backup from the second hit on when selective, load back from 10 tokens on. */
    private static final int DEFAULT_SELECTIVE_HITS = 2;

    private static final int DEFAULT_LOAD_BACK_MIN_TOKENS = 10;

    public HostTierConfig {
        if (capacityTokens < 1 || selectiveHits < 1 || loadBackMinTokens < 0) {
            throw new IllegalArgumentException("host tier of " + capacityTokens + " tokens, " + selectiveHits
                    + " hits, load back from " + loadBackMinTokens + " tokens");
        }
    }

    /** Without a third level. */
    public HostTierConfig(long capacityTokens, WritePolicy policy, int selectiveHits, int loadBackMinTokens) {
        this(capacityTokens, policy, selectiveHits, loadBackMinTokens, Optional.empty());
    }

    public static HostTierConfig of(long capacityTokens, WritePolicy policy) {
        return new HostTierConfig(capacityTokens, policy, DEFAULT_SELECTIVE_HITS, DEFAULT_LOAD_BACK_MIN_TOKENS);
    }

    public HostTierConfig withStorage(StorageTierConfig tier) {
        return new HostTierConfig(capacityTokens, policy, selectiveHits, loadBackMinTokens, Optional.of(tier));
    }
}
