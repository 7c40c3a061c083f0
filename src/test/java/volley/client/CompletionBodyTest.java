package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import volley.config.ApiFormat;
import volley.config.Backend;
import volley.config.BadInputException;

/** What goes to {@code /v1/completions}. */
class CompletionBodyTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<JsonText> SECOND_TURN = List.of(
            JsonText.of("Why \"so\"?"),
            JsonText.ofEscaped("Be\\u0063ause\\n".getBytes(StandardCharsets.UTF_8)),
            JsonText.of("And \ud83d\ude0a?"));

    private static BodyOptions options(Backend backend, boolean stream, String extra) {
        return new BodyOptions(backend, "m/1", Optional.of("ada"), stream, true, Optional.ofNullable(extra));
    }

    private static String body(WireFormat format, BodyOptions options, List<JsonText> history) {
        return new String(format.newBodyEncoder(options).encode(history, 64), StandardCharsets.UTF_8);
    }

    @Test
    void textToTheByte() {
        assertThat(body(WireFormat.COMPLETIONS, options(Backend.VLLM, true, null), SECOND_TURN))
                .isEqualTo("{\"model\":\"ada\",\"temperature\":0.0,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true},\"ignore_eos\":true,"
                        + "\"max_tokens\":64,\"prompt\":\"Why \\\"so\\\"?Be\\u0063ause\\nAnd \ud83d\ude0a?\"}");
    }

    @Test
    void idsToTheByte() {
        List<JsonText> history = List.of(
                JsonText.ofIds(new int[] {1, 20}), JsonText.ofIds(new int[] {3}), JsonText.ofIds(new int[] {4}));
        assertThat(body(WireFormat.COMPLETIONS_IDS, options(Backend.LLAMACPP, true, "{\"max_tokens\":5}"), history))
                .isEqualTo("{\"model\":\"m/1\",\"temperature\":0.0,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true},\"ignore_eos\":true,\"max_tokens\":5,"
                        + "\"prompt\":[1,20,3,4]}");
    }

    /** All but the prompt is as in a chat. */
    @Test
    void everyBackendGetsTheOptionsOfItsChat() throws Exception {
        for (Backend backend : Backend.values()) {
            for (boolean stream : new boolean[] {true, false}) {
                BodyOptions options =
                        options(backend, stream, "{\"top_p\":0.9}").saltedWith("s");
                JsonNode completion = JSON.readTree(body(WireFormat.COMPLETIONS, options, SECOND_TURN));
                JsonNode chat = JSON.readTree(body(WireFormat.CHAT, options, SECOND_TURN));
                assertThat(completion.path("prompt").textValue()).isEqualTo("Why \"so\"?Because\nAnd \ud83d\ude0a?");
                ((ObjectNode) completion).remove("prompt");
                ((ObjectNode) chat).remove("messages");
                assertThat(completion).as("%s, streamed %s", backend, stream).isEqualTo(chat);
                assertThat(backend.has(ApiFormat.COMPLETIONS)).isTrue();
            }
        }
    }

    @Test
    void thePromptIsTheWorkloads() {
        assertThatThrownBy(() ->
                        WireFormat.COMPLETIONS.newBodyEncoder(options(Backend.VLLM, true, "{\"prompt\":\"mine\"}")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("\"prompt\", which the workload sets");
    }
}
