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
        assertThat(length).as("length of a node").isPositive();
        assertThat(length % tree.pageSizeTokens()).as("length in whole pages").isZero();
        assertThat(node.onDevice() || node.onHost())
                .as("a node in the tree is somewhere")
                .isTrue();
        if (node.onDevice()) {
            assertThat(node.parent().onDevice()).as("parent of a device node").isTrue();
            deviceTokens += length;
        }
        if (node.onHost()) {
            hostTokens += length;
        }
        assertThat(node.parent().locks()).as("locks of the parent").isGreaterThanOrEqualTo(minParentLocks(node));
        if (node.locks() > 0) {
            assertThat(node.onDevice()).as("a locked node is on the device").isTrue();
            lockedTokens += length;
        }
        boolean deviceLeaf = node.onDevice() && node.children().stream().noneMatch(RadixNode::onDevice);
        anyFreeDeviceLeaf |= deviceLeaf && node.locks() == 0;
        anyHostLeaf |= !node.onDevice() && node.children().isEmpty();
        for (RadixNode child : node.children()) {
            assertThat(child.parent()).as("parent of a child").isSameAs(node);
            checkBelow(child);
        }
    }

    /** Whoever holds a node holds its parent. The root's one lock is its own. */
    private int minParentLocks(RadixNode node) {
        return node.parent() == tree.root() ? 1 : node.locks();
    }
}
