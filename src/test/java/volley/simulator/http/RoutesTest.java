package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.Backend;

class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "SGLANG, /flush_cache, 200, 200",
        "SGLANG, /reset_prefix_cache, 404, 404",
        "SGLANG, /generate, 405, 400",
        "SGLANG, /server_info, 200, 405",
        "SGLANG, /get_server_info, 200, 405",
        "SGLANG, /model_info, 200, 405",
        "VLLM, /flush_cache, 404, 404",
        "VLLM, /reset_prefix_cache, 405, 200",
        "VLLM, /generate, 404, 404",
        "LMDEPLOY, /flush_cache, 404, 404",
        "LMDEPLOY, /reset_prefix_cache, 404, 404",
        "LMDEPLOY, /generate, 405, 400",
        "LMDEPLOY, /v1/chat/completions, 405, 400",
        "LMDEPLOY, /health, 200, 405",
        "VLLM, /v1/models, 200, 405",
        "SGLANG, /nothing, 404, 404",
        "LLAMACPP, /health, 200, 405",
        "LLAMACPP, /flush_cache, 404, 404",
        "LLAMACPP, /start_profile, 404, 404",
        "OPENAI, /v1/models, 200, 405",
        "OPENAI, /v1/completions, 405, 400",
        "OPENAI, /health, 404, 404",
        "OPENAI, /generate, 404, 404"
    })
    void eachFlavourHasItsRoutes(Backend backend, String path, int get, int post) {
        try (SimulatedServer server = Servers.instant().backend(backend).start()) {
            assertThat(Servers.get(server, path).statusCode()).isEqualTo(get);
            assertThat(Servers.post(server, path, "").statusCode()).isEqualTo(post);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void modelsNamesTheModel(Backend backend) throws Exception {
        try (SimulatedServer server =
                Servers.instant().backend(backend).model("a/\"b\"").start()) {
            assertThat(new ObjectMapper()
                            .readTree(Servers.get(server, "/v1/models").body())
                            .at("/data/0/id")
                            .textValue())
                    .isEqualTo("a/\"b\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SGLANG | {\"object\":\"error\",\"message\":\"No route /x\",\"type\":\"NotFoundError\",\"param\":null,\"code\":404}",
                "VLLM | {\"error\":{\"message\":\"No route /x\",\"type\":\"NotFoundError\",\"param\":null,\"code\":404}}",
                "LMDEPLOY | {\"message\":\"No route /x\",\"type\":\"NotFoundError\",\"code\":404,\"param\":null,\"object\":\"error\"}",
                "LLAMACPP | {\"error\":{\"code\":404,\"message\":\"No route /x\",\"type\":\"not_found_error\"}}",
                "OPENAI | {\"error\":{\"message\":\"No route /x\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"404\"}}"
            })
    void errorsHaveTheFlavoursForm(Backend backend, String body) {
        try (SimulatedServer server = Servers.instant().backend(backend).start()) {
            assertThat(Servers.get(server, "/x").body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"messages\":",
                "[]",
                "{}",
                "{\"messages\":[]}",
                "{\"messages\":[{\"content\":\"x\"}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":5}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":\"many\"}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":2}"
            })
    void aBodyThatCannotBeServedIs400(String body) {
        try (SimulatedServer server = Servers.instant().start()) {
            HttpResponse<String> response = Servers.post(server, Servers.CHAT, body);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).startsWith("{\"object\":\"error\"");
            assertThat(server.running()).isZero();
        }
    }

    @Test
    void aPromptLongerThanTheContextIs400() {
        try (SimulatedServer server = Servers.instant().contextTokens(20).start()) {
            assertThat(Servers.post(server, Servers.CHAT, Servers.chat("Hello", 1, ""))
                            .body())
                    .contains("The input (24 tokens) is longer than the model's context length (20 tokens).");
        }
    }

    @Test
    void aKeyIsAskedForOnlyWhenThereIsOne() {
        try (SimulatedServer server = Servers.instant().apiKey("secret").start()) {
            assertThat(Servers.get(server, "/v1/models").statusCode()).isEqualTo(401);
            assertThat(Servers.get(server, "/health").statusCode()).isEqualTo(200);
            assertThat(authorized(server, "Bearer wrong")).isEqualTo(401);
            assertThat(authorized(server, "Bearer secret")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"SGLANG,/flush_cache,400", "VLLM,/reset_prefix_cache,200"})
    void flushingWaitsForNobody(Backend backend, String route, int whileRunning) throws Exception {
        try (SimulatedServer server = Servers.stuck().backend(backend).start()) {
            // The head of a stream comes when the model has the request in hand.
            HttpResponse<java.io.InputStream> running = java.net.http.HttpClient.newHttpClient()
                    .send(
                            Servers.request(server, Servers.CHAT)
                                    .POST(HttpRequest.BodyPublishers.ofString(Servers.streamed("Hello", 1)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(running.statusCode()).isEqualTo(200);
            assertThat(server.running()).isEqualTo(1);
            assertThat(Servers.post(server, route, "").statusCode()).isEqualTo(whileRunning);
            running.body().close();
        }
    }

    @Test
    void theProfilerIsSwitched() {
        try (SimulatedServer server = Servers.instant().start()) {
            Servers.post(server, "/start_profile", "");
            assertThat(server.profiling()).isTrue();
            Servers.post(server, "/stop_profile", "");
            assertThat(server.profiling()).isFalse();
        }
    }

    @Test
    void withoutIgnoreEosTheAnswerMayBeShorter() throws Exception {
        try (SimulatedServer server = Servers.instant().start()) {
            String body = Servers.chat("Hello", 100_000, "");
            var asked = new ObjectMapper()
                    .readTree(Servers.post(server, Servers.CHAT, body).body());
            var free = new ObjectMapper()
                    .readTree(Servers.post(
                                    server, Servers.CHAT, body.replace("\"ignore_eos\":true", "\"ignore_eos\":false"))
                            .body());

            assertThat(asked.at("/usage/completion_tokens").intValue()).isEqualTo(100_000);
            assertThat(asked.at("/choices/0/message/content").textValue().split(" "))
                    .hasSize(100_000);
            assertThat(free.at("/usage/completion_tokens").intValue()).isBetween(16, 512);
            assertThat(free.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
        }
    }

    private static int authorized(SimulatedServer server, String authorization) {
        return Servers.send(Servers.request(server, "/v1/models")
                        .header("Authorization", authorization)
                        .GET()
                        .build())
                .statusCode();
    }
}
