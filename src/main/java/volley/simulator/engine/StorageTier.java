package volley.simulator.engine;

import volley.prefix.PrefixMatch;
import volley.prefix.RadixTree;

/**
 * The third cache level. It outlives a flush of the others, and gives up the longest unused when it is full.
 *
 * <p>When a request comes, the part of its prompt that neither device nor host has is looked up; from a threshold on it is
 * fetched to the host while the request waits, and {@link PrefetchPolicy} says for how long it does. Rules of SGLang's
 * {@code hiradix_cache.py} and {@code cache_controller.py}; simpler than there: room on the host is taken when pages have
 * come, not before, and the prefix they belong to is not held meanwhile.
 */
final class StorageTier {
    /** SGLang's limit of what may be under way, as a part of the host's capacity. */
    private static final double MOST_UNDER_WAY = 0.5;

    private final StorageTierConfig config;
    private final long mostQueuedTokens;
    private RadixTree stored;
    private final StorageReads reads;
    private final StorageWrites writes;
    private long nowNs;

    StorageTier(StorageTierConfig config, long hostCapacityTokens, int pageSizeTokens) {
        this.config = config;
        this.mostQueuedTokens = Math.round(MOST_UNDER_WAY * hostCapacityTokens);
        this.stored = new RadixTree(pageSizeTokens);
        this.reads = new StorageReads(config, pageSizeTokens);
        this.writes = new StorageWrites(config, pageSizeTokens);
    }

    RadixTree stored() {
        return stored;
    }

    /** Lets time go on; what follows happens then. */
    void advance(long toNs) {
        nowNs = Math.max(nowNs, toNs);
        writes.advance(nowNs, stored);
        reads.advance(nowNs);
    }

    /** Writes what was copied to the host: the end of the path, from token {@code from} on. */
    void write(int[] path, int from) {
        int known = stored.match(path, path.length).tokens();
        int missing = path.length - Math.max(from, known);
        if (missing > 0) {
            writes.add(path, from, missing, nowNs);
        }
    }

    /**
     * Begins to fetch what a new request can use.
     *
     * @param match what device and host have of it
     */
    void begin(Sequence sequence, PrefixMatch match) {
        // What comes is put behind the match, on the host: the match must be there too.
        if ((match.tokens() > 0 && !match.node().onHost())
                || sequence.inputTokens() - 1 - match.tokens() < thresholdTokens()
                || reads.queuedTokens() >= mostQueuedTokens) {
            return;
        }
        int found = stored.match(sequence.tokens, sequence.inputTokens() - 1).tokens() - match.tokens();
        if (found >= thresholdTokens()) {
            sequence.prefetch = new Prefetch(match.tokens(), found, nowNs);
            reads.add(sequence.prefetch);
        }
    }

    /** Whether a request waits no longer for what is fetched for it. */
    boolean mayStart(Prefetch prefetch) {
        return prefetch.complete()
                || switch (config.policy()) {
                    case BEST_EFFORT -> true;
                    case WAIT_COMPLETE -> false;
                    case TIMEOUT -> nowNs >= deadlineNs(prefetch);
                };
    }

    /** Ends a fetch, complete or not. */
    void end(Prefetch prefetch) {
        reads.stop(prefetch, nowNs);
    }

    /** When the request waits no longer, at the latest if others are fetched for before it. */
    long mayStartNs(Prefetch prefetch) {
        return switch (config.policy()) {
            case BEST_EFFORT -> nowNs;
            case WAIT_COMPLETE -> reads.firstCompleteNs();
            case TIMEOUT -> Math.min(reads.firstCompleteNs(), deadlineNs(prefetch));
        };
    }

    /** Forgets everything that is written or on its way there. */
    void clear() {
        writes.clear();
        stored = new RadixTree(stored.pageSizeTokens());
    }

    private int thresholdTokens() {
        return Math.max(config.thresholdTokens(), stored.pageSizeTokens());
    }

    private long deadlineNs(Prefetch prefetch) {
        return prefetch.startNs + config.timeoutNs(prefetch.tokens);
    }
}
