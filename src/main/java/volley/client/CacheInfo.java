package volley.client;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The size of a server's prefix cache as the server tells it, all its engines together. What it does not tell is absent.
 *
 * @param pageTokens tokens of a page: a hit is a whole number of them
 * @param gpuTokens tokens of KV cache on the GPUs; 0 if no prefix is kept
 * @param hostTokens tokens of KV cache in the host's memory
 */
public record CacheInfo(OptionalInt pageTokens, OptionalLong gpuTokens, OptionalLong hostTokens) {
    /** The server told nothing. */
    public static final CacheInfo UNKNOWN =
            new CacheInfo(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());
}
