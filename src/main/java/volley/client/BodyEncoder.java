package volley.client;

import java.util.List;

/** Makes the bodies of a run's requests. Immutable and thread-safe. */
public interface BodyEncoder {
    /**
     * The body that asks for the next answer of a conversation.
     *
     * @param history the texts so far, by turns the user's and the server's, first and last the user's
     * @param outputTokens most tokens the answer may have
     * @return JSON in UTF-8
     */
    byte[] encode(List<JsonText> history, int outputTokens);

    /** The same body, with media left in their files. */
    default RequestBytes body(List<JsonText> history, int outputTokens) {
        return new RequestBytes(encode(history, outputTokens), List.of());
    }
}
