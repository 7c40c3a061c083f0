package volley.client;

import static volley.client.Fragments.ascii;
import static volley.client.Fragments.copy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import volley.config.BadInputException;

/**
 * Bodies for {@link WireFormat#GENERATE}, from plain text or from token ids. A conversation's history is one text
 * without anything between its turns, as SGLang's {@code bench_multiturn} has it.
 */
public final class GenerateBody implements BodyEncoder {
    private static final byte[] SAMPLING_PARAMS = ascii("\"sampling_params\":");
    private static final byte[] MAX_NEW_TOKENS = ascii("\"max_new_tokens\":");
    private static final byte[] TEXT = ascii("},\"text\":\"");
    private static final byte[] TEXT_END = ascii("\"}");
    private static final byte[] INPUT_IDS = ascii("},\"input_ids\":[");
    private static final byte[] INPUT_IDS_END = ascii("]}");

    private final byte[] fixed;

    /** @throws BadInputException if the extra request body is no JSON object or sets what the workload sets */
    public GenerateBody(BodyOptions options) {
        ExtraBody extra = ExtraBody.parse(options.extraRequestBody());
        if (extra.has("sampling_params", "max_new_tokens")) {
            throw new BadInputException("The extra request body sets \"max_new_tokens\", which the workload sets"
                    + " (-Dvolley.extra-request-body); give -Dvolley.fixed-output-len");
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("stream", options.stream());
        fields.put("return_logprob", false);
        fields.put("logprob_start_len", -1);
        options.loraName().ifPresent(path -> fields.put("lora_path", path));
        ObjectNode sampling = fields.putObject("sampling_params");
        sampling.put("temperature", 0.0);
        if (options.ignoreEos()) {
            sampling.put("ignore_eos", true);
        }
        extra.mergeInto(fields);
        if (!(fields.remove("sampling_params") instanceof ObjectNode mergedSampling)) {
            throw new BadInputException("\"sampling_params\" of the extra request body is not a JSON object"
                    + " (-Dvolley.extra-request-body); give one such as {\"sampling_params\": {\"top_p\": 0.9}}");
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
        int length = fixed.length + maxNewTokens.length + TEXT.length + TEXT_END.length;
        for (JsonText text : history) {
            length += text.byteLength();
        }
        byte[] body = new byte[length];
        int end = copy(fixed, body, 0);
        end = copy(maxNewTokens, body, end);
        end = copy(TEXT, body, end);
        for (JsonText text : history) {
            end = text.copyTo(body, end);
        }
        copy(TEXT_END, body, end);
        return body;
    }

    /**
     * The body with a prompt of token ids.
     *
     * @param outputTokens most tokens the answer may have
     */
    public byte[] encodeIds(int[] tokenIds, int outputTokens) {
        StringBuilder ids = new StringBuilder(tokenIds.length * 7);
        for (int id : tokenIds) {
            ids.append(ids.isEmpty() ? "" : ",").append(id);
        }
        byte[] maxNewTokens = ascii(Integer.toString(outputTokens));
        byte[] list = ascii(ids.toString());
        byte[] body =
                new byte[fixed.length + maxNewTokens.length + INPUT_IDS.length + list.length + INPUT_IDS_END.length];
        int end = copy(fixed, body, 0);
        end = copy(maxNewTokens, body, end);
        end = copy(INPUT_IDS, body, end);
        end = copy(list, body, end);
        copy(INPUT_IDS_END, body, end);
        return body;
    }
}
