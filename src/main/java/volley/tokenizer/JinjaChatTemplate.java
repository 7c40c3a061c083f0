package volley.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import volley.config.BadInputException;

/** A chat template in Jinja, rendered as transformers renders it. Message texts are values and never executed. */
final class JinjaChatTemplate implements ChatTemplate {
    private static final ChatMessage PROBE = new ChatMessage("user", "Hello");

    private final String source;
    private final Map<String, Object> specialTokens;
    private final Jinjava jinjava;
    private final String where;

    private JinjaChatTemplate(String source, Map<String, Object> specialTokens, Clock clock, String where) {
        this.source = JinjavaSyntax.adapt(source);
        this.specialTokens = Map.copyOf(specialTokens);
        this.jinjava = JinjaEnvironment.create(clock);
        this.where = where;
    }

    /**
     * @param specialTokens values of {@code bos_token}, {@code eos_token} and their like
     * @param clock what {@code strftime_now} reads
     * @param where the template's file, for messages
     * @throws BadInputException if it cannot render one user message
     */
    static JinjaChatTemplate compile(String source, Map<String, Object> specialTokens, Clock clock, String where) {
        JinjaChatTemplate template = new JinjaChatTemplate(source, specialTokens, clock, where);
        template.render(List.of(PROBE), true);
        return template;
    }

    @Override
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        Map<String, Object> variables = new HashMap<>(specialTokens);
        variables.put(
                "messages", messages.stream().map(JinjaChatTemplate::fields).toList());
        variables.put("add_generation_prompt", addGenerationPrompt);
        return render(variables);
    }

    private static Map<String, Object> fields(ChatMessage message) {
        return Map.of("role", message.role(), "content", message.content());
    }

    /** Renders with any variables a template may be given. */
    String render(Map<String, Object> variables) {
        RenderResult result = jinjava.renderForResult(source, variables);
        if (result.hasErrors()) {
            String reason =
                    result.getErrors().get(0).getMessage().lines().findFirst().orElse("");
            throw new BadInputException("the chat template cannot be rendered, " + where + " (" + reason
                    + "); give another with -Dvolley.chat-template=<file>");
        }
        return result.getOutput();
    }
}
