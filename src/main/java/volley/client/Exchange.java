package volley.client;

/**
 * One request and all that was seen of its response: the stamps of the client's side, the raw events, the server's
 * counts and the outcome. Every figure is computed from it. All times are {@code System.nanoTime()} values.
 *
 * @param scheduledNs when the plan wanted it sent
 * @param readyNs when its conversation was ready for it (the previous answer's end and the think time
 *     after it; the run's start for a first turn)
 * @param sentNs when it was handed to the connection pool
 * @param connectedNs when it had a connection (resolved, connected and through TLS's handshake, or taken from the pool)
 *     and was about to be written, or {@link #NEVER}
 * @param writtenNs when its last byte was flushed, or {@link #NEVER}
 * @param endNs when the response ended or failed
 * @param httpStatus status code, or 0 without a response
 * @param events the raw events
 * @param usage the server's token counts
 * @param finishReason the server's word, or {@code null}
 * @param answer the answer's text (content, without reasoning) as the inside of a JSON string: still escaped, without
 *     quotes, in UTF-8
 * @param outcome how it ended
 * @param error what went wrong in one line, or {@code null}
 */
// The answer is copied into the next request's body as it is; a copy to guard it would be made for nothing.
@SuppressWarnings("ArrayRecordComponent")
public record Exchange(
        long scheduledNs,
        long readyNs,
        long sentNs,
        long connectedNs,
        long writtenNs,
        long endNs,
        int httpStatus,
        EventLog events,
        Usage usage,
        String finishReason,
        byte[] answer,
        Outcome outcome,
        String error) {
    /** The time of something that did not happen. */
    public static final long NEVER = Long.MIN_VALUE;
}
