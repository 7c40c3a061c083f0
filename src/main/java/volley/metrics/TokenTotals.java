package volley.metrics;

/**
 * Token sums over the completed requests.
 *
 * @param input prompts: by the server, by the client where the server gave no count
 * @param output answers: by each request's best source
 * @param streamed answers of the requests that have a stream, a count, and a clear last token
 * @param textless tokens without text
 * @param comparedInput prompts that client and server both counted
 * @param retokenized the answers' tokens by the client's tokenizer
 */
public record TokenTotals(
        Counted input,
        Counted output,
        Streamed streamed,
        Textless textless,
        Compared comparedInput,
        Retokenized retokenized) {

    /**
     * Tokens of one part of each request.
     *
     * @param tokens their sum, or {@link Metric#ABSENT} if there are completed requests and nobody counted any
     * @param byClient requests that only the client counted
     * @param unknown requests that nobody counted
     */
    public record Counted(long tokens, long byClient, long unknown) {}

    /** Answer tokens, and the token-bearing events they came in. */
    public record Streamed(long tokens, long events) {}

    /**
     * Tokens that came in events without text.
     *
     * @param tokens their sum, or {@link Metric#ABSENT} if there are completed requests and none tells
     * @param outputTokens all tokens of the answers that tell
     */
    public record Textless(long tokens, long outputTokens) {}

    /** Tokens of the same texts by two counts. */
    public record Compared(long byServer, long byClient) {}

    /**
     * Answers counted by the client's tokenizer after the run.
     *
     * @param tokens tokens of all completed answers' text, or {@link Metric#ABSENT} if none was counted; of a sample, its
     *     tokens times all answers / answers of the sample. Reasoning and tool calls are no answer text.
     * @param compared tokens of the answers that are text only and that the server counted too
     * @param comparedByServer the server's count of the same answers
     * @param answers how many were counted
     * @param allAnswers how many there were
     */
    public record Retokenized(long tokens, long compared, long comparedByServer, long answers, long allAnswers) {
        /** Not counted. */
        public static final Retokenized NONE = new Retokenized(Metric.ABSENT, 0, 0, 0, 0);

        /** Whether some of the answers stand for all. */
        public boolean ofSample() {
            return tokens != Metric.ABSENT && answers < allAnswers;
        }

        /** Of both; not counted if one was not. */
        public Retokenized plus(Retokenized other) {
            boolean counted = tokens != Metric.ABSENT && other.tokens != Metric.ABSENT;
            return counted
                    ? new Retokenized(
                            tokens + other.tokens,
                            compared + other.compared,
                            comparedByServer + other.comparedByServer,
                            answers + other.answers,
                            allAnswers + other.allAnswers)
                    : NONE;
        }
    }
}
