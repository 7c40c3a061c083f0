package volley.tokenizer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which chat template a tokenizer is to have, and with what settings.
 *
 * @param none whether it is to have none
 * @param file a Jinja file instead of the template beside the tokenizer
 * @param variables what the template is given besides messages: the server's defaults and the user's
 *     {@code chat_template_kwargs}, as JSON libraries make them
 */
public record TemplateChoice(boolean none, Optional<Path> file, Map<String, Object> variables) {
    /** The tokenizer's own template. */
    public static final TemplateChoice OWN = new TemplateChoice(false, Optional.empty(), Map.of());

    public TemplateChoice {
        // a value may be null, which Map.copyOf refuses
        variables = new HashMap<>(variables);
    }

    /** Reads and writes of the map are the owner's alone. */
    @Override
    public Map<String, Object> variables() {
        return new HashMap<>(variables);
    }

    /** Only the file is chosen. */
    public static TemplateChoice of(Optional<Path> file) {
        return new TemplateChoice(false, file, Map.of());
    }
}
