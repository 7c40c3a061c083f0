package volley.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A route of OpenAI's interface, which every kind of server has.
 *
 * @param chat whether it is the chat's, not that of completions
 */
record OpenAiRoute(ServerSurface surface, boolean chat) implements AnswerRoute {
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETIONS = "/v1/completions";

    /** Both, by path. */
    static Map<String, AnswerRoute> both(ServerSurface surface) {
        return Map.of(CHAT, new OpenAiRoute(surface, true), COMPLETIONS, new OpenAiRoute(surface, false));
    }

    @Override
    public Prompt prompt(JsonNode body) throws UnusablePromptException {
        return chat ? Prompt.ofChat(body) : Prompt.ofCompletion(body);
    }

    @Override
    public boolean continuesText() {
        return !chat;
    }

    @Override
    public AnswerFormat format(ServerContext server, Prompt prompt, AnswerDrafts.Draft draft)
            throws JsonProcessingException {
        ServerOptions options = server.options;
        String model = prompt.model() != null ? prompt.model() : options.model();
        AnswerHead head = new AnswerHead(
                surface.answerId(server.nextId(), chat ? "chatcmpl-" : "cmpl-"),
                options.epochSeconds().getAsLong(),
                ServerContext.JSON.writeValueAsString(model),
                draft.finishReason());
        CacheTiers tiers =
                options.cacheReport() && surface.tellsTiers() ? server.model.cacheTiers() : CacheTiers.DEVICE;
        return new ChatFormat(
                surface, head, draft.promptIds().length, options.cacheReport(), tiers, prompt.usage(), chat);
    }

    @Override
    public String error(int status, String message) {
        return surface.error(status, message).toString();
    }

    @Override
    public String inBandError(int status, String message) {
        return surface.inBandError(status, message);
    }
}
