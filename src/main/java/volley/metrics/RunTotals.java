package volley.metrics;

/**
 * Counts and sums of a run or a part of it, from which every {@link RunMetric} is computed.
 *
 * @param gaps between token events, of completed requests; {@link GapCounts#NONE} of a part of a run
 * @param good requests that met the limits of {@link Goodput}, or {@link Metric#ABSENT} where none are set
 */
public record RunTotals(
        OutcomeCounts outcomes, TokenTotals tokens, CacheTotals cache, TimeTotals times, GapCounts gaps, long good) {}
