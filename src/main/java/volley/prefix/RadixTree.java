package volley.prefix;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Token sequences by their common prefixes, as SGLang's radix cache keeps them: each node a run of whole pages, split
 * where sequences part.
 *
 * <p>A node is on the device, on the host, or on both. The device part is closed towards the root (a node on the device
 * has its parent there), and so are the locks. Eviction takes whole leaves, least recently used first; a node that
 * is neither on the device nor on the host is not in the tree.
 *
 * <p>The tree keeps count but knows no capacity: making room is its user's work, by {@link #oldestDeviceLeaf()} and
 * {@link #evict}. Costs: match and insert are linear in the length of the sequence, with a logarithm of the number of
 * leaves for each leaf touched.
 */
public final class RadixTree {
    private final int pageSizeTokens;
    private final RadixNode root = new RadixNode(null, new int[0], 0, 0);
    private final TreeSet<RadixNode> deviceLeaves = new TreeSet<>(Comparator.comparingLong(n -> n.lastAccess));
    private final TreeSet<RadixNode> hostLeaves = new TreeSet<>(Comparator.comparingLong(n -> n.lastAccess));
    private long accesses;
    private long deviceTokens;
    private long lockedTokens;
    private long hostTokens;

    /**
     * An empty tree.
     *
     * @param pageSizeTokens sequences are matched and stored in multiples of this; at least 1
     */
    public RadixTree(int pageSizeTokens) {
        if (pageSizeTokens < 1) {
            throw new IllegalArgumentException("page size of " + pageSizeTokens + " tokens");
        }
        this.pageSizeTokens = pageSizeTokens;
        root.onDevice = true;
        root.locks = 1;
    }

    /** The empty prefix. Always on the device, always locked. */
    public RadixNode root() {
        return root;
    }

    public int pageSizeTokens() {
        return pageSizeTokens;
    }

    /** Tokens of all nodes on the device. */
    public long deviceTokens() {
        return deviceTokens;
    }

    /** Tokens on the device that somebody holds. */
    public long lockedTokens() {
        return lockedTokens;
    }

    /** Tokens on the device that eviction can free. */
    public long evictableTokens() {
        return deviceTokens - lockedTokens;
    }

    /** Tokens of all nodes on the host, those on both included. */
    public long hostTokens() {
        return hostTokens;
    }

    /**
     * Finds the longest stored prefix of the first {@code lengthTokens} of {@code tokens}, marks every node on its path
     * as used now, and splits the last one if the sequence ends or parts within it, so that exactly the match can be
     * locked.
     */
    public PrefixMatch match(int[] tokens, int lengthTokens) {
        int end = wholePages(lengthTokens);
        RadixNode node = root;
        RadixNode deviceNode = root;
        int at = 0;
        int onDevice = 0;
        while (at < end) {
            RadixNode next = descend(node, tokens, at, end);
            if (next == null) {
                break;
            }
            node = next;
            at += node.lengthTokens();
            if (node.onDevice) {
                deviceNode = node;
                onDevice = at;
            }
        }
        return new PrefixMatch(node, deviceNode, onDevice, at - onDevice);
    }

    /**
     * Stores the first {@code lengthTokens} of {@code tokens} (whole pages of them) on the device. What is there already
     * stays as it is and counts a hit; what is only on the host comes back to the device.
     */
    public Insertion insert(int[] tokens, int lengthTokens) {
        int end = wholePages(lengthTokens);
        RadixNode node = root;
        int at = 0;
        int added = 0;
        while (at < end) {
            RadixNode next = descend(node, tokens, at, end);
            if (next == null) {
                next = addLeaf(node, tokens, at, end);
                added += next.lengthTokens();
            } else if (next.onDevice) {
                next.hits++;
            } else {
                restore(next);
                added += next.lengthTokens();
            }
            node = next;
            at += node.lengthTokens();
        }
        return new Insertion(node, added);
    }

    /** Holds the node and its ancestors. Every lock is to be followed by one {@link #unlock} of the same node. */
    public void lock(RadixNode node) {
        for (RadixNode n = node; n != root; n = n.parent) {
            if (!n.onDevice) {
                throw new IllegalStateException("lock of a node that is not on the device");
            }
            if (n.locks++ == 0) {
                lockedTokens += n.lengthTokens();
                deviceLeaves.remove(n);
            }
        }
    }

    public void unlock(RadixNode node) {
        for (RadixNode n = node; n != root; n = n.parent) {
            if (n.locks <= 0) {
                throw new IllegalStateException("unlock of a node nobody holds");
            }
            if (--n.locks == 0) {
                lockedTokens -= n.lengthTokens();
                enlist(n);
            }
        }
    }

    /** The node that eviction takes next: on the device, not locked, without a child on the device, longest unused. */
    public Optional<RadixNode> oldestDeviceLeaf() {
        return deviceLeaves.isEmpty() ? Optional.empty() : Optional.of(deviceLeaves.first());
    }

    /** The node the host gives up next: only on the host, without children, longest unused. */
    public Optional<RadixNode> oldestHostLeaf() {
        return hostLeaves.isEmpty() ? Optional.empty() : Optional.of(hostLeaves.first());
    }

    /**
     * Takes a leaf off the device. With a copy on the host it stays in the tree; without one it goes, and with it what is
     * below it on the host, which no match could reach any more.
     */
    public void evict(RadixNode leaf) {
        if (!deviceLeaves.remove(leaf)) {
            throw new IllegalStateException("eviction of a node that is locked or no leaf of the device");
        }
        leaf.onDevice = false;
        deviceTokens -= leaf.lengthTokens();
        leaf.parent.deviceChildren--;
        if (leaf.onHost) {
            enlist(leaf);
        } else {
            forgetBelow(leaf);
            detach(leaf);
        }
        enlist(leaf.parent);
    }

    /** Records that the node was copied to the host. */
    public void backUp(RadixNode node) {
        if (node.onHost || node == root) {
            throw new IllegalStateException("backup of the root or of a node that is on the host");
        }
        node.onHost = true;
        hostTokens += node.lengthTokens();
    }

    /**
     * Stores the first {@code lengthTokens} of {@code tokens} (whole pages of them) on the host, behind what is there
     * already, on whichever level: that stays as it is.
     */
    public void insertOnHost(int[] tokens, int lengthTokens) {
        int end = wholePages(lengthTokens);
        RadixNode node = root;
        int at = 0;
        while (at < end) {
            RadixNode next = descend(node, tokens, at, end);
            node = next == null ? addHostLeaf(node, tokens, at, end) : next;
            at += node.lengthTokens();
        }
    }

    /** All tokens from the root to the end of the node. */
    public static int[] pathTokens(RadixNode node) {
        int length = 0;
        for (RadixNode n = node; n.parent != null; n = n.parent) {
            length += n.lengthTokens();
        }
        int[] path = new int[length];
        for (RadixNode n = node; n.parent != null; n = n.parent) {
            length -= n.lengthTokens();
            System.arraycopy(n.tokens, n.from, path, length, n.lengthTokens());
        }
        return path;
    }

    /** Gives up a leaf that is only on the host: it leaves the tree. */
    public void dropHostLeaf(RadixNode leaf) {
        if (!hostLeaves.remove(leaf)) {
            throw new IllegalStateException("not a leaf of the host");
        }
        leaf.onHost = false;
        hostTokens -= leaf.lengthTokens();
        detach(leaf);
        enlist(leaf.parent);
    }

    /** Brings a node that is only on the host back to the device; its parent must be there. */
    public void restore(RadixNode node) {
        if (node.onDevice || !node.parent.onDevice) {
            throw new IllegalStateException("restore of a node that is on the device or whose parent is not");
        }
        delist(node);
        delist(node.parent);
        node.onDevice = true;
        node.parent.deviceChildren++;
        deviceTokens += node.lengthTokens();
        enlist(node);
    }

    /** The child the sequence goes on into, marked as used and cut to what it shares with the sequence; or null. */
    private RadixNode descend(RadixNode node, int[] tokens, int at, int end) {
        RadixNode child = node.children.get(new PageKey(tokens, at, pageSizeTokens));
        if (child == null) {
            return null;
        }
        touch(child);
        int compared = Math.min(child.lengthTokens(), end - at);
        int differs = Arrays.mismatch(child.tokens, child.from, child.from + compared, tokens, at, at + compared);
        int shared = differs < 0 ? compared : wholePages(differs);
        return shared == child.lengthTokens() ? child : split(child, shared);
    }

    private RadixNode addLeaf(RadixNode parent, int[] tokens, int at, int end) {
        RadixNode leaf = new RadixNode(parent, Arrays.copyOfRange(tokens, at, end), 0, end - at);
        leaf.lastAccess = ++accesses;
        leaf.hits = 1;
        leaf.onDevice = true;
        delist(parent);
        parent.children.put(leaf.key(pageSizeTokens), leaf);
        parent.deviceChildren++;
        deviceTokens += leaf.lengthTokens();
        enlist(leaf);
        return leaf;
    }

    private RadixNode addHostLeaf(RadixNode parent, int[] tokens, int at, int end) {
        RadixNode leaf = new RadixNode(parent, Arrays.copyOfRange(tokens, at, end), 0, end - at);
        leaf.lastAccess = ++accesses;
        leaf.onHost = true;
        hostLeaves.remove(parent);
        parent.children.put(leaf.key(pageSizeTokens), leaf);
        hostTokens += leaf.lengthTokens();
        enlist(leaf);
        return leaf;
    }

    /** Puts a new node above {@code lower} that takes its first {@code upperTokens}. Who holds the lower holds both. */
    private RadixNode split(RadixNode lower, int upperTokens) {
        RadixNode parent = lower.parent;
        int cut = lower.from + upperTokens;
        RadixNode upper = new RadixNode(parent, lower.tokens, lower.from, cut);
        upper.lastAccess = ++accesses;
        upper.locks = lower.locks;
        upper.hits = lower.hits;
        upper.onDevice = lower.onDevice;
        upper.onHost = lower.onHost;
        upper.deviceChildren = lower.onDevice ? 1 : 0;
        parent.children.put(upper.key(pageSizeTokens), upper);
        lower.parent = upper;
        lower.from = cut;
        upper.children.put(lower.key(pageSizeTokens), lower);
        return upper;
    }

    private void touch(RadixNode node) {
        boolean listed = delist(node);
        node.lastAccess = ++accesses;
        if (listed) {
            enlist(node);
        }
    }

    /** Puts the node among the leaves it belongs to, if it is one. */
    private void enlist(RadixNode node) {
        if (node == root) {
            return;
        }
        if (node.onDevice && node.deviceChildren == 0 && node.locks == 0) {
            deviceLeaves.add(node);
        } else if (!node.onDevice && node.onHost && node.children.isEmpty()) {
            hostLeaves.add(node);
        }
    }

    private boolean delist(RadixNode node) {
        return deviceLeaves.remove(node) || hostLeaves.remove(node);
    }

    private void detach(RadixNode node) {
        node.parent.children.remove(node.key(pageSizeTokens));
    }

    private void forgetBelow(RadixNode node) {
        for (RadixNode child : node.children.values()) {
            forgetBelow(child);
            hostLeaves.remove(child);
            child.onHost = false;
            hostTokens -= child.lengthTokens();
        }
        node.children.clear();
    }

    private int wholePages(int tokens) {
        return tokens - tokens % pageSizeTokens;
    }
}
