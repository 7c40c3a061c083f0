package volley.metrics;

/**
 * The figures each completed request has many times, once per gap in its stream, kept in histograms; in the order in which
 * they are shown. How an event's tokens are counted stands in {@link StreamGaps}.
 */
public enum GapMetric implements Metric {
    ITL(
            "itl",
            "Inter-token latency (ITL), spread",
            "gap between token events / tokens of the event, once per token",
            true,
            GapHistogram::recordShares),

    ITL_BURST(
            "itl_burst",
            "ITL, burst",
            "gap between token events for the first token of the event, 0 for its others",
            true,
            (histogram, gapNs, tokens) -> {
                histogram.record(gapNs);
                histogram.recordShares(0, tokens - 1);
            }),

    ICL(
            "icl",
            "Inter-chunk latency (ICL)",
            "gap between consecutive token events",
            false,
            (histogram, gapNs, tokens) -> histogram.record(gapNs));

    private final String id;
    private final String label;
    private final String formula;
    private final boolean perToken;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Recording recording;

    /** Puts the gap before an event into the metric's histogram. */
    private interface Recording {
        void record(GapHistogram histogram, long gapNs, int tokens);
    }

    /**
     * @param perToken whether it needs the tokens of each event, so that streams may be excluded: see {@link ItlCoverage}.
     *     Then its gaps are those between events that have tokens
     */
    GapMetric(String id, String label, String formula, boolean perToken, Recording recording) {
        this.id = id;
        this.label = label;
        this.formula = formula;
        this.perToken = perToken;
        this.recording = recording;
    }

    @Override
    public Group group() {
        return Group.GAPS;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String formula() {
        return formula;
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    /** Whether it needs the tokens of each event, so that streams may be excluded: see {@link ItlCoverage}. */
    public boolean perToken() {
        return perToken;
    }

    /** @param tokens of the event behind the gap, at least 1; without meaning for a metric that does not need them */
    void record(GapHistogram histogram, long gapNs, int tokens) {
        recording.record(histogram, gapNs, tokens);
    }
}
