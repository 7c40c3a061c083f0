package volley.simulator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A radix tree over token ids with a capacity in tokens. Matches token by token; when it is full, the leaf used longest
 * ago goes, as a whole. Not thread-safe.
 */
final class PrefixCache {
    private final int capacityTokens;
    private final Node root = new Node(null, new int[0]);
    /** Leaves by last use. Every use gets its own stamp, so stamps are unique. */
    private final NavigableMap<Long, Node> leaves = new TreeMap<>();

    private int sizeTokens;
    private long uses;

    PrefixCache(int capacityTokens) {
        this.capacityTokens = capacityTokens;
    }

    int sizeTokens() {
        return sizeTokens;
    }

    /** Length of the longest stored prefix of the first {@code limit} ids, in tokens; counts as a use of that prefix. */
    int match(int[] ids, int limit) {
        Node node = root;
        int matched = 0;
        while (matched < limit) {
            Node child = step(node, ids, matched, limit);
            if (child == null) {
                break;
            }
            matched += child.ids.length;
            node = child;
        }
        return matched;
    }

    /** Stores the ids, as far as the capacity goes, and evicts what no longer fits. */
    void insert(int[] ids) {
        int limit = Math.min(ids.length, capacityTokens);
        Node node = root;
        int at = 0;
        while (at < limit) {
            Node child = step(node, ids, at, limit);
            if (child == null) {
                child = new Node(node, Arrays.copyOfRange(ids, at, limit));
                leaves.remove(node.lastUse);
                node.children.put(ids[at], child);
                sizeTokens += child.ids.length;
                touch(child);
            }
            at += child.ids.length;
            node = child;
        }
        evict();
    }

    /** The child that goes on with {@code ids[at]}, cut to what it has in common with the ids; null if there is none. */
    private Node step(Node node, int[] ids, int at, int limit) {
        Node child = node.children.get(ids[at]);
        if (child == null) {
            return null;
        }
        int mismatch = Arrays.mismatch(child.ids, 0, child.ids.length, ids, at, limit);
        if (mismatch >= 0 && mismatch < child.ids.length) {
            child = split(child, mismatch);
        }
        touch(child);
        return child;
    }

    void clear() {
        root.children.clear();
        leaves.clear();
        sizeTokens = 0;
    }

    private void touch(Node node) {
        leaves.remove(node.lastUse);
        node.lastUse = ++uses;
        if (node.children.isEmpty()) {
            leaves.put(node.lastUse, node);
        }
    }

    /** Puts a new node with the first {@code length} ids above the rest. */
    private Node split(Node lower, int length) {
        Node upper = new Node(lower.parent, Arrays.copyOf(lower.ids, length));
        lower.parent.children.put(upper.ids[0], upper);
        lower.ids = Arrays.copyOfRange(lower.ids, length, lower.ids.length);
        lower.parent = upper;
        upper.children.put(lower.ids[0], lower);
        return upper;
    }

    private void evict() {
        while (sizeTokens > capacityTokens) {
            Node leaf = leaves.pollFirstEntry().getValue();
            sizeTokens -= leaf.ids.length;
            Node parent = leaf.parent;
            parent.children.remove(leaf.ids[0]);
            if (parent != root && parent.children.isEmpty()) {
                leaves.put(parent.lastUse, parent);
            }
        }
    }

    private static final class Node {
        private final Map<Integer, Node> children = new HashMap<>();
        private Node parent;
        private int[] ids;
        private long lastUse;

        private Node(Node parent, int[] ids) {
            this.parent = parent;
            this.ids = ids;
        }
    }
}
