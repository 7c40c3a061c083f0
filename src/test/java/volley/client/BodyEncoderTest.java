package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import volley.config.Backend;
import volley.config.BadInputException;

class BodyEncoderTest {
    /** Refuses an object that names a key twice. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<JsonText> QUESTION = List.of(JsonText.of("Why \"x\"?\n"));
    private static final List<JsonText> SECOND_TURN = List.of(
            JsonText.of("Why?"), JsonText.ofEscaped(utf8("Be\\u0063ause\\n")), JsonText.of("And \ud83d\ude0a?"));

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BodyOptions options(Backend backend, String lora, boolean stream, boolean ignoreEos, String extra) {
        return new BodyOptions(
                backend, "m/1", Optional.ofNullable(lora), stream, ignoreEos, Optional.ofNullable(extra));
    }

    private static JsonNode chat(BodyOptions options, List<JsonText> history) throws IOException {
        return JSON.readTree(WireFormat.CHAT.newBodyEncoder(options).encode(history, 64));
    }

    private static JsonNode generate(BodyOptions options, List<JsonText> history) throws IOException {
        return JSON.readTree(WireFormat.GENERATE.newBodyEncoder(options).encode(history, 64));
    }

    @Test
    void chatBodyToTheByte() {
        byte[] body = new ChatBody(options(Backend.VLLM, null, true, true, null)).encode(SECOND_TURN, 64);
        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"model\":\"m/1\",\"temperature\":0.0,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true},\"ignore_eos\":true,\"max_tokens\":64,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Be\\u0063ause\\n\"},"
                        + "{\"role\":\"user\",\"content\":\"And \ud83d\ude0a?\"}]}");
    }

    /** vLLM's field, SGLang's in its chat and in /generate; others would not know it. The user's own wins. */
    @Test
    void aCacheSaltIsSentByTheNameThatTheServerKnows() throws IOException {
        BodyOptions sglang = options(Backend.SGLANG, null, true, true, null).saltedWith("s");
        assertThat(chat(sglang, QUESTION).path("cache_salt").asText()).isEqualTo("s");
        assertThat(generate(sglang, QUESTION).path("extra_key").asText()).isEqualTo("s");
        assertThat(chat(options(Backend.VLLM, null, true, true, null).saltedWith("s"), QUESTION)
                        .path("cache_salt")
                        .asText())
                .isEqualTo("s");
        assertThat(chat(options(Backend.LLAMACPP, null, true, true, null).saltedWith("s"), QUESTION)
                        .toString())
                .doesNotContain("salt", "extra_key");
        assertThat(chat(
                                options(Backend.VLLM, null, true, true, "{\"cache_salt\":\"mine\"}")
                                        .saltedWith("s"),
                                QUESTION)
                        .path("cache_salt")
                        .asText())
                .isEqualTo("mine");
    }

    @Test
    void chatTextComesThrough() throws IOException {
        JsonNode body = chat(options(Backend.SGLANG, null, true, true, null), QUESTION);
        assertThat(body.at("/messages/0/content").textValue()).isEqualTo("Why \"x\"?\n");
    }

    @Test
    void noBackendIsAskedForBestOf() throws IOException {
        for (Backend backend : Backend.values()) {
            JsonNode body = chat(options(backend, null, true, true, null), QUESTION);
            assertThat(body.has("best_of")).isFalse();
        }
    }

    @Test
    void withoutStreamingAndIgnoreEos() throws IOException {
        JsonNode body = chat(options(Backend.SGLANG, null, false, false, null), QUESTION);
        assertThat(body.path("stream").booleanValue()).isFalse();
        assertThat(body.has("stream")).isTrue();
        assertThat(body.has("stream_options")).isFalse();
        assertThat(body.has("ignore_eos")).isFalse();
    }

    @Test
    void ignoreEosIsSentToWhoIsKnownToTakeItOrOnOrder() throws IOException {
        for (Backend backend : Backend.values()) {
            assertThat(chat(options(backend, null, true, true, null), QUESTION).has("ignore_eos"))
                    .as("%s", backend)
                    .isEqualTo(backend.takesIgnoreEos());
        }
        assertThat(Backend.OPENAI.takesIgnoreEos()).isFalse();
        assertThat(Backend.LLAMACPP.takesIgnoreEos()).isTrue();
        JsonNode ordered = chat(options(Backend.OPENAI, null, true, true, "{\"ignore_eos\":true}"), QUESTION);
        assertThat(ordered.path("ignore_eos").asBoolean()).isTrue();
    }

