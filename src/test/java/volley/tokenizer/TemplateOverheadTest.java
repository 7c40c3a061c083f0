package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.hub.Hub;
import volley.tokenizer.ChatTemplate.ChatMessage;

final class TemplateOverheadTest {
    @Test
    void isExactOnTheBundledTokenizer() {
        try (Tokenizer tokenizer = TestTokenizers.bundled()) {
            // <|im_start|> u ser \n … <|im_end|> \n and the assistant's opening, counted by the parts of the markup.
            int before = tokenizer.count("<|im_start|>user\n");
            int after = tokenizer.count("<|im_end|>\n");
            int opening = tokenizer.count("<|im_start|>assistant\n");
            assertThat(TemplateOverhead.of(tokenizer))
                    .isEqualTo(new TemplateOverhead(before + after + opening, before + 2 * after + opening));
            checkAgainstFullRendering(tokenizer, 100);
        }
    }

    @Test
    void isExactOnQwen() {
        try (Tokenizer tokenizer = TestTokenizers.qwen(Optional.empty())) {
            checkAgainstFullRendering(tokenizer, 100);
        }
    }

    @Test
    void isExactWithOtherTemplatesToo(@TempDir Path folder) throws IOException {
        Path cases = Path.of("../shared/data/chat_templates/golden_cases.json");
        assumeThat(cases).as("templates, data not in the repository").exists();
        Map<String, String> templates = new HashMap<>();
        new ObjectMapper()
                .readTree(cases.toFile())
                .forEach(golden -> templates.put(
                        golden.get("tpl").textValue(), golden.get("template").textValue()));
        for (String name : List.of("qwen3", "chatml.jinja")) {
            Path file = Files.writeString(folder.resolve(name), templates.get(name));
            try (Tokenizer tokenizer = TestTokenizers.qwen(Optional.of(file))) {
                checkAgainstFullRendering(tokenizer, 40);
            }
        }
    }

    @Test
    void isOneTooHighForALeadingLineBreakOnly() {
        try (Tokenizer tokenizer = TestTokenizers.qwen(Optional.empty())) {
            for (String text : List.of("\nHello", "\n\nHello", " \nHello", "\n")) {
                assertThat(error(tokenizer, text)).as(text).isEqualTo(1);
            }
            for (String text : List.of(" Hello", "\tHello", "Hello\n", "Hello ", "", "   ", "'s", "123", "user")) {
                assertThat(error(tokenizer, text)).as(text).isZero();
            }
        }
    }

    private static long error(Tokenizer tokenizer, String text) {
        String prompt = tokenizer.chatTemplate().orElseThrow().render(List.of(new ChatMessage("user", text)), true);
        return TemplateOverhead.of(tokenizer).promptTokens(1, tokenizer.count(text)) - tokenizer.count(prompt);
    }

    @Test
    void isNothingWithoutATemplate() {
        try (Tokenizer tokenizer = TestTokenizers.bundled()) {
            assertThat(TemplateOverhead.of(new WithoutTemplate(tokenizer))).isEqualTo(new TemplateOverhead(0, 0));
            assertThat(TemplateOverhead.NONE.promptTokens(3, 17)).isEqualTo(17);
        }
    }

    @Test
    void aTemplateOfNoUseMakesItUnknown() {
        Hub offline = TestTokenizers.OFFLINE;
        TemplateChoice none = new TemplateChoice(true, Optional.empty(), java.util.Map.of());
        try (Tokenizer tokenizer = Tokenizers.load("data/tokenizer", none, offline)) {
            assertThat(TemplateOverhead.of(tokenizer).isKnown()).isFalse();
        }
    }

    private static void checkAgainstFullRendering(Tokenizer tokenizer, int chats) {
        TemplateOverhead overhead = TemplateOverhead.of(tokenizer);
        ChatTemplate template = tokenizer.chatTemplate().orElseThrow();
        RandomGenerator random = new Random(3);
        for (int chat = 0; chat < chats; chat++) {
            List<ChatMessage> messages = new ArrayList<>();
            long textTokens = 0;
            int turns = 1 + random.nextInt(5);
            for (int turn = 1; turn <= turns; turn++) {
                if (turn > 1) {
                    textTokens += add(messages, "assistant", random, tokenizer);
                }
                textTokens += add(messages, "user", random, tokenizer);
                String prompt = template.render(messages, true);
                assertThat(overhead.promptTokens(turn, textTokens))
                        .as("turn %d of %s", turn, messages)
                        .isEqualTo(tokenizer.count(prompt));
            }
        }
    }

    private static int add(List<ChatMessage> messages, String role, RandomGenerator random, Tokenizer tokenizer) {
        String text = RandomText.prose(random, random.nextInt(40));
        messages.add(new ChatMessage(role, text));
        return tokenizer.count(text);
    }

    /** A tokenizer whose folder has no template. */
    private static final class WithoutTemplate extends ForwardingTokenizer {
        WithoutTemplate(Tokenizer tokenizer) {
            super(tokenizer);
        }

        @Override
        public Optional<ChatTemplate> chatTemplate() {
            return Optional.empty();
        }
    }
}
