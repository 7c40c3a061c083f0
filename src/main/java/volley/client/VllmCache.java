package volley.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import volley.client.MetricSamples.Sample;

/**
 * Reads what vLLM's {@code /metrics} tell of the cache: {@code vllm:cache_config_info} has one sample for each
 * data-parallel engine, whose labels are the cache's configuration. vLLM keeps no prefixes in the host's memory unless a
 * connector does, which does not tell.
 */
final class VllmCache {
    private static final String CONFIG = "vllm:cache_config_info";

    private VllmCache() {}

    static CacheInfo of(String metrics) {
        Map<String, Sample> byEngine = new LinkedHashMap<>();
        for (Sample sample : MetricSamples.parse(metrics).of(CONFIG)) {
            byEngine.putIfAbsent(sample.label("engine"), sample);
        }
        List<Sample> engines = List.copyOf(byEngine.values());
        if (engines.isEmpty()) {
            return CacheInfo.UNKNOWN;
        }
        OptionalLong byEngines = sumOfEngines(engines);
        OptionalLong byBlocks = blocksTimesBlock(engines);
        boolean hybrid = isHybrid(engines.get(0), byEngines, byBlocks);
        OptionalLong size = byEngines.isPresent() || hybrid ? byEngines : byBlocks;
        boolean off = engines.stream().allMatch(engine -> engine.labels()
                .getOrDefault("enable_prefix_caching", "")
                .equals("False"));
        return new CacheInfo(page(engines.get(0), hybrid), off ? OptionalLong.of(0) : size, OptionalLong.empty());
    }

    /** {@code kv_cache_size_tokens} is one engine's. Absent unless each of them tells. */
    private static OptionalLong sumOfEngines(List<Sample> engines) {
        long sum = 0;
        for (Sample engine : engines) {
            OptionalLong tokens = engine.whole("kv_cache_size_tokens");
            if (tokens.isEmpty()) {
                return tokens;
            }
            sum += tokens.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    /** {@code num_gpu_blocks} is that of all engines in the line of each. */
    private static OptionalLong blocksTimesBlock(List<Sample> engines) {
        OptionalLong block = engines.get(0).whole("block_size");
        OptionalLong blocks = engines.get(0).whole("num_gpu_blocks");
        return block.isPresent() && blocks.isPresent()
                ? OptionalLong.of(Math.multiplyExact(block.getAsLong(), blocks.getAsLong()))
                : OptionalLong.empty();
    }

    /**
     * Whether layers differ in the size of their blocks: then {@code block_size} is the smallest of them, and says nothing
     * of the cache's size or where hits end.
     */
    private static boolean isHybrid(Sample engine, OptionalLong byEngines, OptionalLong byBlocks) {
        boolean disagree = byEngines.isPresent() && byBlocks.isPresent() && !byEngines.equals(byBlocks);
        return disagree || engine.whole("mamba_block_size").isPresent();
    }

    /** Where hits end, as the engine tells it, else the tokens of a hash, else of a block. */
    private static OptionalInt page(Sample engine, boolean hybrid) {
        for (String label : List.of("cache_hit_alignment_tokens", "hash_block_size")) {
            if (engine.whole(label).orElse(0) > 0) {
                return page(engine.whole(label));
            }
        }
        return hybrid ? OptionalInt.empty() : page(engine.whole("block_size"));
    }

    private static OptionalInt page(OptionalLong tokens) {
        return tokens.isPresent() && tokens.getAsLong() > 0
                ? OptionalInt.of(Math.toIntExact(tokens.getAsLong()))
                : OptionalInt.empty();
    }
}
