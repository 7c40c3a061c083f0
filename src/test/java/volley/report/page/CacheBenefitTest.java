package volley.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.folder.RunRequests;

class CacheBenefitTest {
    private static final String LENS =
            """
            {"gpu_tokens": 1000, "host_tokens": 500, "all": {"prompt_tokens": 40000},
             "curve": [{"capacity_tokens": 1500, "hit_tokens": 10000}, {"capacity_tokens": 3000, "hit_tokens": 14000},
                       {"capacity_tokens": 9000, "hit_tokens": 16000}]}
            """;

    @TempDir
    Path folder;

    /** 10 ms and 0.02 ms for each token that had to be computed. */
    @Test
    void theLineIsFoundAndToldInTimeSaved() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        JsonNode benefit = benefit((prompt, cached) -> 10 + 0.02 * (prompt - cached) + random.nextDouble(-1, 1), true)
                .orElseThrow();
        assertThat(benefit.path("ms_per_1000_tokens").asDouble()).isCloseTo(20, within(0.5));
        assertThat(benefit.path("saved_ms").asDouble())
                .isBetween(
                        benefit.path("low_ms").asDouble(),
                        benefit.path("high_ms").asDouble())
                .isCloseTo(0.02 * 200, within(0.5));
        assertThat(benefit.at("/sizes/0/hit_percent").asDouble()).isEqualTo(25);
        assertThat(benefit.at("/sizes/1/hit_percent").asDouble()).isEqualTo(35);
        assertThat(benefit.at("/sizes/3/hit_percent").asDouble()).isEqualTo(40);
        assertThat(benefit.at("/sizes/1/saves_ms").asDouble())
                .as("4,000 of 40 requests' tokens")
                .isCloseTo(0.02 * 100, within(0.2));
    }

    @Test
    void whereTimesHaveNothingToDoWithTokensNoSavingIsShown() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        JsonNode benefit =
                benefit((prompt, cached) -> 10 + random.nextDouble(50), true).orElseThrow();
        assertThat(benefit.path("low_ms").asDouble()).isNegative();
        assertThat(benefit.path("high_ms").asDouble()).isPositive();
    }

    @Test
    void withoutHitsThereIsNothingToTell() throws IOException {
        assertThat(benefit((prompt, cached) -> 10, false)).isEmpty();
    }

    private interface Ttft {
        double ms(int promptTokens, int cachedTokens);
    }

    /** 20 conversations of two turns; second turns find 400 tokens on average, so that all find 200. */
    private Optional<JsonNode> benefit(Ttft ttft, boolean hits) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            int conversation = i / 2;
            int prompt = 700 + 30 * conversation;
            int cached = i % 2 == 0 || !hits ? 0 : 210 + 20 * conversation;
            lines.append("{\"order\":" + i + ",\"conversation\":" + conversation + ",\"turn\":" + i % 2
                    + ",\"outcome\":\"ok\",\"ttft_ns\":" + Math.round(1e6 * ttft.ms(prompt, cached))
                    + ",\"prompt_tokens\":" + prompt + ",\"cached_tokens\":" + cached + "}\n");
        }
        Files.writeString(folder.resolve("requests.jsonl"), lines);
        return CacheBenefit.of(RunRequests.read(folder), new ObjectMapper().readTree(LENS))
                .map(JsonNode.class::cast);
    }
}
