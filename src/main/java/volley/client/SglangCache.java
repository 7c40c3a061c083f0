package volley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads what SGLang's {@code /server_info} tells of the cache: the server's arguments and what its schedulers found. */
final class SglangCache {
    private static final String HOST_TOKENS = "sglang:hicache_host_total_tokens";
    /** What {@code hicache_ratio} is where it is null. */
    private static final double DEFAULT_RATIO = 2;

    private SglangCache() {}

    /** @param metrics asks {@code /metrics}, which only some servers have */
    static CacheInfo of(JsonNode info, Supplier<Optional<String>> metrics) {
        OptionalInt page = info.path("page_size").canConvertToInt()
                        && info.path("page_size").asInt() > 0
                ? OptionalInt.of(info.path("page_size").asInt())
                : OptionalInt.empty();
        if (info.path("disable_radix_cache").asBoolean()) {
            // Its memory holds what runs, and nothing for later requests.
            return new CacheInfo(page, OptionalLong.of(0), OptionalLong.empty());
        }
        OptionalLong gpu = gpuTokens(info);
        return new CacheInfo(page, gpu, hasHostTier(info) ? hostTokens(info, gpu, metrics) : OptionalLong.empty());
    }

    /** Whether prefixes outlive a flush in a storage behind the host's memory. */
    static boolean hasStorageTier(JsonNode info) {
        JsonNode storage = info.path("hicache_storage_backend");
        return storage.isTextual() && !storage.asText().isEmpty();
    }

    /** {@code max_total_num_tokens} is one data-parallel rank's; {@code internal_states} has an entry for each. */
    private static OptionalLong gpuTokens(JsonNode info) {
        JsonNode ranks = info.path("internal_states");
        long sum = 0;
        for (JsonNode rank : ranks) {
            long tokens = rank.at("/memory_usage/token_capacity").asLong();
            if (tokens <= 0) {
                sum = 0;
                break;
            }
            sum += tokens;
        }
        if (sum == 0) {
            sum = info.path("max_total_num_tokens").asLong() * Math.max(1, ranks.size());
        }
        return sum > 0 ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** In the mode {@code buffer_only} the host's memory only passes pages on to storage. */
    private static boolean hasHostTier(JsonNode info) {
        return info.path("enable_hierarchical_cache").asBoolean()
                && !info.path("hicache_host_memory_mode").asText().equals("buffer_only");
    }

    /** What the gauge says, else by the ratio; with a size in bytes, {@code hicache_size}, the ratio does not count. */
    private static OptionalLong hostTokens(JsonNode info, OptionalLong gpu, Supplier<Optional<String>> metrics) {
        OptionalLong gauge = metrics.get().map(SglangCache::hostGauge).orElseGet(OptionalLong::empty);
        if (gauge.isPresent()) {
            return gauge;
        }
        JsonNode given = info.path("hicache_ratio");
        double ratio = given.isNull() ? DEFAULT_RATIO : given.asDouble();
        boolean byRatio = info.path("hicache_size").asDouble() == 0 && ratio > 0;
        return byRatio && gpu.isPresent() ? OptionalLong.of(Math.round(gpu.getAsLong() * ratio)) : OptionalLong.empty();
    }

    /** Sums data-parallel ranks. The ranks of one model's parts hold the same tokens, so they count once. */
    private static OptionalLong hostGauge(String text) {
        Map<String, Double> byRank = new HashMap<>();
        for (MetricSamples.Sample sample : MetricSamples.parse(text).of(HOST_TOKENS)) {
            byRank.merge(sample.label("dp_rank"), sample.value(), Math::max);
        }
        long sum = Math.round(
                byRank.values().stream().mapToDouble(Double::doubleValue).sum());
        return sum > 0 ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
