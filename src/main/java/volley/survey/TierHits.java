package volley.survey;

/**
 * What a cache of two tiers gave on a trace, in blocks.
 *
 * @param lookedUp blocks of all prompts
 * @param gpuHits of them on the GPU
 * @param hostHits of them on the host only
 * @param failedCopies how often the host had no room for a copy
 */
public record TierHits(TierPolicy policy, long lookedUp, long gpuHits, long hostHits, long failedCopies) {}
