package volley.simulator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import volley.prefix.RadixTree;

/**
 * The way from the host to storage, beside that of {@link StorageReads}: one piece after the other. What is on its way is
 * not found yet.
 */
final class StorageWrites {
    private final StorageTierConfig config;
    private final int batchTokens;
    private final Deque<Write> queue = new ArrayDeque<>();
    private long freeNs;

    StorageWrites(StorageTierConfig config, int pageSizeTokens) {
        this.config = config;
        this.batchTokens = StorageTierConfig.BATCH_PAGES * pageSizeTokens;
    }

    /** @param tokens all from the beginning of the prompt, of which those up to {@code from} were written before */
    @SuppressWarnings("ArrayRecordComponent") // handed over, and never changed
    private record Write(int[] tokens, int from, long endNs) {}

    /** @param missing tokens of the piece that storage does not have: the others are not written again */
    void add(int[] path, int from, int missing, long nowNs) {
        freeNs = Math.max(freeNs, nowNs) + config.batchesNs(missing, batchTokens);
        queue.add(new Write(path, from, freeNs));
    }

    /** Stores what has been written by then. */
    void advance(long nowNs, RadixTree stored) {
        while (!queue.isEmpty() && queue.peek().endNs() <= nowNs) {
            Write done = queue.remove();
            // Pages are found by those before them: without these nobody could.
            if (stored.match(done.tokens(), done.from()).tokens() == done.from()) {
                stored.insert(done.tokens(), done.tokens().length);
                while (stored.deviceTokens() > config.capacityTokens()) {
                    stored.evict(stored.oldestDeviceLeaf().orElseThrow());
                }
            }
        }
    }

    void clear() {
        queue.clear();
    }
}
