package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SglangCacheTest {
    private static final String TWO_RANKS =
            "'internal_states':[{'memory_usage':{'token_capacity':200000,'kvcache':3.1}},"
                    + "{'memory_usage':{'token_capacity':200000}}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'max_total_num_tokens':200000 | 200000",
                "'max_total_num_tokens':200000,'internal_states':[] | 200000",
                "'max_total_num_tokens':200000,'internal_states':[{}] | 200000",
                "'max_total_num_tokens':200000,'internal_states':[{},{'memory_usage':{'kvcache':3.1}}] | 400000",
                "'max_total_num_tokens':200000,'internal_states':[{'memory_usage':{'token_capacity':7}},{}] | 400000",
                "'max_total_num_tokens':2000000000,'internal_states':[{},{}] | 4000000000"
            },
            quoteCharacter = '"')
    void anOldServerTellsOneRanksTokens(String fields, long tokens) throws JsonProcessingException {
        assertThat(read(fields, null).gpuTokens()).hasValue(tokens);
    }

    @Test
    void theCapacitiesOfAllRanksAreSummed() throws JsonProcessingException {
        assertThat(read("'max_total_num_tokens':200000," + TWO_RANKS, null).gpuTokens())
                .hasValue(400_000);
        assertThat(read(TWO_RANKS + ",'disable_radix_cache':true,'page_size':16", null))
                .as("memory, but no prefix in it")
                .isEqualTo(new CacheInfo(OptionalInt.of(16), OptionalLong.of(0), OptionalLong.empty()));
    }

    @Test
    void nothingToldIsNothingKnown() throws JsonProcessingException {
        assertThat(read("'model_path':'m'", null)).isEqualTo(CacheInfo.UNKNOWN);
        assertThat(read("'page_size':null,'max_total_num_tokens':'many'", null)).isEqualTo(CacheInfo.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'hicache_ratio':3.0,'hicache_size':0 | 1200000",
                "'hicache_ratio':null,'hicache_size':null | 800000",
                "'hicache_ratio':2.0,'hicache_size':30 | ",
                "'hicache_size':0 | ",
                "'hicache_ratio':2.0,'hicache_host_memory_mode':'buffer_only' | ",
                "'hicache_ratio':2.0,'hicache_host_memory_mode':'cache' | 800000"
            },
            quoteCharacter = '"')
    void theHostTierByItsRatio(String fields, Long tokens) throws JsonProcessingException {
        CacheInfo told = read(TWO_RANKS + ",'enable_hierarchical_cache':true," + fields, null);
        assertThat(told.hostTokens().isPresent() ? told.hostTokens().getAsLong() : null)
                .isEqualTo(tokens);
    }

    @Test
    void theGaugeKnowsBetterThanTheRatio() throws JsonProcessingException {
        String gauge =
                """
                # TYPE sglang:hicache_host_total_tokens gauge
                sglang:hicache_host_total_tokens{dp_rank="0",tp_rank="0"} 500.0
                sglang:hicache_host_total_tokens{dp_rank="0",tp_rank="1"} 500.0
                sglang:hicache_host_total_tokens{dp_rank="1",tp_rank="0"} 600.0
                """;
        String fields = TWO_RANKS + ",'enable_hierarchical_cache':true,'hicache_ratio':2.0";
        assertThat(read(fields, gauge).hostTokens()).hasValue(1100);
        assertThat(read(fields, "sglang:hicache_host_total_tokens 0.0\n").hostTokens())
                .as("not counted yet")
                .hasValue(800_000);
        assertThat(read(TWO_RANKS, gauge).hostTokens()).as("no host tier").isEmpty();
    }

    private static CacheInfo read(String fields, String metrics) throws JsonProcessingException {
        String json = "{" + fields.replace('\'', '"') + "}";
        return SglangCache.of(new ObjectMapper().readTree(json), () -> Optional.ofNullable(metrics));
    }
}
