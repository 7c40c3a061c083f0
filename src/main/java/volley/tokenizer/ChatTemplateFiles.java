package volley.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import volley.config.BadInputException;

/**
 * Finds the chat template of a tokenizer's folder, in the order of transformers: {@code chat_template.jinja}, then
 * {@code chat_template} in {@code tokenizer_config.json}, which is a string or a list of {@code {name, template}}.
 */
final class ChatTemplateFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatTemplateFiles() {}

    /**
     * @param folder the tokenizer's folder
     * @param override a template file that wins over the folder's own
     * @throws BadInputException if a file cannot be read or the template does not render
     */
    static Optional<ChatTemplate> read(Path folder, Optional<Path> override) {
        Path configFile = folder.resolve(Tokenizers.CONFIG_FILE);
        JsonNode config = Files.isRegularFile(configFile) ? json(configFile) : JSON.createObjectNode();
        Path templateFile = override.orElse(folder.resolve(Tokenizers.TEMPLATE_FILE));
        if (override.isPresent() || Files.isRegularFile(templateFile)) {
            return Optional.of(template(text(templateFile), config, templateFile));
        }
        return source(config.path("chat_template"), configFile).map(source -> template(source, config, configFile));
    }

    private static ChatTemplate template(String source, JsonNode config, Path where) {
        return JinjaChatTemplate.compile(
                source, specialTokens(config), Clock.system(ZoneId.systemDefault()), where.toString());
    }

    private static Optional<String> source(JsonNode node, Path where) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        }
        for (JsonNode named : node) {
            if ("default".equals(named.path("name").textValue())
                    && named.path("template").isTextual()) {
                return Optional.of(named.get("template").textValue());
            }
        }
        throw new BadInputException("chat_template is neither a string nor a list with a template named 'default', in "
                + where + "; give one with -Dvolley.chat-template=<file>");
    }

    /** {@code bos_token}, {@code eos_token} and their like, each a string or an object with {@code content}. */
    private static Map<String, Object> specialTokens(JsonNode config) {
        Map<String, Object> tokens = new HashMap<>();
        config.properties().forEach(property -> {
            JsonNode value = property.getValue();
            String text = value.isObject() ? value.path("content").textValue() : value.textValue();
            if (property.getKey().endsWith("_token") && text != null) {
                tokens.put(property.getKey(), text);
            }
        });
        return tokens;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new BadInputException("no valid JSON, in " + file + "; fetch it again");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadInputException(
                    "the chat template cannot be read, file " + file + "; check its name and rights");
        }
    }
}
