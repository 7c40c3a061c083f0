package volley.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
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
        this.specialTokens = Map.copyOf(specialTokens);
        this.jinjava = JinjaEnvironment.create(clock);
        this.where = where;
        JinjavaSyntax.Adapted adapted;
        try {
            adapted = JinjavaSyntax.adapt(source);
        } catch (InterpretException e) {
            throw failure(e.getMessage());
        }
        this.source = adapted.source();
        for (String filter : adapted.filters()) {
            if (jinjava.getGlobalContext().getFilter(filter) == null) {
                throw failure("no filter named '" + filter + "'");
            }
        }
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
            throw failure(reason(result.getErrors().get(0)));
        }
        return result.getOutput();
    }

    private BadInputException failure(String reason) {
        return new BadInputException("the chat template cannot be rendered, " + where + " (" + reason
                + "); give another with -Dvolley.chat-template=<file>");
    }

    /** The innermost message, which is what {@code raise_exception} was given; jinjava wraps it. */
    private static String reason(TemplateError error) {
        String message = error.getMessage();
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            message = cause.getMessage() == null ? message : cause.getMessage();
        }
        return message.lines().findFirst().orElse("");
    }
}
