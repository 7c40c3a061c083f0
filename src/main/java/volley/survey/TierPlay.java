package volley.survey;

import volley.dataset.TraceFile;
import volley.dataset.TraceRequest;

/** A trace through a cache of two tiers. */
final class TierPlay {
    private TierPlay() {}

    /**
     * Plays a trace.
     *
     * @param gpuBlocks capacity of the GPU
     * @param hostBlocks capacity of the host; 0: it keeps nothing
     */
    static TierHits play(TraceFile trace, TierPolicy policy, int gpuBlocks, int hostBlocks) {
        TwoTierCache cache =
                switch (policy) {
                    case MAIN_WRITE_THROUGH -> new WriteThroughCache(trace.blocks(), gpuBlocks, hostBlocks);
                    case BOUNDARY_L1_L2 -> new BoundaryCache(trace.blocks(), gpuBlocks, hostBlocks);
                };
        for (TraceRequest request : trace.requests()) {
            if (request.blocks() != null) {
                cache.use(request.blocks().numbers());
            }
        }
        return cache.hits(policy);
    }
}
