package volley.client;

import static volley.client.Fragments.ascii;
import static volley.client.Fragments.copy;

import java.util.List;
import volley.config.ApiFormat;

/**
 * Bodies for {@link WireFormat#COMPLETIONS} and {@link WireFormat#COMPLETIONS_IDS}. A conversation's history is one text
 * without anything between its turns, or one list of token ids, as in {@link GenerateBody}.
 */
public final class CompletionBody implements BodyEncoder {
    private static final byte[] NOTHING = {};
    private static final byte[] TEXT = ascii("\"prompt\":\"");
    private static final byte[] TEXT_END = ascii("\"}");
    private static final byte[] IDS = ascii("\"prompt\":[");
    private static final byte[] IDS_END = ascii("]}");

    private final byte[] fixed;
    private final boolean namesMaxTokens;
    private final boolean ofIds;

    /**
     * @param ofIds whether the history is made of {@link JsonText#ofIds}
     * @throws volley.config.BadInputException if the extra request body is no JSON object or sets what the workload sets
     */
    CompletionBody(BodyOptions options, boolean ofIds) {
        this.ofIds = ofIds;
        ExtraBody extra = ExtraBody.parse(options.extraRequestBody());
        fixed = Fragments.open(options.openAiFields(extra, ApiFormat.COMPLETIONS));
        namesMaxTokens = extra.leavesMaxTokens();
    }

    @Override
    public byte[] encode(List<JsonText> history, int outputTokens) {
        byte[] maxTokens = namesMaxTokens ? ascii("\"max_tokens\":" + outputTokens + ",") : NOTHING;
        byte[] opening = ofIds ? IDS : TEXT;
        byte[] closing = ofIds ? IDS_END : TEXT_END;
        byte[] body = new byte
                [fixed.length
                        + maxTokens.length
                        + opening.length
                        + JsonText.joinedLength(history, ofIds)
                        + closing.length];
        int end = copy(fixed, body, 0);
        end = copy(maxTokens, body, end);
        end = copy(opening, body, end);
        end = JsonText.copyJoined(history, ofIds, body, end);
        copy(closing, body, end);
        return body;
    }
}
