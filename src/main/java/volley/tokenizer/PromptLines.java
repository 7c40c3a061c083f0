package volley.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.config.BadInputException;
import volley.config.SmallFile;
import volley.hub.Hub;
import volley.template.TemplateException;

/** Chats as lines of JSON, rendered and tokenized: what {@code bin/volley chat-template} does with each line. */
public final class PromptLines implements AutoCloseable {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** ASCII only, so that no terminal's encoding changes a text. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Optional<Tokenizer> tokenizer;
    private final Optional<String> source;
    private final Map<String, Object> specialTokens;
    private final Map<String, Object> variables;
    private final Optional<ServersView> server;

    private PromptLines(
            Optional<Tokenizer> tokenizer,
            Optional<String> source,
            Map<String, Object> specialTokens,
            Map<String, Object> variables,
            Optional<ServersView> server) {
        this.server = server;
        this.tokenizer = tokenizer;
        this.source = source;
        this.specialTokens = specialTokens;
        this.variables = variables;
    }

    /**
     * @param tokenizer a path or hub id; without one there are no ids
     * @param template a Jinja file instead of the tokenizer's own template
     * @param kwargs a JSON object with more variables
     * @param server whose ids are laid beside those made here
     * @throws BadInputException if one of them is of no use
     */
    public static PromptLines of(
            Optional<String> tokenizer,
            Optional<Path> template,
            Optional<String> kwargs,
            Optional<ServersView> server,
            Hub hub) {
        if (server.isPresent() && tokenizer.isEmpty()) {
            throw new BadInputException(
                    "a server's ids can be laid beside those of a tokenizer only; name it (--tokenizer)");
        }
        Map<String, Object> variables = kwargs.map(PromptLines::kwargs).orElse(Map.of());
        Optional<Tokenizer> loaded =
                tokenizer.map(name -> Tokenizers.load(name, new TemplateChoice(true, Optional.empty(), Map.of()), hub));
        Optional<String> source = template.isPresent()
                ? template.map(PromptLines::text)
                : tokenizer.flatMap(name -> Tokenizers.templateSource(name, hub));
        Map<String, Object> specialTokens =
                tokenizer.map(name -> Tokenizers.specialTokens(name, hub)).orElse(Map.of());
        return new PromptLines(loaded, source, specialTokens, variables, server);
    }

    private static Map<String, Object> kwargs(String json) {
        try {
            return JSON.readValue(json, OBJECT);
        } catch (JsonProcessingException e) {
            throw new BadInputException("--kwargs is not a JSON object; give one such as {\"enable_thinking\": false}");
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

    /** One line of JSON: {@code text} and {@code ids}, with a server what {@link ServerDifference} writes, or {@code error}. */
    public String render(String line) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            Map<String, Object> chat = JSON.readValue(line, OBJECT);
            String text = text(chat);
            answer.put("text", text);
            if (tokenizer.isPresent()) {
                int[] ids = tokenizer.get().encode(text);
                Arrays.stream(ids).forEach(answer.putArray("ids")::add);
                server.ifPresent(
                        view -> ServerDifference.write(answer, ids, view.of(asRequest(chat), text), tokenizer.get()));
            }
        } catch (JsonProcessingException e) {
            answer.put("error", "the line is no JSON object");
        } catch (TemplateException | BadInputException e) {
            answer.put("error", e.getMessage());
        }
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What of a line is of a request, with the variables as servers take them. */
    private Map<String, Object> asRequest(Map<String, Object> line) {
        Map<String, Object> chat = new HashMap<>();
        chat.put("messages", line.get("messages"));
        chat.put("add_generation_prompt", !Boolean.FALSE.equals(line.get("add_generation_prompt")));
        if (!variables.isEmpty()) {
            chat.put("chat_template_kwargs", variables);
        }
        return chat;
    }

    private String text(Map<String, Object> line) {
        if (!(line.get("messages") instanceof List<?> messages)) {
            throw new BadInputException("the line has no list named messages");
        }
        String template = line.get("template") instanceof String own
                ? own
                : source.orElseThrow(() -> new BadInputException(
                        "there is no chat template; name one with --chat-template or in the line"));
        Map<String, Object> tokens = new HashMap<>(specialTokens);
        if (line.get("special_tokens") instanceof Map<?, ?> given) {
            tokens.clear();
            given.forEach((name, token) -> tokens.put(String.valueOf(name), token));
        }
        boolean open = !Boolean.FALSE.equals(line.get("add_generation_prompt"));
        return JinjaChatTemplate.of(template, tokens, variables, clock(line.get("date")), "the line's template")
                .renderMessages(messages, open);
    }

    private static Clock clock(Object date) {
        if (date == null) {
            return Clock.system(ZoneId.systemDefault());
        }
        String text = date.toString();
        ZoneId zone = ZoneId.systemDefault();
        try {
            LocalDateTime time = text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay();
            return Clock.fixed(time.atZone(zone).toInstant(), zone);
        } catch (DateTimeException e) {
            throw new BadInputException("date is no date such as 2026-11-30");
        }
    }

    @Override
    public void close() {
        tokenizer.ifPresent(Tokenizer::close);
    }
}
