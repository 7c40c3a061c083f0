package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;

final class ChatTemplateFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsAString() throws IOException {
        config("{\"chat_template\": \"{{ bos_token }}one\", \"bos_token\": \"<s>\"}");
        assertThat(rendered()).isEqualTo("<s>one");
    }

    @Test
    void readsSpecialTokensThatAreObjects() throws IOException {
        config(
                "{\"chat_template\": \"{{ bos_token }}|{{ eos_token }}|\", \"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": null}");
        assertThat(rendered()).isEqualTo("<s>||");
    }

    @Test
    void takesTheDefaultOfAList() throws IOException {
        config(
                "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"tools\"}, {\"name\": \"default\", \"template\": \"chat\"}]}");
        assertThat(rendered()).isEqualTo("chat");
    }

    @Test
    void prefersTheJinjaFileAndAboveItTheGivenOne() throws IOException {
        config("{\"chat_template\": \"config\", \"eos_token\": \"</s>\"}");
        Files.writeString(folder.resolve("chat_template.jinja"), "jinja{{ eos_token }}");
        assertThat(rendered()).isEqualTo("jinja</s>");
        Path given = Files.writeString(folder.resolve("mine.jinja"), "mine{{ eos_token }}");
        assertThat(ChatTemplateFiles.read(folder, Optional.of(given))
                        .orElseThrow()
                        .render(List.of(), true))
                .isEqualTo("mine</s>");
    }

    @Test
    void thereMayBeNone() throws IOException {
        assertThat(ChatTemplateFiles.read(folder, Optional.empty())).isEmpty();
        config("{\"chat_template\": null}");
        assertThat(ChatTemplateFiles.read(folder, Optional.empty())).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        config("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"x\"}]}");
        refused("default", "tokenizer_config.json", "-Dvolley.chat-template");
        config("{\"chat_template\": \"{{ unfinished\"");
        refused("no valid JSON", "tokenizer_config.json");
        config("{\"chat_template\": \"{% for x in y %}\"}");
        refused("cannot be rendered", "tokenizer_config.json");
        assertThatThrownBy(() -> ChatTemplateFiles.read(folder.resolve("x"), Optional.of(folder.resolve("missing"))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("missing");
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> ChatTemplateFiles.read(folder, Optional.empty()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(parts);
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
    }

    private String rendered() {
        return ChatTemplateFiles.read(folder, Optional.empty()).orElseThrow().render(List.of(), true);
    }
}
