package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        assertThat(ChatTemplateFiles.read(folder, TemplateChoice.of(Optional.of(given)))
                        .template()
                        .orElseThrow()
                        .render(List.of(), true))
                .isEqualTo("mine</s>");
    }

    @Test
    void thereMayBeNone() throws IOException {
        ChatTemplateFiles.Found none = new ChatTemplateFiles.Found(Optional.empty(), Optional.empty());
        assertThat(ChatTemplateFiles.read(folder, TemplateChoice.OWN)).isEqualTo(none);
        config("{\"chat_template\": null}");
        assertThat(ChatTemplateFiles.read(folder, TemplateChoice.OWN)).isEqualTo(none);
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        config("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"x\"}]}");
        ofNoUse("default", "tokenizer_config.json", "-Dvolley.chat-template");
        config("{\"chat_template\": \"{% for x in y %}\"}");
        ofNoUse("cannot be rendered", "tokenizer_config.json", "line 1");
        config("{\"chat_template\": \"{{ raise_exception('tools only') }}\"}");
        ofNoUse("cannot be rendered", "tools only");
        config("{\"chat_template\": \"{{ unfinished\"");
        assertThatThrownBy(() -> ChatTemplateFiles.read(folder, TemplateChoice.OWN))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll("no valid JSON", "tokenizer_config.json");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> ChatTemplateFiles.read(folder.resolve("x"), TemplateChoice.of(Optional.of(missing))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void refusesAChosenFileThatIsBroken() throws IOException {
        Path given = Files.writeString(folder.resolve("mine.jinja"), "{% if %}");
        assertThatThrownBy(() -> ChatTemplateFiles.read(folder, TemplateChoice.of(Optional.of(given))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("mine.jinja");
    }

    @Test
    void noneIsAChoice() throws IOException {
        config("{\"chat_template\": \"chat\"}");
        TemplateChoice none = new TemplateChoice(true, Optional.empty(), Map.of());
        ChatTemplateFiles.Found found = ChatTemplateFiles.read(folder, none);
        assertThat(found.template()).isEmpty();
        assertThat(found.problem().orElseThrow()).contains("chat-template=none");
    }

    @Test
    void givesTheTemplateTheServersVariables() throws IOException {
        config("{\"chat_template\": \"{{ enable_thinking }} {{ tools is none }}\"}");
        TemplateChoice choice = new TemplateChoice(false, Optional.empty(), Map.of("enable_thinking", false));
        assertThat(ChatTemplateFiles.read(folder, choice)
                        .template()
                        .orElseThrow()
                        .render(List.of(), true))
                .isEqualTo("False True");
    }

    private void ofNoUse(String... parts) {
        ChatTemplateFiles.Found found = ChatTemplateFiles.read(folder, TemplateChoice.OWN);
        assertThat(found.template()).isEmpty();
        assertThat(found.problem().orElseThrow()).contains(parts);
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
    }

    private String rendered() {
        return ChatTemplateFiles.read(folder, TemplateChoice.OWN)
                .template()
                .orElseThrow()
                .render(List.of(), true);
    }
}
