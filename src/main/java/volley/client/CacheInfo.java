package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.Backend.CacheForm;

/**
 * The size of a server's prefix cache as the server tells it.
 *
 * @param pageTokens tokens of a page
 * @param gpuTokens tokens of KV cache on the GPU
 * @param hostTokens tokens of KV cache in the host's memory
 */
public record CacheInfo(OptionalInt pageTokens, OptionalInt gpuTokens, OptionalInt hostTokens) {
    static final CacheInfo UNKNOWN = new CacheInfo(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CACHE_CONFIG = Pattern.compile("^vllm:cache_config_info\\{(.*)}", Pattern.MULTILINE);

    /** Reads what a server tells in its form. */
    static CacheInfo of(CacheForm form, String told) throws JsonProcessingException {
        return switch (form) {
            case SGLANG_SERVER_INFO -> ofSglangInfo(JSON.readTree(told));
            case VLLM_METRICS -> ofVllmMetrics(told);
            case NOT_TOLD -> UNKNOWN;
        };
    }

    /** Reads the answer of SGLang's {@code /get_server_info}: the server's arguments and what its scheduler found. */
    private static CacheInfo ofSglangInfo(JsonNode info) {
        if (info.path("disable_radix_cache").asBoolean()) {
            // Its memory holds what runs, and nothing for later requests.
            return new CacheInfo(positive(info.path("page_size")), OptionalInt.of(0), OptionalInt.empty());
        }
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

    /**
     * Reads vLLM's {@code /metrics}: {@code vllm:cache_config_info} is a gauge whose labels are the cache's configuration.
     * vLLM keeps no prefixes in the host's memory unless a connector does, which does not tell.
     */
    private static CacheInfo ofVllmMetrics(String text) {
        Matcher line = CACHE_CONFIG.matcher(text);
        if (!line.find()) {
            return UNKNOWN;
        }
        OptionalInt block = label(line.group(1), "block_size");
        OptionalInt blocks = label(line.group(1), "num_gpu_blocks");
        boolean known = block.isPresent() && blocks.isPresent();
        return new CacheInfo(
                block,
                known ? OptionalInt.of(Math.multiplyExact(block.getAsInt(), blocks.getAsInt())) : OptionalInt.empty(),
                OptionalInt.empty());
    }

    private static OptionalInt label(String labels, String name) {
        Matcher label = Pattern.compile("(?:^|,)" + name + "=\"(\\d{1,9})\"").matcher(labels);
        return label.find() ? OptionalInt.of(Integer.parseInt(label.group(1))) : OptionalInt.empty();
    }

    private static OptionalInt positive(JsonNode value) {
        return value.canConvertToInt() && value.asInt() > 0 ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }
}
