package volley.metrics;

/**
 * Of how many streams the inter-token latency (ITL) could be computed, and of how many gaps nothing.
 *
 * @param streams completed streams with at least two token events, so with gaps
 * @param excluded of these, streams whose tokens per event are unknown: their gaps are in ICL only
 * @param retokenized of these, streams whose tokens per event are those of the client's tokenizer: in ITL, and flagged
 * @param unresolvedGaps gaps between token events of which one has no time of its own, since it was read together
 *     with a later one: they are in no {@link GapMetric}
 * @param unresolvedFirst streams of which that is so of the first token event: TTFT is at most what is given
 */
public record ItlCoverage(long streams, long excluded, long retokenized, long unresolvedGaps, long unresolvedFirst) {
    /** No streams. */
    public static final ItlCoverage NONE = new ItlCoverage(0, 0, 0);

    /** Of streams whose gaps are all known. */
    public ItlCoverage(long streams, long excluded, long retokenized) {
        this(streams, excluded, retokenized, 0, 0);
    }

    /** Of both. */
    public ItlCoverage plus(ItlCoverage other) {
        return new ItlCoverage(
                streams + other.streams,
                excluded + other.excluded,
                retokenized + other.retokenized,
                unresolvedGaps + other.unresolvedGaps,
                unresolvedFirst + other.unresolvedFirst);
    }

    /** With one stream that was excluded counted by the tokenizer. */
    ItlCoverage oneRetokenized() {
        return new ItlCoverage(streams, excluded - 1, retokenized + 1, unresolvedGaps, unresolvedFirst);
    }
}
