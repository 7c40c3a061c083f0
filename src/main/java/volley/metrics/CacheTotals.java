package volley.metrics;

/**
 * What the server said of its prefix cache, over the completed requests that reported both cached and prompt tokens.
 *
 * @param cached sum of cached prompt tokens
 * @param prompt sum of prompt tokens
 * @param reporting number of requests that reported
 */
public record CacheTotals(long cached, long prompt, long reporting) {}