    @Test
    void loraByBackend() throws IOException {
        JsonNode sglang = chat(options(Backend.SGLANG, "ada", true, true, null), QUESTION);
        assertThat(sglang.path("model").textValue()).isEqualTo("m/1");
        assertThat(sglang.path("lora_path").textValue()).isEqualTo("ada");
        for (Backend backend : List.of(Backend.VLLM, Backend.LMDEPLOY, Backend.OPENAI)) {
            JsonNode other = chat(options(backend, "ada", true, true, null), QUESTION);
            assertThat(other.path("model").textValue()).isEqualTo("ada");
            assertThat(other.has("lora_path")).isFalse();
        }
    }

    @Test
    void extraFieldsWinAndObjectsAreMerged() throws IOException {
        String extra = "{\"temperature\":0.7,\"top_p\":0.9,\"ignore_eos\":false,\"max_tokens\":5,"
                + "\"stream_options\":{\"continuous_usage_stats\":true}}";
        JsonNode body = chat(options(Backend.VLLM, null, true, true, extra), QUESTION);
        assertThat(body.path("temperature").doubleValue()).isEqualTo(0.7);
        assertThat(body.path("top_p").doubleValue()).isEqualTo(0.9);
        assertThat(body.path("ignore_eos").booleanValue()).isFalse();
        assertThat(body.path("max_tokens").intValue()).isEqualTo(5);
        assertThat(body.path("stream_options"))
                .isEqualTo(JSON.readTree("{\"include_usage\":true,\"continuous_usage_stats\":true}"));
        JsonNode whole = chat(options(Backend.VLLM, null, true, true, "{\"stream\":false}"), QUESTION);
        assertThat(whole.has("stream_options")).isFalse();
        JsonNode newer = chat(options(Backend.VLLM, null, true, true, "{\"max_completion_tokens\":5}"), QUESTION);
        assertThat(newer.has("max_tokens")).isFalse();
    }

    @Test
    void extraBodiesThatAreRefused() {
        assertThatThrownBy(() -> chat(options(Backend.VLLM, null, true, true, "{\"a\":"), QUESTION))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("The extra request body is not JSON: ")
                .hasMessageEndingWith("(-Dvolley.extra-request-body); give an object such as {\"top_p\": 0.9}");
        for (String extra : List.of("[1]", "7", "{\"messages\":[]}", "{\"n\":2}", "", "{\"top_p\":1}, {\"top_k\":2}")) {
            assertThatThrownBy(() -> chat(options(Backend.VLLM, null, true, true, extra), QUESTION))
                    .as(extra)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("-Dvolley.extra-request-body");
        }
    }

    @Test
    void generateBodyToTheByte() {
        byte[] body = new GenerateBody(options(Backend.SGLANG, "ada", true, true, null)).encode(SECOND_TURN, 64);
        assertThat(new String(body, StandardCharsets.UTF_8))
                .isEqualTo("{\"stream\":true,\"return_logprob\":false,\"logprob_start_len\":-1,\"lora_path\":\"ada\","
                        + "\"sampling_params\":{\"temperature\":0.0,\"ignore_eos\":true,\"max_new_tokens\":64},"
                        + "\"text\":\"Why?Be\\u0063ause\\nAnd \ud83d\ude0a?\"}");
    }

    @Test
    void generateWithTokenIds() throws IOException {
        BodyEncoder bodies = WireFormat.GENERATE_IDS.newBodyEncoder(options(Backend.SGLANG, null, true, false, null));
        List<JsonText> history = List.of(
                JsonText.ofIds(new int[] {1, 32000}), JsonText.ofIds(new int[] {7}), JsonText.ofIds(new int[] {0, 5}));
        JsonNode body = JSON.readTree(bodies.encode(history, 8));
        assertThat(body.path("input_ids")).isEqualTo(JSON.readTree("[1,32000,7,0,5]"));
        assertThat(body.path("sampling_params")).isEqualTo(JSON.readTree("{\"temperature\":0.0,\"max_new_tokens\":8}"));
        assertThat(body.has("text")).isFalse();
    }

    @Test
    void generateMergesSamplingParameters() throws IOException {
        JsonNode body = generate(
                options(Backend.SGLANG, null, false, true, "{\"sampling_params\":{\"top_p\":0.9},\"rid\":\"x\"}"),
                QUESTION);
        assertThat(body.path("rid").textValue()).isEqualTo("x");
        assertThat(body.path("sampling_params"))
                .isEqualTo(
                        JSON.readTree("{\"temperature\":0.0,\"ignore_eos\":true,\"top_p\":0.9,\"max_new_tokens\":64}"));
        for (String extra :
                List.of("{\"sampling_params\":7}", "{\"sampling_params\":{\"max_new_tokens\":1}}", "{\"text\":\"\"}")) {
            assertThatThrownBy(() -> generate(options(Backend.SGLANG, null, true, true, extra), QUESTION))
                    .isInstanceOf(BadInputException.class);
        }
    }
}
