package volley.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server's chat template, as far as the client has to be told.
 *
 * @param none whether none is to be used
 * @param file a Jinja file instead of the tokenizer's own
 * @param variables what the template is given besides messages: the server's defaults, then what every request of the
 *     run says
 */
public record TemplateSettings(boolean none, Optional<Path> file, Map<String, Object> variables) {
    private static final String NONE = "none";
    private static final String DEFAULTS = "chat-template-kwargs";
    private static final String KWARGS = "chat_template_kwargs";
    private static final JsonMapper JSON = new JsonMapper();

    /** Fields of a request that servers hand to the template. */
    private static final List<String> REQUEST_FIELDS = List.of("tools", "documents", "reasoning_effort");

    static TemplateSettings from(Parameters given) {
        boolean none = given.text("chat-template").filter(NONE::equals).isPresent();
        Map<String, Object> variables = new HashMap<>();
        given.text(DEFAULTS)
                .ifPresent(text -> variables.putAll(object(text)
                        .orElseThrow(() -> given.bad(
                                DEFAULTS, "is not a JSON object; give one such as {\"enable_thinking\": false}"))));
        // Where the body is no object, whoever sends it says so.
        given.text("extra-request-body").flatMap(TemplateSettings::object).ifPresent(body -> {
            REQUEST_FIELDS.stream().filter(body::containsKey).forEach(name -> variables.put(name, body.get(name)));
            if (body.get(KWARGS) instanceof Map<?, ?> kwargs) {
                kwargs.forEach((name, value) -> variables.put(String.valueOf(name), value));
            }
        });
        return new TemplateSettings(none, none ? Optional.empty() : given.path("chat-template"), variables);
    }

    private static Optional<Map<String, Object>> object(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
