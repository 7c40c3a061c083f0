package volley.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import volley.config.BadInputException;
import volley.config.GivenAs;

/** A chat template in Jinja, rendered as transformers renders it. Message texts are values and never executed. */
final class JinjaChatTemplate implements ChatTemplate {
    private static final ChatMessage PROBE = new ChatMessage("user", "Hello");

    private final String source;
    private final Map<String, Object> specialTokens;
    private final Jinjava jinjava;

    /**
     * Filters, tags and functions. Jinjava's own way to render makes them anew every time, which takes longer than
     * rendering; one set for each thread, since it also keeps notes in them.
     */
    private final ThreadLocal<Context> libraries;

    private final String where;

    private JinjaChatTemplate(String source, Map<String, Object> specialTokens, Clock clock, String where) {
        this.specialTokens = Map.copyOf(specialTokens);
        this.jinjava = JinjaEnvironment.create(clock);
        this.libraries = ThreadLocal.withInitial(jinjava::getGlobalContextCopy);
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
        JinjavaConfig config = jinjava.getGlobalConfig();
        JinjavaInterpreter interpreter = config.getInterpreterFactory()
                .newInstance(jinjava, new Context(libraries.get(), variables, config.getDisabled()), config);
        String output;
        List<TemplateError> errors;
        try {
            output = interpreter.render(source);
            errors = interpreter.getErrorsCopy();
        } catch (RuntimeException e) {
            throw failure(reason(TemplateError.fromException(e)));
        } finally {
            interpreter.getContext().reset();
        }
        if (!errors.isEmpty()) {
            throw failure(reason(errors.get(0)));
        }
        return output;
    }

    private BadInputException failure(String reason) {
        return new BadInputException("the chat template cannot be rendered, " + where + " (" + reason
                + "); give another with " + GivenAs.setting("chat-template", "<file>"));
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
