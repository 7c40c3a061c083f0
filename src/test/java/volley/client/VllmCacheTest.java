package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VllmCacheTest {
    private static final Path CAPTURES = Path.of("../shared/data/captures");

    /** Blocks and their tokens as the servers were started with. */
    @ParameterizedTest
    @CsvSource({
        "vllm-0.32.0-cpu, 128, 2097152",
        "vllm-0.32.0-cpu-default-interval4, 128, 2097152",
        "vllm-router-0.1.17-rr, 32, 2097152"
    })
    void realServers(String capture, int page, long tokens) throws IOException {
        Path file = CAPTURES.resolve(capture).resolve("metrics.txt");
        assumeThat(file).as("needs the captures in ../shared/data").exists();
        assertThat(VllmCache.of(Files.readString(file))).isEqualTo(info(page, tokens));
    }

    @Test
    void theSizesOfAllEnginesAreSummedAndBlocksAreSummedAlready() {
        String labels = "block_size=\"16\",num_gpu_blocks=\"25000\",enable_prefix_caching=\"True\"";
        String sized = labels + ",kv_cache_size_tokens=\"200000\"";
        assertThat(VllmCache.of(engine(0, sized) + engine(1, sized))).isEqualTo(info(16, 400_000));
        assertThat(VllmCache.of(engine(0, labels) + engine(1, labels))).isEqualTo(info(16, 400_000));
        assertThat(VllmCache.of(engine(0, sized) + engine(1, labels)))
                .as("one engine does not tell")
                .isEqualTo(info(16, 400_000));
        assertThat(VllmCache.of(engine(0, sized) + engine(0, sized) + engine(1, sized)))
                .as("a line twice")
                .isEqualTo(info(16, 400_000));
    }

    @Test
    void ofAHybridModelTheBlockSaysNothing() {
        String labels = "block_size=\"4\",num_gpu_blocks=\"1000\",kv_cache_size_tokens=\"256000\"";
        assertThat(VllmCache.of(engine(0, labels)))
                .isEqualTo(new CacheInfo(OptionalInt.empty(), OptionalLong.of(256_000), OptionalLong.empty()));
        assertThat(VllmCache.of(engine(0, labels + ",hash_block_size=\"64\",cache_hit_alignment_tokens=\"None\"")))
                .isEqualTo(info(64, 256_000));
        assertThat(VllmCache.of(engine(0, labels + ",hash_block_size=\"64\",cache_hit_alignment_tokens=\"256\"")))
                .isEqualTo(info(256, 256_000));
        assertThat(VllmCache.of(engine(0, "block_size=\"16\",num_gpu_blocks=\"10\",mamba_block_size=\"512\"")))
                .as("an old server that does not tell the tokens")
                .isEqualTo(CacheInfo.UNKNOWN);
    }

    @Test
    void withoutPrefixCachingNothingIsKept() {
        String labels = "block_size=\"16\",num_gpu_blocks=\"10\",enable_prefix_caching=\"False\"";
        assertThat(VllmCache.of(engine(0, labels))).isEqualTo(info(16, 0));
    }

    @Test
    void whatIsNotToldIsAbsent() {
        assertThat(VllmCache.of("")).isEqualTo(CacheInfo.UNKNOWN);
        assertThat(VllmCache.of("# TYPE vllm:cache_config_info gauge\nvllm:cache_config_info 1.0\n"))
                .isEqualTo(CacheInfo.UNKNOWN);
        assertThat(VllmCache.of(engine(0, "block_size=\"16\",num_gpu_blocks=\"None\"")))
                .isEqualTo(new CacheInfo(OptionalInt.of(16), OptionalLong.empty(), OptionalLong.empty()));
    }

    private static String engine(int engine, String labels) {
        return "vllm:cache_config_info{cache_dtype=\"a\\\"}\",engine=\"" + engine + "\"," + labels + "} 1.0\n";
    }

    private static CacheInfo info(int page, long tokens) {
        return new CacheInfo(OptionalInt.of(page), OptionalLong.of(tokens), OptionalLong.empty());
    }
}
