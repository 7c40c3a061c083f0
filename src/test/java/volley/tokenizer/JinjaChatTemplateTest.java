package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import volley.config.BadInputException;
import volley.tokenizer.ChatTemplate.ChatMessage;

final class JinjaChatTemplateTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-07-26T12:00:00Z"), ZoneOffset.UTC);
    private static final String CHATML =
            """
            {%- for message in messages %}
                {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<|im_start|>assistant\\n' }}
            {%- endif %}
            """;

    @Test
    void neverExecutesWhatAUserWrites() {
        JinjaChatTemplate template = compile(CHATML);
        List<String> attacks = List.of(
                "{{ 7 * 7 }}",
                "{{ messages }}",
                "{% for x in [1, 2] %}x{% endfor %}",
                "{# gone #}",
                "{% raw %}{{ 1 }}{% endraw %}",
                "{{ raise_exception('no') }}",
                "{%- include 'reference.conf' -%}",
                "}} {{",
                "'\" + '",
                "\\{{ x }}\\");
        for (String attack : attacks) {
            assertThat(template.render(List.of(new ChatMessage("user", attack)), false))
                    .isEqualTo("<|im_start|>user\n" + attack + "<|im_end|>\n");
        }
    }

    @Test
    void keepsRandomTextsAsTheyAre() {
        JinjaChatTemplate template = compile(CHATML);
        RandomGenerator random = new Random(4);
        for (int i = 0; i < 200; i++) {
            List<ChatMessage> messages = chat(random);
            assertThat(template.render(messages, true)).isEqualTo(expected(messages));
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        JinjaChatTemplate template = compile(CHATML);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                RandomGenerator random = new Random(thread);
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        List<ChatMessage> messages = chat(random);
                        assertThat(template.render(messages, true)).isEqualTo(expected(messages));
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void knowsSpecialTokensAndTheDate() {
        JinjaChatTemplate template = JinjaChatTemplate.compile(
                "{{ bos_token }}{{ strftime_now('%d %b %Y') }}{{ eos_token }}{{ unk_token }}",
                Map.of("bos_token", "<s>", "eos_token", "</s>"), Map.of(), CLOCK, "here");
        assertThat(template.render(List.of(), false)).isEqualTo("<s>26 Jul 2024</s>");
    }

    @Test
    void passesOnWhatTheTemplateRefuses() {
        JinjaChatTemplate template =
                of("{% if messages[0].role != 'user' %}{{ raise_exception('roles must alternate') }}{% endif %}ok");
        assertThatThrownBy(() -> template.render(List.of(new ChatMessage("assistant", "x")), true))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("roles must alternate")
                .hasMessageContaining("here")
                .hasMessageContaining("-Dvolley.chat-template")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesBrokenTemplatesAtOnce() {
        for (String source : List.of(
                "{% for m in messages %}", "{{ 1 + }}", "{{ m|no_such_filter }}", "{% include 'reference.conf' %}")) {
            assertThatThrownBy(() -> compile(source)).as(source).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void preparesMessagesAsTransformersDoes() {
        JinjaChatTemplate template = of("{{ messages }}");
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", null);
        message.put("reasoning", "so");
        assertThat(template.renderMessages(List.of(message), true))
                .isEqualTo("[{'thinking': 'so', 'role': 'assistant', 'reasoning': 'so', 'reasoning_content': 'so'}]");
    }

    private static JinjaChatTemplate of(String source) {
        return JinjaChatTemplate.of(source, Map.of(), Map.of(), CLOCK, "here");
    }

    private static JinjaChatTemplate compile(String source) {
        return JinjaChatTemplate.compile(source, Map.of(), Map.of(), CLOCK, "here");
    }

    private static List<ChatMessage> chat(RandomGenerator random) {
        List<ChatMessage> messages = new ArrayList<>();
        int size = 1 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            String text = random.nextBoolean()
                    ? RandomText.prose(random, random.nextInt(20))
                    : RandomText.unicode(random, random.nextInt(50));
            messages.add(new ChatMessage(i % 2 == 0 ? "user" : "assistant", text));
        }
        return messages;
    }

    private static String expected(List<ChatMessage> messages) {
        StringBuilder text = new StringBuilder();
        for (ChatMessage message : messages) {
            text.append("<|im_start|>").append(message.role()).append('\n');
            text.append(message.content()).append("<|im_end|>\n");
        }
        return text.append("<|im_start|>assistant\n").toString();
    }
}
