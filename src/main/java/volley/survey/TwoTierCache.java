package volley.survey;

import java.util.Arrays;
import java.util.function.IntPredicate;
import volley.dataset.BlockTree;

/**
 * A prefix cache of the GPU's memory and the host's, of blocks, to which a trace's requests come one after the other: each
 * looks its blocks up from the first on until one is in neither tier, then has all of them on the GPU, and then the GPU
 * drops what it has no room for. Output, time, batches and storage are left out. The model of SGLang's {@code
 * simulate_hicache_policies.py} (pull request 29049), with each block copied at its first use.
 *
 * <p>A tier drops the block that was used longest ago of those no longer prompt in the same tier goes through. Costs about
 * 17 bytes for each different block of the trace, and time in proportion to the blocks looked up.
 */
abstract class TwoTierCache {
    static final int BEGINNING = 0;

    private final int gpuCapacity;
    private final int hostCapacity;
    private final BlockTree tree;
    private final int[] lastUse;
    private final int[] gpuChildren;
    private final int[] hostChildren;
    private final boolean[] onGpu;
    private final boolean[] onHost;
    private final CandidateHeap gpuLeaves = new CandidateHeap();
    private final CandidateHeap hostLeaves = new CandidateHeap();
    private int gpuBlocks;
    private int hostBlocks;
    private int uses;
    private long lookedUp;
    private long gpuHits;
    private long hostHits;
    private long failedCopies;

    TwoTierCache(BlockTree tree, int gpuCapacity, int hostCapacity) {
        this.gpuCapacity = gpuCapacity;
        this.hostCapacity = hostCapacity;
        this.tree = tree;
        lastUse = new int[tree.size() + 1];
        gpuChildren = new int[lastUse.length];
        hostChildren = new int[lastUse.length];
        onGpu = new boolean[lastUse.length];
        onHost = new boolean[lastUse.length];
    }

    /** What was found so far. */
    final TierHits hits(TierPolicy policy) {
        return new TierHits(policy, lookedUp, gpuHits, hostHits, failedCopies);
    }

    final void use(int[] path) {
        lookedUp += path.length;
        for (int block : path) {
            if (onGpu[block]) {
                gpuHits++;
            } else if (onHost[block]) {
                hostHits++;
            } else {
                break;
            }
        }
        uses++;
        for (int i = path.length - 1; i >= 0; i--) {
            putOnGpu(path[i], i == path.length - 1);
        }
        copy(path);
        while (gpuBlocks > gpuCapacity) {
            dropFromGpu(oldest(gpuLeaves, this::isGpuLeaf, block -> false));
        }
    }

    /** Copies to the host what the policy wants there of the blocks just used. */
    abstract void copy(int[] path);

    /** The GPU needs room: takes the block away from there. */
    abstract void dropFromGpu(int block);

    /**
     * The host needs room.
     *
     * @param kept blocks that are not to go
     * @return whether one has gone
     */
    abstract boolean dropFromHost(IntPredicate kept);

    /** A block that is in both tiers, and no longer prompt on the host goes through, was used or came there. */
    void offerDuplicate(long entry) {}

    /**
     * Copies blocks to the host, all or none.
     *
     * @param missing in order from the beginning, none of them there
     * @param count how many of the array's
     */
    final boolean copyToHost(int[] missing, int count, IntPredicate kept) {
        boolean fits = count <= hostCapacity;
        while (fits && hostBlocks + count > hostCapacity) {
            fits = dropFromHost(kept);
        }
        if (!fits) {
            failedCopies++;
            return false;
        }
        for (int i = count - 1; i >= 0; i--) {
            int block = missing[i];
            onHost[block] = true;
            hostBlocks++;
            hostChildren[parent(block)]++;
            offer(block);
        }
        return true;
    }

    private void putOnGpu(int block, boolean last) {
        lastUse[block] = uses;
        if (!onGpu[block]) {
            onGpu[block] = true;
            gpuBlocks++;
            gpuChildren[parent(block)]++;
        }
        if (last || isDuplicateLeaf(block)) {
            offer(block);
        }
    }

    final void clearGpu(int block) {
        onGpu[block] = false;
        gpuBlocks--;
        gpuChildren[parent(block)]--;
        offer(block);
        offer(parent(block));
    }

    final void clearHost(int block) {
        onHost[block] = false;
        hostBlocks--;
        hostChildren[parent(block)]--;
        offer(parent(block));
    }

    /** Notes a block that may make room, as it is now. */
    private void offer(int block) {
        if (block == BEGINNING) {
            return;
        }
        long entry = CandidateHeap.entry(block, lastUse[block]);
        if (isGpuLeaf(block)) {
            gpuLeaves.add(entry);
        }
        if (isHostLeaf(block)) {
            hostLeaves.add(entry);
        } else if (isDuplicateLeaf(block)) {
            offerDuplicate(entry);
        }
    }

    /** Takes out the one used longest ago of those that still may go; {@link #BEGINNING}: none may. */
    final int oldest(CandidateHeap heap, IntPredicate valid, IntPredicate kept) {
        int found = BEGINNING;
        long[] passedOver = new long[2];
        int passed = 0;
        while (found == BEGINNING && !heap.isEmpty()) {
            long entry = heap.remove();
            int block = CandidateHeap.block(entry);
            if (lastUse[block] != CandidateHeap.lastUse(entry) || !valid.test(block)) {
                continue;
            }
            if (!kept.test(block)) {
                found = block;
            } else {
                if (passed == passedOver.length) {
                    passedOver = Arrays.copyOf(passedOver, passed * 2);
                }
                passedOver[passed++] = entry;
            }
        }
        for (int i = 0; i < passed; i++) {
            heap.add(passedOver[i]);
        }
        return found;
    }

    /** The block used longest ago that only the host has, and through which no prompt there goes. */
    final int oldestOfHostOnly(IntPredicate kept) {
        return oldest(hostLeaves, this::isHostLeaf, kept);
    }

    private boolean isGpuLeaf(int block) {
        return onGpu[block] && gpuChildren[block] == 0;
    }

    private boolean isHostLeaf(int block) {
        return onHost[block] && !onGpu[block] && hostChildren[block] == 0;
    }

    final boolean isDuplicateLeaf(int block) {
        return onHost[block] && onGpu[block] && hostChildren[block] == 0;
    }

    /** Whether the host has it; it has every prompt's beginning. */
    final boolean isOnHost(int block) {
        return block == BEGINNING || onHost[block];
    }

    final boolean hasHostChild(int block) {
        return hostChildren[block] > 0;
    }

    /** Whether the request of now uses it. */
    final boolean isUsedNow(int block) {
        return lastUse[block] == uses;
    }

    final int parent(int block) {
        return tree.parent(block);
    }
}
