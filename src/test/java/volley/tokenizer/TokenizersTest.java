package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.tokenizer.ChatTemplate.ChatMessage;

final class TokenizersTest {
    @Test
    void takesAFolderOrAFile() {
        for (String path : List.of("data/tokenizer", "data/tokenizer/tokenizer.json", "./data/tokenizer/")) {
            try (Tokenizer tokenizer = Tokenizers.load(path, TestTokenizers.OFFLINE)) {
                assertThat(tokenizer.name()).isEqualTo(path);
                assertThat(tokenizer.chatTemplate().orElseThrow().render(List.of(new ChatMessage("user", "Hi")), true))
                        .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
            }
        }
    }

    @Test
    void takesAnotherChatTemplate(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("short.jinja"), "{{ messages[0].content }}{{ eos_token }}");
        try (Tokenizer tokenizer =
                Tokenizers.load("data/tokenizer", TemplateChoice.of(Optional.of(file)), TestTokenizers.OFFLINE)) {
            assertThat(tokenizer.chatTemplate().orElseThrow().render(List.of(new ChatMessage("user", "Hi")), true))
                    .isEqualTo("Hi<|im_end|>");
        }
    }

    @Test
    void namesTheWayOut(@TempDir Path empty) {
        for (String name : List.of(
                "",
                " ",
                "/no/such/folder",
                "no/such/file/tokenizer.json",
                "../x",
                "a..b/c",
                empty.toString(),
                "x\0y")) {
            assertThatThrownBy(() -> Tokenizers.load(name, TestTokenizers.OFFLINE))
                    .as(name)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("-Dvolley.tokenizer=data/tokenizer");
        }
    }

    @Test
    void cannotBeUsedAfterClose() {
        Tokenizer tokenizer = TestTokenizers.bundled();
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.count("x")).isInstanceOf(IllegalStateException.class);
    }

    /** Every sample is there to be played: all its texts encode, and none is too short to be kept. */
    @Test
    void theSamplesAreTokenized() throws Exception {
        try (Tokenizer tokenizer = TestTokenizers.bundled()) {
            for (String file : List.of("sharegpt.sample.json", "ultrachat.sample.jsonl", "loogle.sample.jsonl")) {
                String text = Files.readString(Path.of("data").resolve(file));
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
                assertThat(tokenizer.count(text)).isGreaterThan(1_000);
            }
        }
    }
}
