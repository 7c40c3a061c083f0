package volley.report.lens;

import java.util.OptionalLong;

/**
 * What is known of a server's prefix cache.
 *
 * @param pageTokens tokens of a page, at least 1: a cache holds whole pages
 * @param pageKnown false: the page is not known, and 1 stands for it, with which hits are as many as they can be
 * @param gpuTokens tokens of KV cache on the GPU
 * @param hostTokens tokens of KV cache in the host's memory
 */
public record CacheSize(int pageTokens, boolean pageKnown, OptionalLong gpuTokens, OptionalLong hostTokens) {
    public CacheSize {
        if (pageTokens < 1) {
            throw new IllegalArgumentException("page of " + pageTokens + " tokens");
        }
    }

    /** With a page of a known size. */
    public CacheSize(int pageTokens, OptionalLong gpuTokens, OptionalLong hostTokens) {
        this(pageTokens, true, gpuTokens, hostTokens);
    }

    /** What both tiers hold at least, where the GPU's is known: a host tier that is written through has copies of the GPU's. */
    OptionalLong surelyTokens() {
        return gpuTokens.isPresent()
                ? OptionalLong.of(Math.max(gpuTokens.getAsLong(), hostTokens.orElse(0)))
                : OptionalLong.empty();
    }

    /** Whether what was used longest ago is let go first only within each of two tiers. */
    boolean hasHostTier() {
        return hostTokens.orElse(0) > 0;
    }

    /** GPU and host together, where the GPU's is known. */
    public OptionalLong totalTokens() {
        return gpuTokens.isPresent()
                ? OptionalLong.of(gpuTokens.getAsLong() + hostTokens.orElse(0))
                : OptionalLong.empty();
    }
}
