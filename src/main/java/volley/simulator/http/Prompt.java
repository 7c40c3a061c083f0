package volley.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A request body, read and checked.
 *
 * @param messages the chat, or the text of /generate as one user message
 * @param text the prompt as the model sees it; null if token ids were given
 * @param ids the token ids given; null if text was given
 * @param maxTokens tokens asked for; 0 if not given
 * @param ignoreEos whether the answer must have that many
 * @param stream whether the answer is streamed
 * @param usage when to send usage events
 * @param model the model's name as the client gave it; null if it did not
 * @param salt what keeps its cache entries apart from those of other requests; empty if nothing does
 */
@SuppressWarnings("ArrayRecordComponent") // tens of thousands of ids; never compared
record Prompt(
        List<ChatMessage> messages,
        String text,
        int[] ids,
        int maxTokens,
        boolean ignoreEos,
        boolean stream,
        UsageEvents usage,
        String model,
        String salt) {
    /** How a chat prompt ends: the answer follows. */
    static final String ANSWER_OPENING = "<|im_start|>assistant\n";

    private static final int GENERATE_DEFAULT_MAX_TOKENS = 128;

    /** OpenAI's. */
    private static final int COMPLETION_DEFAULT_MAX_TOKENS = 16;

    /** When a stream carries usage. */
    enum UsageEvents {
        NONE,
        AT_END,
        EVERY_EVENT
    }

    /** Reads the body of /v1/chat/completions. */
    static Prompt ofChat(JsonNode body) throws UnusablePromptException {
        JsonNode given = body.path("messages");
        if (!given.isArray() || given.isEmpty()) {
            throw new UnusablePromptException("messages: a list with at least one message is required");
        }
        List<ChatMessage> messages = new ArrayList<>(given.size());
        for (JsonNode message : given) {
            if (!message.path("role").isTextual()) {
                throw new UnusablePromptException("messages." + messages.size() + ".role: a string is required");
            }
            ChatMessage read =
                    new ChatMessage(message.get("role").textValue(), content(message.path("content"), messages.size()));
            messages.add(read);
        }
        if (body.path("n").asInt(1) != 1) {
            throw new UnusablePromptException("n: this server gives one answer a request");
        }
        String limit = body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        return new Prompt(
                List.copyOf(messages),
                chatText(messages),
                null,
                positive(body, limit, 0),
                body.path("ignore_eos").asBoolean(),
                body.path("stream").asBoolean(),
                usageEvents(body.path("stream_options")),
                body.path("model").textValue(),
                salt(body));
    }

    /** A chat as the model sees it. */
    static String chatText(List<ChatMessage> messages) {
        StringBuilder text = new StringBuilder();
        for (ChatMessage message : messages) {
            text.append("<|im_start|>").append(message.role()).append('\n');
            text.append(message.content()).append("<|im_end|>\n");
        }
        return text.append(ANSWER_OPENING).toString();
    }

    /** Reads the body of /v1/completions. */
    static Prompt ofCompletion(JsonNode body) throws UnusablePromptException {
        JsonNode prompt = body.path("prompt");
        boolean isIds = prompt.isArray() && !prompt.isEmpty() && prompt.get(0).isNumber();
        if (!prompt.isTextual() && !isIds) {
            throw new UnusablePromptException("prompt: a string or a list of token ids is required");
        }
        if (body.path("n").asInt(1) != 1) {
            throw new UnusablePromptException("n: this server gives one answer a request");
        }
        return new Prompt(
                List.of(new ChatMessage("user", prompt.asText(""))),
                prompt.textValue(),
                isIds ? ids(prompt) : null,
                positive(body, "max_tokens", COMPLETION_DEFAULT_MAX_TOKENS),
                body.path("ignore_eos").asBoolean(),
                body.path("stream").asBoolean(),
                usageEvents(body.path("stream_options")),
                body.path("model").textValue(),
                salt(body));
    }

    /** Reads the body of /generate, SGLang's own route. */
    static Prompt ofGenerate(JsonNode body) throws UnusablePromptException {
        return generate(
                body,
                "text",
                "Either text (a string) or input_ids (a list of ids) should be provided",
                body.path("sampling_params"),
                "max_new_tokens");
    }

    /** Reads the body of /generate, lmdeploy's: what SGLang has in sampling_params stands beside the prompt. */
    static Prompt ofLmdeployGenerate(JsonNode body) throws UnusablePromptException {
        return generate(body, "prompt", "You must specify exactly one of prompt or input_ids", body, "max_tokens");
    }

    /** @param notOne what is said of a body that has not exactly one of text and ids */
    private static Prompt generate(
            JsonNode body, String textName, String notOne, JsonNode sampling, String maxTokensName)
            throws UnusablePromptException {
        JsonNode text = body.path(textName);
        JsonNode ids = body.path("input_ids");
        if (text.isTextual() == ids.isArray()) {
            throw new UnusablePromptException(notOne);
        }
        return new Prompt(
                List.of(new ChatMessage("user", text.asText(""))),
                text.textValue(),
                ids.isArray() ? ids(ids) : null,
                positive(sampling, maxTokensName, GENERATE_DEFAULT_MAX_TOKENS),
                sampling.path("ignore_eos").asBoolean(),
                body.path("stream").asBoolean(),
                UsageEvents.NONE,
                null,
                salt(body));
    }

    /** SGLang's {@code cache_salt} and {@code extra_key}, one behind the other; vLLM has the former. An adapter has a cache of its own. */
    private static String salt(JsonNode body) {
        return body.path("cache_salt").asText("")
                + body.path("extra_key").asText("")
                + body.path("lora_path").asText("");
    }

    private static String content(JsonNode content, int index) throws UnusablePromptException {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (content.isMissingNode() || content.isNull()) {
            return "";
        }
        if (!content.isArray()) {
            throw new UnusablePromptException(
                    "messages." + index + ".content: a string or a list of parts is required");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            String type = part.path("type").asText();
            if (type.equals("text")) {
                text.append(part.path("text").asText());
            } else {
                // The prefix cache must tell two images apart, not see them.
                text.append('<').append(type).append(':');
                text.append(Integer.toHexString(part.path(type).hashCode())).append('>');
            }
        }
        return text.toString();
    }

    private static int[] ids(JsonNode given) throws UnusablePromptException {
        int[] ids = new int[given.size()];
        for (int k = 0; k < ids.length; k++) {
            if (!given.get(k).canConvertToInt() || given.get(k).intValue() < 0) {
                throw new UnusablePromptException("input_ids." + k + ": a token id is required");
            }
            ids[k] = given.get(k).intValue();
        }
        return ids;
    }

    private static int positive(JsonNode object, String name, int fallback) throws UnusablePromptException {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return fallback;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw new UnusablePromptException(name + " must be a whole number of at least 1, got " + value);
        }
        return value.intValue();
    }

    private static UsageEvents usageEvents(JsonNode options) {
        if (!options.path("include_usage").asBoolean()) {
            return UsageEvents.NONE;
        }
        return options.path("continuous_usage_stats").asBoolean() ? UsageEvents.EVERY_EVENT : UsageEvents.AT_END;
    }
}
