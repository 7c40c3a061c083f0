package volley.survey;

import java.util.function.IntPredicate;
import volley.dataset.BlockTree;

/**
 * {@link TierPolicy#BOUNDARY_L1_L2}. A block that only the host has follows one that the host has, so that a prompt goes
 * from the GPU's part to the host's once.
 */
final class BoundaryCache extends TwoTierCache {
    private final CandidateHeap duplicates = new CandidateHeap();

    BoundaryCache(BlockTree tree, int gpuCapacity, int hostCapacity) {
        super(tree, gpuCapacity, hostCapacity);
    }

    @Override
    void offerDuplicate(long entry) {
        duplicates.add(entry);
    }

    @Override
    void copy(int[] path) {
        int[] missing = new int[path.length];
        int count = 0;
        for (int block : path) {
            if (!isOnHost(block)) {
                missing[count++] = block;
            }
        }
        if (count > 0) {
            copyToHost(missing, count, this::isUsedNow);
        }
    }

    @Override
    void dropFromGpu(int block) {
        int parent = parent(block);
        boolean parentFirst = !isOnHost(parent);
        boolean kept;
        if (isOnHost(block)) {
            kept = !parentFirst || copyToHost(new int[] {parent}, 1, each -> each == parent || each == block);
            if (!kept && !hasHostChild(block)) {
                clearHost(block);
            }
        } else {
            int[] missing = parentFirst ? new int[] {parent, block} : new int[] {block};
            // a parent that both tiers have may lose its copy for its child's, as in the original
            copyToHost(missing, missing.length, each -> each == block || (parentFirst && each == parent));
        }
        clearGpu(block);
    }

    @Override
    boolean dropFromHost(IntPredicate kept) {
        int oldest = oldest(duplicates, this::isDuplicateLeaf, kept);
        if (oldest == BEGINNING) {
            oldest = oldestOfHostOnly(kept);
        }
        if (oldest == BEGINNING) {
            return false;
        }
        clearHost(oldest);
        return true;
    }
}
