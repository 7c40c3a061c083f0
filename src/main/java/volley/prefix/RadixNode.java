package volley.prefix;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * One edge of a {@link RadixTree} with the node at its end: a run of tokens, where their KV cache is, and who holds it.
 * Only the tree changes it.
 */
public final class RadixNode {
    final Map<PageKey, RadixNode> children = new HashMap<>();
    RadixNode parent;
    int[] tokens;
    int from;
    int to;
    long lastAccess;
    int locks;
    int hits;
    int deviceChildren;
    boolean onDevice;
    boolean onHost;

    RadixNode(RadixNode parent, int[] tokens, int from, int to) {
        this.parent = parent;
        this.tokens = tokens;
        this.from = from;
        this.to = to;
    }

    PageKey key(int pageSizeTokens) {
        return new PageKey(tokens, from, pageSizeTokens);
    }

    /** Null for the root. */
    public RadixNode parent() {
        return parent;
    }

    /** A view, in no particular order. */
    public Collection<RadixNode> children() {
        return Collections.unmodifiableCollection(children.values());
    }

    /** Tokens of this node alone, without its ancestors. */
    public int lengthTokens() {
        return to - from;
    }

    /** Holders of this node or of a node below it. While there is one, the node is not evicted. */
    public int locks() {
        return locks;
    }

    /** How often a sequence was stored that passed over this node, its first time included. */
    public int hits() {
        return hits;
    }

    public boolean onDevice() {
        return onDevice;
    }

    public boolean onHost() {
        return onHost;
    }
}
