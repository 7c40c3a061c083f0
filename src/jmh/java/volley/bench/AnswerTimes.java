package volley.bench;

/**
 * When the {@link MeasuringServer} sends what.
 *
 * @param firstTokenNs from a request until its first token
 * @param interTokenNs between two tokens; 0 is as fast as it can
 * @param defaultTokens of an answer whose request names no number
 * @param keepsTokens whether the time of each token is logged, or of the first and the last only
 * @param probe whether each answer is the {@link ProbeAnswer} instead
 */
record AnswerTimes(long firstTokenNs, long interTokenNs, int defaultTokens, boolean keepsTokens, boolean probe) {
    static AnswerTimes ofProbe() {
        return new AnswerTimes(0, 0, 1, true, true);
    }

    static AnswerTimes ofMillis(double firstTokenMs, double interTokenMs, int defaultTokens, boolean keepsTokens) {
        return new AnswerTimes(
                Math.round(firstTokenMs * 1e6), Math.round(interTokenMs * 1e6), defaultTokens, keepsTokens, false);
    }
}
