package volley.survey;

import java.util.List;

/**
 * The caches of which the hits are asked: each size of the GPU's tier alone, or with each size of the host's under each
 * policy.
 *
 * @param gpuBlocks sizes of the GPU's tier, in blocks of the trace
 * @param hostBlocks sizes of the host's; none: there is no such tier
 */
public record TieredCaches(List<Integer> gpuBlocks, List<Integer> hostBlocks, List<TierPolicy> policies) {
    /** None is asked for. */
    public static final TieredCaches NONE = new TieredCaches(List.of(), List.of(), List.of());

    boolean isEmpty() {
        return gpuBlocks.isEmpty();
    }
}
