package volley.metrics;

/**
 * Token sums over the completed requests.
 *
 * @param input prompt tokens by the server, by the client where the server gave none; absent if
 *     there are completed requests and nobody counted any of their prompts
 * @param inputByClient requests whose prompt only the client counted
 * @param inputUnknown requests whose prompt nobody counted
 * @param output answer tokens by each request's best source; absent likewise
 * @param outputRetokenized requests whose answer only the tokenizer counted
 * @param outputUnknown requests whose answer nobody counted
 * @param streamedOutput answer tokens of the requests that have both a stream and a count
 * @param streamedEvents token-bearing events of the same requests
 * @param comparedInput prompt tokens by the server, of the requests that client and server both counted
 * @param comparedInputByClient prompt tokens by the client, of the same requests
 * @param retokenized the answers' tokens by the client's tokenizer
 */
public record TokenTotals(
        long input,
        long inputByClient,
        long inputUnknown,
        long output,
        long outputRetokenized,
        long outputUnknown,
        long streamedOutput,
        long streamedEvents,
        long comparedInput,
        long comparedInputByClient,
        Retokenized retokenized) {

    /**
     * Answers counted by the client's tokenizer after the run.
     *
     * @param tokens tokens of all completed answers' text, or {@link RequestFigures#ABSENT} without a tokenizer.
     *     Reasoning and tool calls are no answer text.
     * @param compared tokens of the answers that are text only and that the server counted too
     * @param comparedByServer the server's count of the same answers
     */
    public record Retokenized(long tokens, long compared, long comparedByServer) {
        /** Not counted. */
        public static final Retokenized NONE = new Retokenized(RequestFigures.ABSENT, 0, 0);

        /** Of both; not counted if one was not. */
        public Retokenized plus(Retokenized other) {
            boolean counted = tokens != RequestFigures.ABSENT && other.tokens != RequestFigures.ABSENT;
            return counted
                    ? new Retokenized(
                            tokens + other.tokens, compared + other.compared, comparedByServer + other.comparedByServer)
                    : NONE;
        }
    }
}
