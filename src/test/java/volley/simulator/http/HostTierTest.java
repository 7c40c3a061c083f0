package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import volley.config.Backend;
import volley.simulator.EngineModel;
import volley.simulator.WordTokenizer;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.WritePolicy;

/** Which tier of the cache a prompt's tokens came from, as SGLang tells it: the device has room for one prompt. */
class HostTierTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "alpha beta gamma delta ".repeat(12).strip();
    private static final String OTHER = "one two three four ".repeat(12).strip();

    @Test
    void aChatTellsTheTiersInAnEventBeforeItsUsage() throws Exception {
        try (SimulatedServer server = engine().start()) {
            assertThat(stream(server, LONG))
                    .as("nothing was cached")
                    .noneMatch(event -> event.contains("cached_tokens_details"));
            stream(server, OTHER);

            List<String> events = stream(server, LONG);
            JsonNode extension = JSON.readTree(events.get(events.size() - 3));
            assertThat(extension.path("choices").isEmpty()).isTrue();
            JsonNode tiers = extension.at("/sglext/cached_tokens_details");
            JsonNode usage = JSON.readTree(events.get(events.size() - 2)).path("usage");
            sumsUp(tiers, usage.at("/prompt_tokens_details/cached_tokens").asInt());
            assertThat(tiers.path("host").asInt())
                    .as("moved out by the other prompt")
                    .isGreaterThanOrEqualTo(40);
            assertThat(events).filteredOn(event -> event.contains("sglext")).hasSize(1);

            JsonNode again = JSON.readTree(events(stream(server, LONG), "sglext"));
            assertThat(again.at("/sglext/cached_tokens_details/host").asInt(-1))
                    .as("it is on the device now")
                    .isZero();
            assertThat(again.at("/sglext/cached_tokens_details/device").asInt()).isGreaterThanOrEqualTo(40);
        }
    }

    @Test
    void anAnswerInOnePieceTellsThemBesideItsUsage() throws Exception {
        try (SimulatedServer server = engine().start()) {
            String first = Servers.post(server, Servers.CHAT, Servers.chat(LONG, 3, ""))
                    .body();
            assertThat(JSON.readTree(first).has("sglext")).isFalse();
            Servers.post(server, Servers.CHAT, Servers.chat(OTHER, 3, ""));
            JsonNode chat = JSON.readTree(Servers.post(server, Servers.CHAT, Servers.chat(LONG, 3, ""))
                    .body());
            sumsUp(
                    chat.at("/sglext/cached_tokens_details"),
                    chat.at("/usage/prompt_tokens_details/cached_tokens").asInt());
            String body = "{\"prompt\":\"" + LONG + "\",\"max_tokens\":3,\"ignore_eos\":true}";
            Servers.post(server, "/v1/completions", body);
            JsonNode completion =
                    JSON.readTree(Servers.post(server, "/v1/completions", body).body());
            sumsUp(
                    completion.at("/sglext/cached_tokens_details"),
                    completion.at("/usage/prompt_tokens_details/cached_tokens").asInt());
        }
    }

    @Test
    void generateTellsThemInEveryEvent() throws Exception {
        try (SimulatedServer server = engine().cacheReport(false).start()) {
            JsonNode first = generate(server, LONG);
            assertThat(first.path("cached_tokens").asInt(-1)).isZero();
            assertThat(first.has("cached_tokens_details")).isTrue();
            assertThat(first.path("cached_tokens_details").isNull()).isTrue();
            generate(server, OTHER);
            JsonNode again = generate(server, LONG);
            sumsUp(
                    again.path("cached_tokens_details"),
                    again.path("cached_tokens").asInt());
            assertThat(again.at("/cached_tokens_details/host").asInt()).isPositive();
        }
    }

    @Test
    void whoIsNotAskedToReportOrHasNoFieldForItTellsNothing() {
        for (SimulatedServer.Builder quiet :
                List.of(engine().cacheReport(false), engine().backend(Backend.VLLM), engine(false))) {
            try (SimulatedServer server = quiet.start()) {
                for (String prompt : List.of(LONG, OTHER, LONG, LONG)) {
                    assertThat(stream(server, prompt)).noneMatch(event -> event.contains("cached_tokens_details"));
                }
            }
        }
    }

    private static void sumsUp(JsonNode tiers, int cachedTokens) {
        assertThat(tiers.path("device").isInt() && tiers.path("host").isInt())
                .as("%s", tiers)
                .isTrue();
        assertThat(tiers).hasSize(2);
        assertThat(tiers.path("device").asInt() + tiers.path("host").asInt())
                .isEqualTo(cachedTokens)
                .isPositive();
    }

    private static String events(List<String> events, String with) {
        return events.stream().filter(event -> event.contains(with)).findFirst().orElseThrow();
    }

    private static List<String> stream(SimulatedServer server, String prompt) {
        return Servers.events(
                Servers.post(server, Servers.CHAT, Servers.streamed(prompt, 3)).body());
    }

    /** What the first event of the answer tells beside its text. */
    private static JsonNode generate(SimulatedServer server, String prompt) throws JsonProcessingException {
        String body = "{\"text\":\"" + prompt
                + "\",\"stream\":true,\"sampling_params\":{\"max_new_tokens\":3,\"ignore_eos\":true}}";
        List<String> events =
                Servers.events(Servers.post(server, "/generate", body).body());
        assertThat(events.stream().filter(event -> event.contains("cached_tokens_details")))
                .hasSize(3);
        return JSON.readTree(events.get(0)).path("meta_info");
    }

    private static SimulatedServer.Builder engine() {
        return engine(true);
    }

    private static SimulatedServer.Builder engine(boolean hostTier) {
        CacheConfig device = CacheConfig.radix(90);
        EngineConfig config = EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.FCFS)
                .withCache(hostTier ? device.withHostTier(HostTierConfig.of(1000, WritePolicy.WRITE_THROUGH)) : device);
        return SimulatedServer.with(new EngineModel(config, 1e5, OptionalInt.empty()), new WordTokenizer());
    }
}
