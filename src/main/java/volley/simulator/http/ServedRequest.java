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
        boolean complete) {

    /** Names each part; one that is not given is that of an answer without a token. */
    public static Builder builder() {
        return new Builder();
    }

    /** Parts by name. */
    public static final class Builder {
        private RequestSeen request;
        private Fault fault;
        private int httpStatus;
        private int promptTokens;
        private int cachedTokens;
        private long receivedNs;
        private long[] tokenSentNs = new long[0];
        private long endNs;
        private String answer = "";
        private boolean complete;

        private Builder() {}

        public Builder request(RequestSeen value) {
            request = value;
            return this;
        }

        public Builder fault(Fault value) {
            fault = value;
            return this;
        }

        public Builder httpStatus(int value) {
            httpStatus = value;
            return this;
        }

        public Builder promptTokens(int value) {
            promptTokens = value;
            return this;
        }

        public Builder cachedTokens(int value) {
            cachedTokens = value;
            return this;
        }

        public Builder receivedNs(long value) {
            receivedNs = value;
            return this;
        }

        public Builder tokenSentNs(long[] value) {
            tokenSentNs = value;
            return this;
        }

        public Builder endNs(long value) {
            endNs = value;
            return this;
        }

        public Builder answer(String value) {
            answer = value;
            return this;
        }

        public Builder complete(boolean value) {
            complete = value;
            return this;
        }

        public ServedRequest build() {
            return new ServedRequest(
                    request,
                    fault,
                    httpStatus,
                    promptTokens,
                    cachedTokens,
                    receivedNs,
                    tokenSentNs,
                    endNs,
                    answer,
                    complete);
        }
    }
}
