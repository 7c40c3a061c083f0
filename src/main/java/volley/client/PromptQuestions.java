package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a server what it makes of a prompt: by {@code POST /tokenize}, which vLLM has for chats and texts and SGLang for texts,
 * and by the {@code prompt_tokens} of a chat with an answer of one token.
 */
public final class PromptQuestions {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROUTE = "/tokenize";

    private final ServerControl server;
    private final String model;

    /** @param model the name by which requests call it */
    public PromptQuestions(ServerControl server, String model) {
        this.server = server;
        this.model = model;
    }

    /**
     * Ids of a chat as the server renders it; empty if it has no such route.
     *
     * @param chat fields of a chat request, messages among them
     */
    public Optional<int[]> chatIds(Map<String, ?> chat) {
        ObjectNode body = body(chat);
        body.putIfAbsent("add_generation_prompt", JSON.getNodeFactory().booleanNode(true));
        return ids(body);
    }

    /** Ids of a text as it stands; empty if the server has no such route. */
    public Optional<int[]> textIds(String text) {
        return ids(body(Map.of("prompt", text, "add_special_tokens", false)));
    }

    /**
     * Tokens of a chat as the server counts them.
     *
     * @param chat fields of a chat request, messages among them
     */
    public OptionalInt promptTokens(Map<String, ?> chat) {
        ObjectNode body = body(chat);
        body.remove("add_generation_prompt");
        body.put("max_tokens", 1).put("temperature", 0.0);
        JsonNode tokens = answer(WireFormat.CHAT.path(), body).at("/usage/prompt_tokens");
        return tokens.isInt() ? OptionalInt.of(tokens.intValue()) : OptionalInt.empty();
    }

    private ObjectNode body(Map<String, ?> fields) {
        ObjectNode body = JSON.valueToTree(fields);
        return body.put("model", model);
    }

    private Optional<int[]> ids(ObjectNode body) {
        JsonNode tokens = answer(ROUTE, body).path("tokens");
        if (!tokens.isArray()) {
            return Optional.empty();
        }
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!tokens.get(i).isInt()) {
                return Optional.empty();
            }
            ids[i] = tokens.get(i).intValue();
        }
        return Optional.of(ids);
    }

    private JsonNode answer(String route, ObjectNode body) {
        try {
            return server.ask(route, JSON.writeValueAsString(body))
                    .<JsonNode>map(PromptQuestions::tree)
                    .orElseGet(JSON::createObjectNode);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot fail to be written", e);
        }
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
