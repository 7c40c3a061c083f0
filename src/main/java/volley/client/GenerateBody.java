package volley.client;

import static volley.client.Fragments.ascii;
import static volley.client.Fragments.copy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import volley.config.ApiFormat;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * Bodies for {@link WireFormat#GENERATE} and {@link WireFormat#GENERATE_IDS}. A conversation's history is one text
 * without anything between its turns, as SGLang's {@code bench_multiturn} has it, or one list of token ids.
 */
public final class GenerateBody implements BodyEncoder {
    private static final byte[] SAMPLING_PARAMS = ascii("\"sampling_params\":");
    private static final byte[] MAX_NEW_TOKENS = ascii("\"max_new_tokens\":");
    private static final byte[] TEXT = ascii("},\"text\":\"");
    private static final byte[] TEXT_END = ascii("\"}");
    private static final byte[] INPUT_IDS = ascii("},\"input_ids\":[");
    private static final byte[] INPUT_IDS_END = ascii("]}");

    private final byte[] fixed;
    private final boolean ofIds;

    /** @throws BadInputException if the extra request body is no JSON object or sets what the workload sets */
    public GenerateBody(BodyOptions options) {
        this(options, false);
    }

    /**
     * As the other, and with a choice.
     *
     * @param ofIds whether the history is made of {@link JsonText#ofIds}
     */
    GenerateBody(BodyOptions options, boolean ofIds) {
        this.ofIds = ofIds;
        ExtraBody extra = ExtraBody.parse(options.extraRequestBody());
        if (extra.has("sampling_params", "max_new_tokens")) {
            throw new BadInputException("The extra request body sets \"max_new_tokens\", which the workload sets" + " ("
                    + GivenAs.parameter("extra-request-body") + "); give " + GivenAs.parameter("fixed-output-len"));
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("stream", options.stream());
        fields.put("return_logprob", false);
        fields.put("logprob_start_len", -1);
        options.loraName().ifPresent(path -> fields.put("lora_path", path));
        ObjectNode sampling = fields.putObject("sampling_params");
        sampling.put("temperature", 0.0);
        if (options.sendsIgnoreEos()) {
            sampling.put("ignore_eos", true);
        }
        options.putCacheSalt(fields, ApiFormat.SGLANG);
        extra.mergeInto(fields);
        if (!(fields.remove("sampling_params") instanceof ObjectNode mergedSampling)) {
            throw new BadInputException("\"sampling_params\" of the extra request body is not a JSON object" + " ("
                    + GivenAs.parameter("extra-request-body")
                    + "); give one such as {\"sampling_params\": {\"top_p\": 0.9}}");
        }
        byte[] outer = Fragments.open(fields);
        byte[] inner = Fragments.open(mergedSampling);
        fixed = new byte[outer.length + SAMPLING_PARAMS.length + inner.length + MAX_NEW_TOKENS.length];
        int end = copy(outer, fixed, 0);
        end = copy(SAMPLING_PARAMS, fixed, end);
        end = copy(inner, fixed, end);
        copy(MAX_NEW_TOKENS, fixed, end);
    }

    @Override
    public byte[] encode(List<JsonText> history, int outputTokens) {
        byte[] maxNewTokens = ascii(Integer.toString(outputTokens));
        byte[] opening = ofIds ? INPUT_IDS : TEXT;
        byte[] closing = ofIds ? INPUT_IDS_END : TEXT_END;
        byte[] body = new byte
                [fixed.length
                        + maxNewTokens.length
                        + opening.length
                        + JsonText.joinedLength(history, ofIds)
                        + closing.length];
        int end = copy(fixed, body, 0);
        end = copy(maxNewTokens, body, end);
        end = copy(opening, body, end);
        end = JsonText.copyJoined(history, ofIds, body, end);
        copy(closing, body, end);
        return body;
    }
}
