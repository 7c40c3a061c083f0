package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.page.Browser;
import volley.report.page.RunPage;

/** Whole runs against an engine with a second cache level, on conversations that the device has no room for. */
class HostTierRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path temp;

    private static GatlingProcess.Ended chat;

    /** In strict order every conversation rests while all others are served, and leaves the device. */
    @BeforeAll
    static void play() throws Exception {
        chat = process("chat")
                .with("num-prompts", 24)
                .with("request-rate", 40)
                .with("order", "strict")
                .run("volley.Multiturn");
    }

    @Test
    void hitsOfAChatAreToldByTier() throws Exception {
        hitsAddUp(chat);
        assertThat(chat.stdout()).containsPattern("Cache hit rate, from host +% +\\d");
    }

    @Test
    void thePageShowsTheHitsFromTheHost() throws Exception {
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            browser.open(chat.runFolder().resolve(RunPage.FILE_NAME), 1400, 900, false);
            assertThat(browser.errors()).isEmpty();
            assertThat(browser.evaluate(
                                    "Number(document.querySelector("
                                            + "'[data-table=run] [data-row=cache_hit_rate_host] td[data-value]').dataset.value)")
                            .asDouble())
                    .isEqualTo(rate(rates(chat), "cache_hit_rate_host"));
        }
    }

    /** First rounds hit nothing, and SGLang tells no tiers of them: they count all the same. */
    @Test
    void aPromptWithoutHitsIsInTheRateOfEachTier() throws Exception {
        GatlingProcess.Ended run = process("rounds")
                .with("num-clients", 24)
                .with("min-rounds", 3)
                .with("max-rounds", 3)
                .with("request-length", 64)
                .with("output-length", 8)
                .with("request-rate", 40)
                .with("order", "strict")
                .run("volley.SyntheticMultiturn");
        hitsAddUp(run);
    }

    private static void hitsAddUp(GatlingProcess.Ended run) throws Exception {
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        int fromHost = 0;
        int hits = 0;
        for (String line : run.result("requests.jsonl").lines().toList()) {
            JsonNode request = JSON.readTree(line);
            int cached = request.path("cached_tokens").asInt(-1);
            assertThat(cached).as(line).isNotNegative();
            if (cached > 0) {
                int host = request.path("cached_host_tokens").asInt(-1);
                assertThat(host).as(line).isNotNegative();
                assertThat(request.path("cached_device_tokens").asInt(-1) + host)
                        .as(line)
                        .isEqualTo(cached);
                fromHost += host;
                hits++;
            }
        }
        assertThat(hits).as("requests with hits").isPositive();
        assertThat(fromHost).as("tokens loaded back").isPositive();
        JsonNode rates = rates(run);
        assertThat(rate(rates, "cache_hit_rate_device") + rate(rates, "cache_hit_rate_host"))
                .isCloseTo(rate(rates, "cache_hit_rate"), within(1e-9));
        assertThat(rates.at("/cache_hit_rate_storage/value").isNull()).isTrue();
    }

    private static JsonNode rates(GatlingProcess.Ended run) throws Exception {
        return JSON.readTree(run.result("summary.json")).path("run");
    }

    private static double rate(JsonNode rates, String id) {
        JsonNode value = rates.path(id).path("value");
        assertThat(value.isNumber()).as("%s in %s", id, rates).isTrue();
        return value.doubleValue();
    }

    private static GatlingProcess process(String name) throws Exception {
        Path own = Files.createDirectories(temp.resolve(name));
        return new GatlingProcess(own)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("simulated.engine", "roofline")
                .with("simulated.speedup", 8)
                .with("simulated.enable-hierarchical-cache", true)
                .with("simulated.hicache-ratio", 8)
                .with("simulated.max-total-tokens", 1200)
                .with("output-file", own.resolve("line.jsonl"));
    }
}
