package volley.simulator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import volley.prefix.PrefixMatch;
import volley.prefix.RadixNode;
import volley.prefix.RadixTree;

/**
 * The copies on the host: when they are made, and what goes when the host is full. Copying to the host costs no time in
 * this model; copying back is timed by {@link TimeModel}. What is copied is written on to the storage behind it.
 */
final class HostTier {
    private final HostTierConfig config;
    private final RadixTree tree;
    private final Optional<StorageTier> storage;

    HostTier(HostTierConfig config, RadixTree tree, Optional<StorageTier> storage) {
        this.config = config;
        this.tree = tree;
        this.storage = storage;
    }

    /** After a sequence was stored that ends at {@code node}: copies what the policy wants of its path. */
    void afterStore(RadixNode node) {
        if (config.policy() == WritePolicy.WRITE_BACK) {
            return;
        }
        int neededHits = config.policy() == WritePolicy.WRITE_THROUGH ? 1 : config.selectiveHits();
        // From the root on: should the host be full half-way, the part it has is the one a match can use.
        Deque<RadixNode> path = new ArrayDeque<>();
        for (RadixNode n = node; n != tree.root(); n = n.parent()) {
            path.push(n);
        }
        for (RadixNode n : path) {
            if (!n.onHost() && n.hits() >= neededHits && !backUp(n)) {
                return;
            }
        }
    }

    void beforeEviction(RadixNode leaf) {
        if (config.policy() == WritePolicy.WRITE_BACK && !leaf.onHost()) {
            backUp(leaf);
        }
    }

    boolean worthLoading(PrefixMatch match) {
        return match.hostTokens() >= config.loadBackMinTokens();
    }

    void restorePath(PrefixMatch match) {
        Deque<RadixNode> path = new ArrayDeque<>();
        for (RadixNode n = match.node(); n != match.deviceNode(); n = n.parent()) {
            path.push(n);
        }
        path.forEach(tree::restore);
    }

    /**
     * Puts what was fetched from storage onto the host, if there is room.
     *
     * @return how many tokens at its end nobody else has computed or fetched meanwhile
     */
    int addFetched(int[] tokens, Prefetch prefetch) {
        int upTo = prefetch.fromToken + prefetch.fetchedTokens;
        int known = tree.match(tokens, upTo).tokens();
        if (known < prefetch.fromToken || known == upTo || !makeRoom(upTo - known)) {
            return 0;
        }
        // What it is to be put behind may have made room for it.
        if (tree.match(tokens, upTo).tokens() < known) {
            return 0;
        }
        tree.insertOnHost(tokens, upTo);
        return upTo - known;
    }

    /** Copies the node, in place of the longest unused ones that are only on the host; false if there is no room. */
    private boolean backUp(RadixNode node) {
        if (!makeRoom(node.lengthTokens())) {
            return false;
        }
        tree.backUp(node);
        storage.ifPresent(tier -> {
            int[] path = RadixTree.pathTokens(node);
            tier.write(path, path.length - node.lengthTokens());
        });
        return true;
    }

    private boolean makeRoom(long tokens) {
        while (tree.hostTokens() + tokens > config.capacityTokens()) {
            Optional<RadixNode> oldest = tree.oldestHostLeaf();
            if (oldest.isEmpty()) {
                return false;
            }
            tree.dropHostLeaf(oldest.get());
        }
        return true;
    }
}
