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
import volley.config.GivenAs;
import volley.config.SmallFile;

/**
 * Finds the chat template of a tokenizer's folder, in the order of transformers: {@code chat_template.jinja}, then
 * {@code chat_template} in {@code tokenizer_config.json}, which is a string or a list of {@code {name, template}}.
 */
final class ChatTemplateFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatTemplateFiles() {}

    /**
     * What was found.
     *
     * @param template empty if there is none, or it is of no use
     * @param problem why there is none although there could be one
     */
    record Found(Optional<ChatTemplate> template, Optional<String> problem) {
        static Found none(String problem) {
            return new Found(Optional.empty(), Optional.of(problem));
        }
    }

    /**
     * @param folder the tokenizer's folder
     * @throws BadInputException if a file cannot be read, or the file that was chosen does not render; the tokenizer's
     *     own template may be of no use without stopping a run
     */
    static Found read(Path folder, TemplateChoice choice) {
        if (choice.none()) {
            return Found.none("no chat template is to be used (" + GivenAs.setting("chat-template", "none") + ")");
        }
        Path configFile = folder.resolve(TokenizerFiles.CONFIG_FILE);
        JsonNode config = Files.isRegularFile(configFile) ? json(configFile) : JSON.createObjectNode();
        if (choice.file().isPresent()) {
            Path file = choice.file().get();
            return new Found(Optional.of(template(text(file), config, file, choice)), Optional.empty());
        }
        Path own = folder.resolve(TokenizerFiles.TEMPLATE_FILE);
        try {
            Path where = Files.isRegularFile(own) ? own : configFile;
            Optional<ChatTemplate> template = source(folder).map(source -> template(source, config, where, choice));
            return new Found(template, Optional.empty());
        } catch (BadInputException e) {
            return Found.none(e.getMessage());
        }
    }

    /** The Jinja source of a tokenizer's own template. */
    static Optional<String> source(Path folder) {
        Path own = folder.resolve(TokenizerFiles.TEMPLATE_FILE);
        Path configFile = folder.resolve(TokenizerFiles.CONFIG_FILE);
        if (Files.isRegularFile(own)) {
            return Optional.of(text(own));
        }
        return Files.isRegularFile(configFile)
                ? source(json(configFile).path("chat_template"), configFile)
                : Optional.empty();
    }

    /** Special tokens by the names that templates know, of a tokenizer's folder; empty if it tells none. */
    static Map<String, Object> specialTokens(Path folder) {
        Path configFile = folder.resolve(TokenizerFiles.CONFIG_FILE);
        return Files.isRegularFile(configFile) ? specialTokens(json(configFile)) : Map.of();
    }

    private static ChatTemplate template(String source, JsonNode config, Path where, TemplateChoice choice) {
        return JinjaChatTemplate.compile(
                source,
                specialTokens(config),
                choice.variables(),
                Clock.system(ZoneId.systemDefault()),
                where.toString());
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
                + where + "; give one with " + GivenAs.setting("chat-template", "<file>"));
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
            return SmallFile.text(file);
        } catch (IOException e) {
            throw new BadInputException(
                    "the chat template cannot be read, file " + file + "; check its name and rights");
        }
    }
}
