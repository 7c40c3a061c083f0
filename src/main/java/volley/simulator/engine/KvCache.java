package volley.simulator.engine;

import java.util.Collection;
import java.util.Optional;
import java.util.function.ToIntFunction;
import volley.prefix.Insertion;
import volley.prefix.PrefixMatch;
import volley.prefix.RadixNode;
import volley.prefix.RadixTree;

/**
 * The device's memory for KV cache: the prefix tree, and what running requests hold beside it. What is neither is free;
 * when that is not enough, the tree's least recently used leaves go.
 *
 * <p>Without a prefix cache the tree stays empty and all memory is private.
 */
final class KvCache {
    private final CacheConfig config;
    private final RadixTree tree;
    private final Optional<StorageTier> storage;
    private final Optional<HostTier> host;
    private long privateTokens;
    private long evictedTokens;

    /** @param storage what a cache before it may have left there */
    KvCache(CacheConfig config, Optional<StorageTier> storage) {
        this.config = config;
        this.tree = new RadixTree(config.pageSizeTokens());
        this.storage = storage;
        this.host = config.hostTier().map(tier -> new HostTier(tier, tree, storage));
    }

    RadixTree tree() {
        return tree;
    }

    long privateTokens() {
        return privateTokens;
    }

    long evictedTokens() {
        return evictedTokens;
    }

    long availableTokens() {
        return config.deviceCapacityTokens() - tree.deviceTokens() - privateTokens;
    }

    /** What can be had for new tokens, by eviction if need be. */
    long obtainableTokens() {
        return availableTokens() + tree.evictableTokens();
    }

    long toWholePages(long tokens) {
        long page = config.pageSizeTokens();
        return (tokens + page - 1) / page * page;
    }

    /** The cached part of what the request has to compute. Its last token is always computed: its output is needed. */
    PrefixMatch match(Sequence sequence) {
        return tree.match(sequence.tokens, config.prefixCache() ? sequence.inputTokens() - 1 : 0);
    }

    /** Begins to fetch from storage what a request that comes can use. */
    void beginPrefetch(Sequence sequence) {
        storage.ifPresent(tier -> tier.begin(sequence, match(sequence)));
    }

    /** Whether the request may start: what was fetched for it until now is on the host then, and no more comes. */
    boolean endPrefetch(Sequence sequence) {
        Prefetch prefetch = sequence.prefetch;
        if (prefetch == null) {
            return true;
        }
        if (!storage.orElseThrow().mayStart(prefetch)) {
            return false;
        }
        cancelPrefetch(sequence);
        int added = host.orElseThrow().addFetched(sequence.tokens, prefetch);
        sequence.fetchedUpTo = prefetch.fromToken + prefetch.fetchedTokens;
        sequence.fetchedFrom = sequence.fetchedUpTo - added;
        return true;
    }

    void cancelPrefetch(Sequence sequence) {
        if (sequence.prefetch != null) {
            storage.orElseThrow().end(sequence.prefetch);
            sequence.prefetch = null;
        }
    }

    /**
     * Brings the host's part of a match to the device, all of it or nothing.
     *
     * @param match its device part is locked by the caller
     */
    boolean loadBack(PrefixMatch match) {
        if (host.isEmpty()
                || match.hostTokens() > obtainableTokens()
                || !host.get().worthLoading(match)) {
            return false;
        }
        long availableBefore = availableTokens();
        host.get().restorePath(match);
        tree.lock(match.node());
        if (availableBefore < match.hostTokens()) {
            evictAtLeast(match.hostTokens());
        }
        tree.unlock(match.node());
        if (availableTokens() < 0) {
            throw new IllegalStateException("no room for " + match.hostTokens() + " tokens from the host");
        }
        return true;
    }

    /** Whether so many requests can have what {@link #reserve} takes for {@code newTokens} of each, after eviction. */
    boolean canReserve(Collection<Sequence> batch, ToIntFunction<Sequence> newTokens) {
        long needed = 0;
        long estimate = 0;
        for (Sequence s : batch) {
            needed += missingTokens(s, newTokens.applyAsInt(s));
            // The estimate that eviction starts from does not look at how full the request's last page is.
            estimate += newTokens.applyAsInt(s) + config.pageSizeTokens() - 1;
        }
        evictFor(estimate);
        return availableTokens() >= needed;
    }

    /** Gives each request of the batch memory for so many tokens more; the caller knows that there is enough. */
    void reserve(Collection<Sequence> batch, ToIntFunction<Sequence> newTokens) {
        if (!canReserve(batch, newTokens)) {
            throw new IllegalStateException("no memory for an admitted batch");
        }
        for (Sequence s : batch) {
            long missing = missingTokens(s, newTokens.applyAsInt(s));
            s.privateTokens += missing;
            privateTokens += missing;
        }
    }

    /** Moves the whole pages the request has computed into the tree. Pages another request stored meanwhile are freed. */
    void store(Sequence sequence) {
        if (!config.prefixCache()) {
            return;
        }
        Insertion insertion = tree.insert(sequence.tokens, sequence.computedTokens);
        int stored = sequence.computedTokens - sequence.computedTokens % config.pageSizeTokens();
        int moved = stored - sequence.storedTokens;
        sequence.privateTokens -= moved;
        privateTokens -= moved;
        sequence.storedTokens = stored;
        tree.lock(insertion.node());
        tree.unlock(sequence.heldNode);
        sequence.heldNode = insertion.node();
        host.ifPresent(tier -> tier.afterStore(insertion.node()));
    }

    /** Takes back all memory of the request. What it stored stays until it is evicted. */
    void release(Sequence sequence) {
        privateTokens -= sequence.privateTokens;
        tree.unlock(sequence.heldNode);
        sequence.privateTokens = 0;
        sequence.storedTokens = 0;
        sequence.computedTokens = 0;
        sequence.heldNode = null;
        sequence.fetchedFrom = 0;
        sequence.fetchedUpTo = 0;
    }

    private long missingTokens(Sequence sequence, int newTokens) {
        return toWholePages((long) sequence.computedTokens + newTokens)
                - sequence.storedTokens
                - sequence.privateTokens;
    }

    /** If so many tokens are not available, evicts that many: not just the missing ones, as SGLang does. */
    private void evictFor(long tokens) {
        if (availableTokens() < tokens) {
            evictAtLeast(tokens);
        }
    }

    private void evictAtLeast(long tokens) {
        long enough = evictedTokens + tokens;
        while (evictedTokens < enough) {
            Optional<RadixNode> oldest = tree.oldestDeviceLeaf();
            if (oldest.isEmpty()) {
                return;
            }
            RadixNode leaf = oldest.get();
            host.ifPresent(tier -> tier.beforeEviction(leaf));
            evictedTokens += leaf.lengthTokens();
            tree.evict(leaf);
        }
    }
}
