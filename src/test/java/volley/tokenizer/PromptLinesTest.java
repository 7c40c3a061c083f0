package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;

final class PromptLinesTest {
    private static final String CHAT = "\"messages\": [{\"role\": \"user\", \"content\": \"Hi \\u00e9\"}]";

    @TempDir
    Path folder;

    @Test
    void givesTextAndIdsOfTheTokenizersOwnTemplate() throws IOException {
        try (PromptLines lines = lines(Optional.of("data/tokenizer"), Optional.empty(), Optional.empty());
                Tokenizer tokenizer = TestTokenizers.bundled()) {
            JsonNode answer = json(lines.render("{" + CHAT + ", \"add_generation_prompt\": true}"));
            String text = "<|im_start|>user\nHi \u00e9<|im_end|>\n<|im_start|>assistant\n";
            assertThat(answer.get("text").textValue()).isEqualTo(text);
            assertThat(answer.get("ids")).hasSize(tokenizer.encode(text).length);
            assertThat(answer.get("ids").get(0).intValue()).isEqualTo(tokenizer.encode(text)[0]);
        }
    }

    @Test
    void takesTemplateTokensDateAndKwargsAsGiven() throws IOException {
        Path file = Files.writeString(folder.resolve("t.jinja"), "{{ bos_token }}{{ enable_thinking }}");
        try (PromptLines lines =
                lines(Optional.empty(), Optional.of(file), Optional.of("{\"enable_thinking\": false}"))) {
            assertThat(lines.render("{" + CHAT + ", \"special_tokens\": {\"bos_token\": \"<s>\"}}"))
                    .isEqualTo("{\"text\":\"<s>False\"}");
            assertThat(lines.render("{" + CHAT
                            + ", \"template\": \"{{ strftime_now('%d %b %Y') }}{{ add_generation_prompt }}\","
                            + " \"date\": \"2026-11-30\", \"add_generation_prompt\": false}"))
                    .isEqualTo("{\"text\":\"30 Nov 2026False\"}");
        }
    }

    @Test
    void saysWhatIsWrongInTheLine() {
        try (PromptLines lines = lines(Optional.empty(), Optional.empty(), Optional.empty())) {
            assertThat(lines.render("{")).contains("\"error\"", "JSON");
            assertThat(lines.render("{}")).contains("\"error\"", "messages");
            assertThat(lines.render("{" + CHAT + "}")).contains("\"error\"", "--chat-template");
            assertThat(lines.render("{" + CHAT + ", \"template\": \"{{ a.b }}\"}"))
                    .isEqualTo("{\"error\":\"UndefinedError: 'a' is undefined (line 1)\"}");
            assertThat(lines.render("{" + CHAT + ", \"template\": \"{% if %}\"}"))
                    .contains("\"error\"", "line 1");
            assertThat(lines.render("{" + CHAT + ", \"template\": \"x\", \"date\": \"tomorrow\"}"))
                    .contains("\"error\"", "2026-11-30");
        }
    }

    @Test
    void refusesKwargsThatAreNoObject() {
        assertThatThrownBy(() -> lines(Optional.empty(), Optional.empty(), Optional.of("[]")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--kwargs");
    }

    private static PromptLines lines(Optional<String> tokenizer, Optional<Path> template, Optional<String> kwargs) {
        return PromptLines.of(tokenizer, template, kwargs, Optional.empty(), TestTokenizers.OFFLINE);
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }
}
