package volley.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import volley.config.ApiFormat;
import volley.config.Backend;
import volley.config.Backend.LoraForm;

/**
 * What is the same in every request body of a run.
 *
 * @param backend decides how usage and a LoRA adapter are asked for
 * @param model name of the model to send
 * @param loraName the adapter to ask for
 * @param stream whether to ask for a stream
 * @param ignoreEos whether the model shall go on to the asked number of tokens
 * @param extraRequestBody JSON object whose fields are added and win over Volley's own; objects are merged field by
 *     field
 * @param tokenIds whether the server is asked for token ids, where the backend takes that in a chat
 * @param cacheSalt keeps the cache entries of these requests apart from all others, where the backend knows such a field
 */
public record BodyOptions(
        Backend backend,
        String model,
        Optional<String> loraName,
        boolean stream,
        boolean ignoreEos,
        Optional<String> extraRequestBody,
        boolean tokenIds,
        Optional<String> cacheSalt) {
    /** Without a cache salt, and not asking for token ids. */
    public BodyOptions(
            Backend backend,
            String model,
            Optional<String> loraName,
            boolean stream,
            boolean ignoreEos,
            Optional<String> extraRequestBody) {
        this(backend, model, loraName, stream, ignoreEos, extraRequestBody, false, Optional.empty());
    }

    /** The same with a cache salt. */
    public BodyOptions saltedWith(String salt) {
        return new BodyOptions(
                backend, model, loraName, stream, ignoreEos, extraRequestBody, tokenIds, Optional.of(salt));
    }

    /** The same, asking for token ids or not. */
    public BodyOptions withTokenIds(boolean asked) {
        return new BodyOptions(backend, model, loraName, stream, ignoreEos, extraRequestBody, asked, cacheSalt);
    }

    /** What all bodies for one of OpenAI's routes have in common, the user's own fields among them. */
    ObjectNode openAiFields(ExtraBody extra, ApiFormat api) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("model", servedModel());
        fields.put("temperature", 0.0);
        fields.put("stream", stream);
        // Servers refuse stream_options in a request without streaming.
        if (extra.flag("stream", stream)) {
            ObjectNode streamOptions = fields.putObject("stream_options");
            backend.usageOptions().forEach(option -> streamOptions.put(option, true));
        }
        if (sendsIgnoreEos()) {
            fields.put("ignore_eos", true);
        }
        loraPath().ifPresent(path -> fields.put("lora_path", path));
        if (tokenIds) {
            backend.tokenIdsFields().forEach(field -> fields.put(field, true));
        }
        putCacheSalt(fields, api);
        extra.mergeInto(fields);
        return fields;
    }

    /** Puts the cache salt into a body, where there is one and the backend has a field for it. */
    void putCacheSalt(ObjectNode body, ApiFormat api) {
        cacheSalt.ifPresent(salt -> backend.cacheSaltField(api).ifPresent(field -> body.put(field, salt)));
    }

    /** The model name to send: some backends serve an adapter as a model of its own. */
    String servedModel() {
        return backend.loraForm() == LoraForm.MODEL_NAME ? loraName.orElse(model) : model;
    }

    /** Whether {@code ignore_eos} is sent: only to a backend that is known to take it. */
    boolean sendsIgnoreEos() {
        return ignoreEos && backend.takesIgnoreEos();
    }

    /** Value of {@code lora_path}, where that is the field by which the backend is asked for an adapter. */
    Optional<String> loraPath() {
        return backend.loraForm() == LoraForm.LORA_PATH ? loraName : Optional.empty();
    }
}
