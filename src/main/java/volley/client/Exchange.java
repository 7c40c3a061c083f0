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
 * @param endNs when the response ended or failed; where the server kept the body open behind a complete answer, when
 *     the last of that answer was read
 * @param httpStatus status code, or 0 without a response
 * @param events the raw events
 * @param usage the server's token counts
 * @param serverTimes where the server says the time went
 * @param finishReason the server's word, or {@code null}
 * @param answer the answer's text (content, without reasoning) as the inside of a JSON string: still escaped, without
 *     quotes, in UTF-8
 * @param reasoning the model's thoughts, where the server gave them apart from the answer
 * @param ids token ids that the server told
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
        ServerTimes serverTimes,
        String finishReason,
        byte[] answer,
        Reasoning reasoning,
        TokenIds ids,
        Outcome outcome,
        String error) {
    /** The time of something that did not happen. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Of a server that tells nothing of its times. */
    public static final ServerTimes NO_SERVER_TIMES = new ServerTimes(NEVER, NEVER);

    /** Names each part; a time that is not given is {@link #NEVER}, and counts are none. */
    public static Builder builder() {
        return new Builder();
    }

    /** Parts by name. */
    public static final class Builder {
        private long scheduledNs = NEVER;
        private long readyNs = NEVER;
        private long sentNs = NEVER;
        private long connectedNs = NEVER;
        private long writtenNs = NEVER;
        private long endNs = NEVER;
        private int httpStatus;
        private EventLog events;
        private Usage usage = Usage.NONE;
        private ServerTimes serverTimes = Exchange.NO_SERVER_TIMES;
        private String finishReason;
        private byte[] answer;
        private Reasoning reasoning = Reasoning.NONE;
        private TokenIds ids = TokenIds.NONE;
        private Outcome outcome;
        private String error;

        private Builder() {}

        public Builder scheduledNs(long value) {
            scheduledNs = value;
            return this;
        }

        public Builder readyNs(long value) {
            readyNs = value;
            return this;
        }

        public Builder sentNs(long value) {
            sentNs = value;
            return this;
        }

        public Builder connectedNs(long value) {
            connectedNs = value;
            return this;
        }

        public Builder writtenNs(long value) {
            writtenNs = value;
            return this;
        }

        public Builder endNs(long value) {
            endNs = value;
            return this;
        }

        public Builder httpStatus(int value) {
            httpStatus = value;
            return this;
        }

        public Builder events(EventLog value) {
            events = value;
            return this;
        }

        public Builder usage(Usage value) {
            usage = value;
            return this;
        }

        public Builder serverTimes(ServerTimes value) {
            serverTimes = value;
            return this;
        }

        public Builder finishReason(String value) {
            finishReason = value;
            return this;
        }

        public Builder answer(byte[] value) {
            answer = value;
            return this;
        }

        public Builder reasoning(Reasoning value) {
            reasoning = value;
            return this;
        }

        public Builder ids(TokenIds value) {
            ids = value;
            return this;
        }

        public Builder outcome(Outcome value) {
            outcome = value;
            return this;
        }

        public Builder error(String value) {
            error = value;
            return this;
        }

        public Exchange build() {
            return new Exchange(
                    scheduledNs,
                    readyNs,
                    sentNs,
                    connectedNs,
                    writtenNs,
                    endNs,
                    httpStatus,
                    events,
                    usage,
                    serverTimes,
                    finishReason,
                    answer,
                    reasoning,
                    ids,
                    outcome,
                    error);
        }
    }
}
