package volley.metrics;

import java.util.OptionalDouble;

/**
 * What the server said of its prefix cache, over the completed requests that reported it: in all, and by the tier the
 * tokens came from.
 */
public record CacheTotals(Hits all, Hits device, Hits host, Hits storage) {
    /**
     * Sums over the completed requests that reported both cached and prompt tokens.
     *
     * @param cached sum of cached prompt tokens
     * @param prompt sum of prompt tokens
     * @param reporting number of requests that reported
     */
    public record Hits(long cached, long prompt, long reporting) {
        static final Hits NONE = new Hits(0, 0, 0);

        /** Cached of all prompt tokens, in per cent: the hit rate. Empty where no request reported. */
        public OptionalDouble percent() {
            return prompt <= 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * cached / prompt);
        }

        Hits plus(long cachedTokens, long promptTokens) {
            return cachedTokens == Metric.ABSENT || promptTokens == Metric.ABSENT
                    ? this
                    : new Hits(cached + cachedTokens, prompt + promptTokens, reporting + 1);
        }
    }

    static final CacheTotals NONE = new CacheTotals(Hits.NONE, Hits.NONE, Hits.NONE, Hits.NONE);

    CacheTotals plus(RequestFigures figures) {
        long prompt = figures.get(RequestMetric.PROMPT_TOKENS);
        return new CacheTotals(
                all.plus(figures.get(RequestMetric.CACHED_TOKENS), prompt),
                device.plus(figures.get(RequestMetric.CACHED_DEVICE_TOKENS), prompt),
                host.plus(figures.get(RequestMetric.CACHED_HOST_TOKENS), prompt),
                storage.plus(figures.get(RequestMetric.CACHED_STORAGE_TOKENS), prompt));
    }

    /**
     * With prompts of which nothing was cached, and of which no tiers were told: SGLang tells none then. Each tier that was
     * told of others had no part of them either.
     *
     * @param others by which it is known which tiers are told
     */
    CacheTotals withMisses(Hits misses, CacheTotals others) {
        return new CacheTotals(
                all,
                withMisses(device, misses, others.device),
                withMisses(host, misses, others.host),
                withMisses(storage, misses, others.storage));
    }

    private static Hits withMisses(Hits tier, Hits misses, Hits others) {
        return others.reporting() == 0
                ? tier
                : new Hits(tier.cached(), tier.prompt() + misses.prompt(), tier.reporting() + misses.reporting());
    }
}
