package volley.metrics;

/**
 * Of how many streams the inter-token latency (ITL) could be computed.
 *
 * @param streams completed streams with at least two token events, so with gaps
 * @param excluded of these, streams whose tokens per event are unknown: their gaps are in ICL only
 */
public record ItlCoverage(long streams, long excluded) {
    /** No streams. */
    public static final ItlCoverage NONE = new ItlCoverage(0, 0);

    /** Of both. */
    public ItlCoverage plus(ItlCoverage other) {
        return new ItlCoverage(streams + other.streams, excluded + other.excluded);
    }
}
