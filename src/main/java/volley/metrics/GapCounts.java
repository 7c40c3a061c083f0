package volley.metrics;

/**
 * How many gaps between token events there were.
 *
 * @param known with a length, so in {@link GapMetric#ICL}
 * @param unresolved without one: see {@link ItlCoverage#unresolvedGaps}
 */
public record GapCounts(long known, long unresolved) {
    /** No gaps. */
    public static final GapCounts NONE = new GapCounts(0, 0);
}
