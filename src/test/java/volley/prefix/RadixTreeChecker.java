package volley.prefix;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every radix tree at every moment, whatever was done to it. */
public final class RadixTreeChecker {
    private final RadixTree tree;
    private long deviceTokens;
    private long lockedTokens;
    private long hostTokens;
    private boolean anyFreeDeviceLeaf;
    private boolean anyHostLeaf;

    private RadixTreeChecker(RadixTree tree) {
        this.tree = tree;
    }

    public static void check(RadixTree tree) {
        new RadixTreeChecker(tree).checkAll();
    }

    private void checkAll() {
        for (RadixNode child : tree.root().children()) {
            checkBelow(child);
        }
        assertThat(tree.deviceTokens()).as("device tokens").isEqualTo(deviceTokens);
        assertThat(tree.lockedTokens()).as("locked tokens").isEqualTo(lockedTokens);
        assertThat(tree.hostTokens()).as("host tokens").isEqualTo(hostTokens);
        assertThat(tree.oldestDeviceLeaf().isPresent())
                .as("something to evict is listed")
                .isEqualTo(anyFreeDeviceLeaf);
        assertThat(tree.oldestHostLeaf().isPresent())
                .as("a host leaf to drop is listed")
                .isEqualTo(anyHostLeaf);
    }

    private void checkBelow(RadixNode node) {
        int length = node.lengthTokens();
        holds("length of a node is positive", length > 0, node);
        holds("length in whole pages", length % tree.pageSizeTokens() == 0, node);
        holds("a node in the tree is somewhere", node.onDevice() || node.onHost(), node);
        if (node.onDevice()) {
            holds("the parent of a device node is on the device", node.parent().onDevice(), node);
            deviceTokens += length;
        }
        if (node.onHost()) {
            hostTokens += length;
        }
        holds("locks of the parent", node.parent().locks() >= minParentLocks(node), node);
        if (node.locks() > 0) {
            holds("a locked node is on the device", node.onDevice(), node);
            lockedTokens += length;
        }
        boolean deviceLeaf = node.onDevice() && node.children().stream().noneMatch(RadixNode::onDevice);
        anyFreeDeviceLeaf |= deviceLeaf && node.locks() == 0;
        anyHostLeaf |= !node.onDevice() && node.children().isEmpty();
        for (RadixNode child : node.children()) {
            holds("a node is the parent of its children", child.parent() == node, node);
            checkBelow(child);
        }
    }

    /** Asked of every node of every step, where AssertJ's descriptions alone would take longer than the step. */
    private static void holds(String what, boolean holds, RadixNode node) {
        if (!holds) {
            throw new AssertionError(
                    "does not hold: " + what + ", of a node of " + node.lengthTokens() + " tokens, locks "
                            + node.locks() + ", its parent's " + node.parent().locks());
        }
    }

    /** Whoever holds a node holds its parent. The root's one lock is its own. */
    private int minParentLocks(RadixNode node) {
        return node.parent() == tree.root() ? 1 : node.locks();
    }
}
