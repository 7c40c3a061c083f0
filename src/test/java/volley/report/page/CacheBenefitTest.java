package volley.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.folder.RunRequests;

class CacheBenefitTest {
    private static final String LENS =
            """
            {"gpu_tokens": 1000, "host_tokens": 500, "all": {"prompt_tokens": 40000},
             "curve": [{"capacity_tokens": 1000, "hit_tokens": 6000}, {"capacity_tokens": 1500, "hit_tokens": 10000},
                       {"capacity_tokens": 2500, "hit_tokens": 14000}, {"capacity_tokens": 8500, "hit_tokens": 16000}]}
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
        assertThat(benefit.path("tiers").isMissingNode()).isTrue();
        assertThat(benefit.path("host_sizes").findValuesAsText("hit_percent"))
                .as("the GPU's size with 0, 1, 2, 4 and 8 times the host's")
                .containsExactly("15.0", "25.0", "25.0", "35.0", "35.0");
        assertThat(benefit.path("host_sizes").findValues("saves_ms"))
                .as("no hit of the host was seen")
                .isEmpty();
    }

    /** A token that has to be loaded from the host costs a quarter of one that has to be computed. */
    @Test
    void whatTheHostsHitsSaveIsToldApart() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<Request> requests = new ArrayList<>();
        double deviceTokens = 0;
        double hostTokens = 0;
        for (int i = 0; i < 400; i++) {
            int prompt = 500 + random.nextInt(1000);
            int device = random.nextInt(200);
            int host = i % 3 == 0 ? 0 : random.nextInt(250);
            double ttft = 10 + 0.02 * (prompt - device - host) + 0.005 * host + random.nextDouble(-1, 1);
            requests.add(new Request(i / 4, prompt, device + host, host, ttft));
            deviceTokens += device;
            hostTokens += host;
        }
        JsonNode benefit = benefit(requests).orElseThrow();

        double device = 0.02 * deviceTokens / 400;
        double host = 0.015 * hostTokens / 400;
        assertThat(benefit.path("tiers").findValuesAsText("tier")).containsExactly("device", "host");
        holds(benefit.at("/tiers/0"), device);
        holds(benefit.at("/tiers/1"), host);
        holds(benefit, device + host);
        assertThat(benefit.at("/host_sizes/0/saves_ms").asDouble())
                .as("4,000 hits fewer over 400 requests")
                .isCloseTo(-0.015 * 10, within(0.03));
    }

    private static void holds(JsonNode saved, double ms) {
        assertThat(ms)
                .isBetween(
                        saved.path("low_ms").asDouble(), saved.path("high_ms").asDouble())
                .isCloseTo(saved.path("saved_ms").asDouble(), within(0.1 * ms));
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
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int conversation = i / 2;
            int prompt = 700 + 30 * conversation;
            int cached = i % 2 == 0 || !hits ? 0 : 210 + 20 * conversation;
            requests.add(new Request(conversation, prompt, cached, 0, ttft.ms(prompt, cached)));
        }
        return benefit(requests);
    }

    /** The server tells of tiers, but not of a prompt without hits. */
    private record Request(int conversation, int promptTokens, int cachedTokens, int hostTokens, double ttftMs) {}

    private Optional<JsonNode> benefit(List<Request> requests) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Request each : requests) {
            lines.append("{\"conversation\":" + each.conversation + ",\"outcome\":\"ok\",\"ttft_ns\":"
                    + Math.round(1e6 * each.ttftMs) + ",\"prompt_tokens\":" + each.promptTokens
                    + ",\"cached_tokens\":" + each.cachedTokens + ",\"cached_host_tokens\":"
                    + (each.hostTokens == 0 ? "null" : each.hostTokens) + "}\n");
        }
        Files.writeString(folder.resolve("requests.jsonl"), lines);
        return CacheBenefit.of(RunRequests.read(folder), new ObjectMapper().readTree(LENS))
                .map(JsonNode.class::cast);
    }
}
