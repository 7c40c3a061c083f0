package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.Backend;
import volley.simulator.EngineModel;
import volley.simulator.WordTokenizer;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.SchedulePolicy;

/** What the routes tell of an engine, and what it refuses. */
class EngineRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whatTheEngineCannotHoldIsRefusedInSglangsWords() throws Exception {
        try (SimulatedServer server = engine(1000, 40, OptionalInt.empty()).start()) {
            HttpResponse<String> answer = Servers.post(
                    server, Servers.CHAT, Servers.chat("word ".repeat(60).strip(), 4, ""));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).get("message").textValue())
                    .matches(
                            "The input \\(\\d+ tokens\\) is longer than the model's context length \\(40 tokens\\)\\.");
            JsonNode cut = JSON.readTree(Servers.post(server, Servers.CHAT, Servers.chat("one", 500, ""))
                    .body());
            assertThat(cut.at("/usage/total_tokens").intValue())
                    .as("an answer is cut to what fits")
                    .isEqualTo(40);
        }
    }

    @Test
    void aFullQueueIsRefusedWith503() throws Exception {
        EngineModel stuck = new EngineModel(config(10_000, 1000), 1e-6, OptionalInt.of(1));
        try (SimulatedServer server =
                SimulatedServer.with(stuck, new WordTokenizer()).start()) {
            var waiting = Servers.sendAsync(Servers.request(server, Servers.CHAT)
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Servers.chat("one", 4, "")))
                    .build());
            while (!stuck.queueIsFull()) {
                Thread.onSpinWait();
            }
            HttpResponse<String> answer = Servers.post(server, Servers.CHAT, Servers.chat("two", 4, ""));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("The request queue is full.");
            assertThat(Servers.get(server, "/metrics").body())
                    .contains("sglang:num_queue_reqs{model_name=\"simulated\"} 1.0");
            waiting.cancel(true);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SGLANG, sglang:generation_tokens_total, sglang:cached_tokens_total, ''",
        "VLLM, vllm:generation_tokens_total, vllm:prefix_cache_hits_total, 'engine=\"0\",'",
        "LMDEPLOY, lmdeploy:generation_tokens_total,, 'engine=\"0\",'",
    })
    void metricsCountUnderTheNamesOfTheServersKind(Backend backend, String generated, String cached, String more)
            throws Exception {
        String labels = "{" + more + "model_name=\"m\\\"1\"}";
        String prefix = backend.id() + ":";
        Counted counted = afterTwoEqualPrompts(backend);
        assertThat(counted.metrics().lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("[a-z_:0-9A-Z]+\\{.*} [0-9.E-]+"))
                .contains(
                        prefix + "prompt_tokens_total" + labels + " " + 2.0 * counted.promptTokens(),
                        generated + labels + " 8.0",
                        prefix + "time_to_first_token_seconds_count" + labels + " 2.0",
                        prefix + "time_to_first_token_seconds_bucket" + labels.replace("}", ",le=\"+Inf\"} 2.0"));
        if (cached != null) {
            assertThat(counted.metrics()).contains(cached + labels + " " + (counted.promptTokens() - 1.0));
        }
    }

    @Test
    void llamacppCountsThePromptTokensItProcessed() throws Exception {
        Counted counted = afterTwoEqualPrompts(Backend.LLAMACPP);
        assertThat(counted.metrics().lines().filter(line -> !line.startsWith("#")))
                .contains(
                        "llamacpp:prompt_tokens_total " + (counted.promptTokens() + 1.0),
                        "llamacpp:tokens_predicted_total 8.0",
                        "llamacpp:requests_processing 0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "SGLANG, sglang:queue_time_seconds",
        "VLLM, vllm:request_queue_time_seconds",
        "VLLM, vllm:request_prefill_time_seconds",
        "VLLM, vllm:request_decode_time_seconds",
        "LMDEPLOY, lmdeploy:request_prefill_time_seconds"
    })
    void timesInsideTheEngineHaveAHistogram(Backend backend, String name) throws Exception {
        assertThat(afterTwoEqualPrompts(backend).metrics().lines())
                .anyMatch(line -> line.startsWith(name + "_count{") && line.endsWith(" 2.0"));
    }

    @Test
    void nobodyKnowsTheMetricsOfAnyServer() throws Exception {
        assertThat(afterTwoEqualPrompts(Backend.OPENAI).metrics()).contains("No route /metrics");
    }

    /**
     * @param promptTokens of each prompt
     * @param metrics what /metrics told
     */
    private record Counted(int promptTokens, String metrics) {}

    private static Counted afterTwoEqualPrompts(Backend backend) throws Exception {
        try (SimulatedServer server = engine(10_000, 1000, OptionalInt.empty())
                .backend(backend)
                .model("m\"1")
                .start()) {
            Servers.post(server, Servers.CHAT, Servers.chat("one two three", 4, ""));
            JsonNode again = JSON.readTree(Servers.post(server, Servers.CHAT, Servers.chat("one two three", 4, ""))
                    .body());
            return new Counted(
                    again.at("/usage/prompt_tokens").intValue(),
                    Servers.get(server, "/metrics").body());
        }
    }

    @Test
    void serverInfoTellsArgumentsAndState() throws Exception {
        try (SimulatedServer server = engine(10_000, 1000, OptionalInt.empty())
                .arguments(Map.of("schedule_policy", "lpm"))
                .start()) {
            JsonNode info =
                    JSON.readTree(Servers.get(server, "/get_server_info").body());
            assertThat(info.get("schedule_policy").textValue()).isEqualTo("lpm");
            assertThat(info.get("max_total_num_tokens").intValue()).isEqualTo(10_000);
            assertThat(info.get("context_length").intValue()).isEqualTo(1000);
            assertThat(info.at("/internal_states/0/num_running_reqs").intValue())
                    .isZero();
            assertThat(JSON.readTree(Servers.get(server, "/get_model_info").body())
                            .get("model_path")
                            .textValue())
                    .isEqualTo("simulated");
        }
        try (SimulatedServer server =
                engine(10_000, 1000, OptionalInt.empty()).backend(Backend.VLLM).start()) {
            assertThat(Servers.get(server, "/get_server_info").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void completionsAnswerTextAndIdsWholeAndStreamed(Backend backend) throws Exception {
        try (SimulatedServer server =
                engine(10_000, 1000, OptionalInt.empty()).backend(backend).start()) {
            String asked = "\"prompt\":\"one two three\",\"max_tokens\":3,\"ignore_eos\":true";
            JsonNode whole = JSON.readTree(
                    Servers.post(server, "/v1/completions", "{" + asked + "}").body());
            assertThat(whole.get("object").textValue()).isEqualTo("text_completion");
            assertThat(whole.at("/choices/0/finish_reason").textValue()).isEqualTo("length");
            assertThat(whole.at("/usage/prompt_tokens").intValue()).isEqualTo(3);
            assertThat(whole.at("/usage/completion_tokens").intValue()).isEqualTo(3);

            String stream = Servers.post(
                            server,
                            "/v1/completions",
                            "{" + asked + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}")
                    .body();
            StringBuilder text = new StringBuilder();
            int usagePrompt = 0;
            String finish = null;
            for (String event : Servers.events(stream)) {
                if (!event.equals("[DONE]")) {
                    JsonNode json = JSON.readTree(event);
                    text.append(json.at("/choices/0/text").asText(""));
                    finish = json.at("/choices/0/finish_reason").asText(finish);
                    usagePrompt = json.at("/usage/prompt_tokens").asInt(usagePrompt);
                }
            }
            assertThat(text).hasToString(whole.at("/choices/0/text").textValue());
            assertThat(usagePrompt).isEqualTo(3);
            assertThat(finish).isEqualTo("length");
            assertThat(Servers.post(server, "/v1/completions", "{\"prompt\":[1,2,3,4]}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Servers.post(server, "/v1/completions", "{\"prompt\":7}").statusCode())
                    .isEqualTo(400);
        }
    }

    private static SimulatedServer.Builder engine(int capacityTokens, int contextTokens, OptionalInt maxQueued) {
        return SimulatedServer.with(
                new EngineModel(config(capacityTokens, contextTokens), 1e5, maxQueued), new WordTokenizer());
    }

    private static EngineConfig config(int capacityTokens, int contextTokens) {
        EngineConfig preset = EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.FCFS);
        return new EngineConfig(preset.scheduler(), CacheConfig.radix(capacityTokens), contextTokens, preset.time());
    }
}
