package volley.metrics;

import static volley.metrics.Unit.MILLISECONDS;

import java.util.List;

/** The figures of the gaps inside streams; how an event's tokens are counted stands in {@link StreamGaps}. */
public final class GapMetrics {
    public static final GapMetric ITL = new GapMetric(
            360,
            "itl",
            "Inter-token latency (ITL), spread",
            "gap between token events / tokens of the event, once per token",
            MILLISECONDS,
            true,
            StreamGaps::itl);

    public static final GapMetric ITL_BURST = new GapMetric(
            370,
            "itl_burst",
            "ITL, burst",
            "gap between token events for the first token of the event, 0 for its others",
            MILLISECONDS,
            true,
            StreamGaps::itlBurst);

    public static final GapMetric ICL = new GapMetric(
            380,
            "icl",
            "Inter-chunk latency (ICL)",
            "gap between consecutive token events",
            MILLISECONDS,
            false,
            StreamGaps::icl);

    /** All of them, in order. */
    public static final List<GapMetric> ALL = List.of(ITL, ITL_BURST, ICL);

    private GapMetrics() {}
}
