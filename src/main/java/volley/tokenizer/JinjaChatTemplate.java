package volley.tokenizer;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.template.Template;
import volley.template.TemplateException;

/** A chat template in Jinja, rendered as transformers renders it. Message texts are values and never executed. */
public final class JinjaChatTemplate implements ChatTemplate {
    private static final ChatMessage QUESTION = new ChatMessage("user", "Hello");
    private static final ChatMessage ANSWER = new ChatMessage("assistant", "Hi");

    private final Template template;
    private final Map<String, Object> specialTokens;
    private final Map<String, Object> variables;
    private final LocalDateTime now;
    private final String where;

    private JinjaChatTemplate(
            Template template,
            Map<String, Object> specialTokens,
            Map<String, Object> variables,
            LocalDateTime now,
            String where) {
        this.template = template;
        this.specialTokens = new HashMap<>(specialTokens);
        this.variables = new HashMap<>(variables);
        this.now = now;
        this.where = where;
    }

    /**
     * A template, without trying whether it renders.
     *
     * @param specialTokens values of {@code bos_token}, {@code eos_token} and their like
     * @param variables more variables, which win over special tokens
     * @param clock read once, for {@code strftime_now}
     * @param where the template's file, for messages
     * @throws BadInputException if it is not valid
     */
    public static JinjaChatTemplate of(
            String source,
            Map<String, Object> specialTokens,
            Map<String, Object> variables,
            Clock clock,
            String where) {
        try {
            return new JinjaChatTemplate(
                    Template.compile(source), specialTokens, variables, LocalDateTime.now(clock), where);
        } catch (TemplateException e) {
            throw failure(e, where);
        }
    }

    /**
     * A template that renders a plain chat, which is what Volley asks of it.
     *
     * @throws BadInputException if it renders none
     */
    static JinjaChatTemplate compile(
            String source,
            Map<String, Object> specialTokens,
            Map<String, Object> variables,
            Clock clock,
            String where) {
        JinjaChatTemplate template = of(source, specialTokens, variables, clock, where);
        template.render(List.of(QUESTION), true);
        template.render(List.of(QUESTION, ANSWER, QUESTION), true);
        return template;
    }

    @Override
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        List<Map<String, String>> fields =
                messages.stream().map(JinjaChatTemplate::fields).toList();
        try {
            return renderMessages(fields, addGenerationPrompt);
        } catch (TemplateException e) {
            throw failure(e, where);
        }
    }

    private static Map<String, String> fields(ChatMessage message) {
        return message.reasoning().isEmpty()
                ? Map.of("role", message.role(), "content", message.content())
                : Map.of(
                        "role", message.role(),
                        "content", message.content(),
                        "reasoning_content", message.reasoning());
    }

    /**
     * Renders messages of any fields.
     *
     * @param messages objects as JSON libraries make them
     * @throws TemplateException if the template fails
     */
    public String renderMessages(List<?> messages, boolean addGenerationPrompt) {
        return template.render(ChatVariables.of(messages, addGenerationPrompt, specialTokens, variables), now);
    }

    private static BadInputException failure(TemplateException e, String where) {
        String reason = e.getMessage().lines().findFirst().orElse("");
        return new BadInputException("the chat template cannot be rendered, " + where + " (" + reason
                + "); give another with " + GivenAs.setting("chat-template", "<file>"));
    }
}
