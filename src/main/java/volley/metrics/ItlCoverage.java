package volley.metrics;

/**
 * Of how many streams the inter-token latency (ITL) could be computed.
 *
 * @param streams completed streams with at least two token events, so with gaps
 * @param excluded of these, streams whose tokens per event are unknown: their gaps are in ICL only
 * @param retokenized of these, streams whose tokens per event are those of the client's tokenizer: in ITL, and flagged
 */
public record ItlCoverage(long streams, long excluded, long retokenized) {
    /** No streams. */
    public static final ItlCoverage NONE = new ItlCoverage(0, 0, 0);

    /** Of both. */
    public ItlCoverage plus(ItlCoverage other) {
        return new ItlCoverage(streams + other.streams, excluded + other.excluded, retokenized + other.retokenized);
    }

    /** With one stream that was excluded counted by the tokenizer. */
    ItlCoverage oneRetokenized() {
        return new ItlCoverage(streams, excluded - 1, retokenized + 1);
    }
}
