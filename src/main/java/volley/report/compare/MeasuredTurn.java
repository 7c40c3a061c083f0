package volley.report.compare;

/**
 * A completed turn of one run. Times in ms, NaN where there is none; counts -1 where the server told none.
 *
 * @param conversation index in the plan
 * @param turn index in the conversation
 * @param order place in the order of sending
 */
record MeasuredTurn(
        int conversation,
        int turn,
        int order,
        double ttftMs,
        double tpotMs,
        double e2eMs,
        long promptTokens,
        long cachedTokens) {
    /** What the same turn has in every run. */
    record Key(int conversation, int turn) {}

    Key key() {
        return new Key(conversation, turn);
    }

    boolean tellsCache() {
        return promptTokens >= 0 && cachedTokens >= 0;
    }
}
