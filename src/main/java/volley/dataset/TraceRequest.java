package volley.dataset;

/**
 * One request of a trace, whatever its format.
 *
 * @param timeMs when it came, ms from any moment that all requests of the trace share
 * @param inputTokens length of the prompt, with all history
 * @param outputTokens length of the answer; 0: there was none
 * @param session what names its conversation; null: it is one of its own
 * @param blocks of the prompt, the last one perhaps for a part of it; equal ids stand for equal tokens behind an equal
 *     prefix. Null: nothing is known of its text, which it shares with no other
 * @param link to the others of its session
 */
public record TraceRequest(
        double timeMs, int inputTokens, int outputTokens, String session, BlockPath blocks, TraceLink link) {
    private static final int MOST_TOKENS = 100_000_000;

    /** Ids of its blocks as the trace has them, or null. */
    public long[] blockIds() {
        return blocks == null ? null : blocks.ids();
    }

    /** What is wrong with it, or null. */
    String defect() {
        if (!(timeMs >= 0)) {
            return "has no \"timestamp\" from 0 up";
        }
        if (inputTokens < 1 || outputTokens < 0) {
            return "has an \"input_length\" below 1 or an \"output_length\" below 0";
        }
        return inputTokens > MOST_TOKENS || outputTokens > MOST_TOKENS
                ? "has a length of more than " + MOST_TOKENS + " tokens"
                : null;
    }
}
