package volley.simulator.http;

/**
 * What the server knows of an answer it has ended, for checking a client against. All times are
 * {@code System.nanoTime()} values.
 *
 * @param request what came in
 * @param fault what was ordered to go wrong
 * @param httpStatus status sent
 * @param promptTokens tokens of the prompt
 * @param cachedTokens of these, taken from the prefix cache
 * @param receivedNs when the last byte of the request had been read
 * @param tokenSentNs for each token sent, when its write to the socket was issued
 * @param endNs when the last write was issued, or the connection was cut
 * @param answer text of the tokens sent
 * @param complete whether the answer was sent to its end: false after a fault that cut it, or when the client left
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of stamps; never compared
public record ServedRequest(
        RequestSeen request,
        Fault fault,
        int httpStatus,
        int promptTokens,
        int cachedTokens,
        long receivedNs,
        long[] tokenSentNs,
        long endNs,
        String answer,
        boolean complete) {}
