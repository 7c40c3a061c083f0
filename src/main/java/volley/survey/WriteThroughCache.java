package volley.survey;

import java.util.function.IntPredicate;
import volley.dataset.BlockTree;

/** {@link TierPolicy#MAIN_WRITE_THROUGH}. */
final class WriteThroughCache extends TwoTierCache {
    private final int[] one = new int[1];

    WriteThroughCache(BlockTree tree, int gpuCapacity, int hostCapacity) {
        super(tree, gpuCapacity, hostCapacity);
    }

    @Override
    void copy(int[] path) {
        for (int block : path) {
            if (!isOnHost(block) && isOnHost(parent(block))) {
                one[0] = block;
                copyToHost(one, 1, kept -> kept == block);
            }
        }
    }

    @Override
    void dropFromGpu(int block) {
        clearGpu(block);
    }

    @Override
    boolean dropFromHost(IntPredicate kept) {
        int oldest = oldestOfHostOnly(kept);
        if (oldest == BEGINNING) {
            return false;
        }
        clearHost(oldest);
        return true;
    }
}
