package volley.simulator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import volley.prefix.PrefixMatch;
import volley.prefix.RadixNode;
import volley.prefix.RadixTree;

/**
 * The copies on the host: when they are made, and what goes when the host is full. Copying to the host costs no time in
 * this model; copying back is timed by {@link TimeModel}.
 */
final class HostTier {
    private final HostTierConfig config;
    private final RadixTree tree;

    HostTier(HostTierConfig config, RadixTree tree) {
        this.config = config;
        this.tree = tree;
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

    /** Copies the node, in place of the longest unused ones that are only on the host; false if there is no room. */
    private boolean backUp(RadixNode node) {
        while (tree.hostTokens() + node.lengthTokens() > config.capacityTokens()) {
            Optional<RadixNode> oldest = tree.oldestHostLeaf();
            if (oldest.isEmpty()) {
                return false;
            }
            tree.dropHostLeaf(oldest.get());
        }
        tree.backUp(node);
        return true;
    }
}
