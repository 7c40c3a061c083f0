package volley.metrics;

/** Counts and sums of a run, from which every {@link RunMetric} is computed. */
public record RunTotals(OutcomeCounts outcomes, TokenTotals tokens, CacheTotals cache, TimeTotals times) {}
