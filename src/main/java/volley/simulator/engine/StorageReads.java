package volley.simulator.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The way from storage to the host: one batch of pages after the other, one request after the other in the order in which
 * they were asked for, as SGLang's one thread for it does. Nothing is done until somebody asks what has come by a time.
 */
final class StorageReads {
    private final StorageTierConfig config;
    private final int batchTokens;
    private final Deque<Prefetch> queue = new ArrayDeque<>();
    /** When the last batch ended. */
    private long freeNs;

    private long queuedTokens;

    StorageReads(StorageTierConfig config, int pageSizeTokens) {
        this.config = config;
        this.batchTokens = StorageTierConfig.BATCH_PAGES * pageSizeTokens;
    }

    /** Tokens of all that is under way, fetched or not. */
    long queuedTokens() {
        return queuedTokens;
    }

    void add(Prefetch prefetch) {
        queue.add(prefetch);
        queuedTokens += prefetch.tokens;
    }

    /** Ends all batches that are due by then. */
    void advance(long nowNs) {
        while (!queue.isEmpty()) {
            Prefetch head = queue.peek();
            long endNs = batchEndNs(head);
            if (endNs > nowNs) {
                return;
            }
            head.fetchedTokens += nextBatch(head);
            freeNs = endNs;
            if (head.complete()) {
                queue.remove();
                queuedTokens -= head.tokens;
            }
        }
    }

    /** Gives up the rest of it; a batch under way is in vain, but goes to its end. */
    void stop(Prefetch prefetch, long nowNs) {
        if (prefetch == queue.peek() && Math.max(freeNs, prefetch.startNs) < nowNs) {
            freeNs = batchEndNs(prefetch);
        }
        if (queue.remove(prefetch)) {
            queuedTokens -= prefetch.tokens;
        }
    }

    /** When the first of them will be complete; {@code Long.MAX_VALUE} if there is none. */
    long firstCompleteNs() {
        if (queue.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Prefetch head = queue.peek();
        return Math.max(freeNs, head.startNs) + config.batchesNs(head.tokens - head.fetchedTokens, batchTokens);
    }

    private long batchEndNs(Prefetch head) {
        return Math.max(freeNs, head.startNs) + config.batchNs(nextBatch(head));
    }

    private int nextBatch(Prefetch head) {
        return Math.min(head.tokens - head.fetchedTokens, batchTokens);
    }
}
