package volley.client;

/**
 * Token ids that a server told of one request.
 *
 * @param prompt of the prompt as it saw it; empty where it did not tell
 * @param output of all tokens it generated; empty where it did not tell
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of ids, copied for nobody; never compared
public record TokenIds(int[] prompt, int[] output) {
    /** Nothing told. */
    public static final TokenIds NONE = new TokenIds(new int[0], new int[0]);
}
