package volley.metrics;

/** Accumulates {@link CacheTotals} over completed requests. */
final class CacheSums {
    private CacheTotals told = CacheTotals.NONE;
    private CacheTotals.Hits missesWithoutTiers = CacheTotals.Hits.NONE;

    void accept(RequestFigures figures) {
        told = told.plus(figures);
        if (figures.get(RequestMetric.CACHED_TOKENS) == 0
                && figures.get(RequestMetric.CACHED_DEVICE_TOKENS) == Metric.ABSENT
                && figures.get(RequestMetric.CACHED_HOST_TOKENS) == Metric.ABSENT
                && figures.get(RequestMetric.CACHED_STORAGE_TOKENS) == Metric.ABSENT) {
            missesWithoutTiers = missesWithoutTiers.plus(0, figures.get(RequestMetric.PROMPT_TOKENS));
        }
    }

    CacheTotals totals() {
        return told.withMisses(missesWithoutTiers, told);
    }

    /**
     * Of a part of a run.
     *
     * @param run the whole, which says of which tiers the server tells: in a part that has only misses it tells none
     */
    CacheTotals totals(CacheTotals run) {
        return told.withMisses(missesWithoutTiers, run);
    }
}
