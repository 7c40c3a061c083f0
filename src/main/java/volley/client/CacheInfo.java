package volley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/**
 * The size of a server's prefix cache as the server tells it.
 *
 * @param pageTokens tokens of a page
 * @param gpuTokens tokens of KV cache on the GPU
 * @param hostTokens tokens of KV cache in the host's memory
 */
public record CacheInfo(OptionalInt pageTokens, OptionalInt gpuTokens, OptionalInt hostTokens) {
    static final CacheInfo UNKNOWN = new CacheInfo(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** Reads the answer of SGLang's {@code /get_server_info}: the server's arguments and what its scheduler found. */
    static CacheInfo of(JsonNode info) {
        OptionalInt gpu = positive(info.path("max_total_num_tokens"));
        // With a size in bytes, hicache_size, the ratio is not what it goes by, and tokens are not told.
        boolean byRatio = info.path("enable_hierarchical_cache").asBoolean()
                && info.path("hicache_size").asInt() == 0;
        double ratio = info.path("hicache_ratio").asDouble();
        OptionalInt host = byRatio && gpu.isPresent() && ratio > 0
                ? OptionalInt.of((int) Math.round(gpu.getAsInt() * ratio))
                : OptionalInt.empty();
        return new CacheInfo(positive(info.path("page_size")), gpu, host);
    }

    private static OptionalInt positive(JsonNode value) {
        return value.canConvertToInt() && value.asInt() > 0 ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }
}
