package volley.simulator.engine;

import java.util.Optional;

/**
 * Memory for KV cache, and what of it is kept for later requests.
 *
 * @param deviceCapacityTokens tokens of KV cache the device holds, those of running requests included
 * @param pageSizeTokens memory is given out, and prefixes are shared, in multiples of this
 * @param prefixCache whether finished prompts and answers are kept at all
 * @param hostTier the second level; absent without {@code prefixCache}
 */
public record CacheConfig(
        long deviceCapacityTokens, int pageSizeTokens, boolean prefixCache, Optional<HostTierConfig> hostTier) {
    public CacheConfig {
        if (pageSizeTokens < 1 || deviceCapacityTokens < pageSizeTokens) {
            throw new IllegalArgumentException(
                    "device of " + deviceCapacityTokens + " tokens in pages of " + pageSizeTokens);
        }
        if (!prefixCache && hostTier.isPresent()) {
            throw new IllegalArgumentException("a host tier without a prefix cache");
        }
        deviceCapacityTokens -= deviceCapacityTokens % pageSizeTokens;
    }

    /** Every prompt is computed in full. */
    public static CacheConfig none(long deviceCapacityTokens) {
        return new CacheConfig(deviceCapacityTokens, 1, false, Optional.empty());
    }

    /** A radix cache on the device, page size 1. */
    public static CacheConfig radix(long deviceCapacityTokens) {
        return new CacheConfig(deviceCapacityTokens, 1, true, Optional.empty());
    }

    public CacheConfig withHostTier(HostTierConfig tier) {
        return new CacheConfig(deviceCapacityTokens, pageSizeTokens, prefixCache, Optional.of(tier));
    }

    public CacheConfig withPageSizeTokens(int tokens) {
        return new CacheConfig(deviceCapacityTokens, tokens, prefixCache, hostTier);
    }
}
