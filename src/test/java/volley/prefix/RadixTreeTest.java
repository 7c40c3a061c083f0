package volley.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RadixTreeTest {
    private final RadixTree tree = new RadixTree(1);

    @Test
    void splitsWhereSequencesPart() {
        tree.insert(new int[] {1, 2, 3, 4}, 4);
        assertThat(tree.insert(new int[] {1, 2, 5}, 3).addedTokens()).isEqualTo(1);

        RadixNode shared = tree.root().children().iterator().next();
        assertThat(shared.lengthTokens()).isEqualTo(2);
        assertThat(shared.children()).extracting(RadixNode::lengthTokens).containsExactlyInAnyOrder(2, 1);
        assertThat(tree.deviceTokens()).isEqualTo(5);
    }

    @Test
    void matchesWholePagesOnly() {
        RadixTree paged = new RadixTree(4);
        paged.insert(new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 9);
        assertThat(paged.deviceTokens()).isEqualTo(8);
        assertThat(paged.match(new int[] {1, 2, 3, 4, 5, 6, 0, 0}, 8).tokens()).isEqualTo(4);
        assertThat(paged.match(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 7).tokens()).isEqualTo(4);
        assertThat(paged.match(new int[] {1, 2, 3, 0}, 4).tokens()).isZero();
    }

    @Test
    void doesNotKeepTheCallersArray() {
        int[] tokens = {1, 2, 3};
        tree.insert(tokens, 3);
        tokens[0] = 9;
        assertThat(tree.match(new int[] {1, 2, 3}, 3).tokens()).isEqualTo(3);
    }

    @Test
    void aLockHoldsThePathAndSurvivesASplit() {
        RadixNode node = tree.insert(new int[] {1, 2, 3, 4}, 4).node();
        tree.lock(node);
        tree.insert(new int[] {1, 2, 7}, 3);
        tree.evict(tree.oldestDeviceLeaf().orElseThrow());

        assertThat(tree.oldestDeviceLeaf()).isEmpty();
        assertThat(tree.lockedTokens()).isEqualTo(4);
        tree.unlock(node);
        assertThat(tree.lockedTokens()).isZero();
        assertThatThrownBy(() -> tree.unlock(node)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aParentIsEvictedAfterItsChildren() {
        tree.insert(new int[] {1, 2}, 2);
        tree.insert(new int[] {1, 2, 3}, 3);
        tree.insert(new int[] {8}, 1);

        assertThat(evictAll()).containsExactly(1, 2, 1);
        assertThat(tree.root().children()).isEmpty();
    }

    @Test
    void anEvictedNodeWithACopyStaysAndComesBack() {
        RadixNode upper = tree.insert(new int[] {1, 2}, 2).node();
        RadixNode lower = tree.insert(new int[] {1, 2, 3}, 3).node();
        tree.backUp(upper);
        tree.backUp(lower);
        evictAll();

        PrefixMatch match = tree.match(new int[] {1, 2, 3}, 3);
        assertThat(match.deviceTokens()).isZero();
        assertThat(match.hostTokens()).isEqualTo(3);
        assertThatThrownBy(() -> tree.restore(lower)).isInstanceOf(IllegalStateException.class);
        tree.restore(upper);
        assertThat(tree.match(new int[] {1, 2, 3}, 3).deviceTokens()).isEqualTo(2);
        assertThat(tree.hostTokens()).isEqualTo(3);
    }

    @Test
    void whatIsBelowALostNodeIsLostToo() {
        tree.insert(new int[] {1, 2}, 2);
        tree.backUp(tree.insert(new int[] {1, 2, 3}, 3).node());
        evictAll();

        assertThat(tree.hostTokens()).isZero();
        assertThat(tree.oldestHostLeaf()).isEmpty();
        assertThat(tree.match(new int[] {1, 2, 3}, 3).tokens()).isZero();
    }

    /** Chains of turns: what was used last goes last, whether it was matched or stored. */
    @Test
    void evictsByLastUse() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            RadixTree chains = new RadixTree(1);
            Map<Integer, Integer> lengthByLastUse = new LinkedHashMap<>();
            for (int i = 0; i < 60; i++) {
                int chain = random.nextInt(12);
                int length = lengthByLastUse.getOrDefault(chain, 0);
                lengthByLastUse.remove(chain);
                boolean grows = length == 0 || random.nextBoolean();
                if (grows) {
                    length += 1 + random.nextInt(3);
                    chains.insert(chain(chain, length), length);
                } else {
                    chains.match(chain(chain, length), length);
                }
                lengthByLastUse.put(chain, length);
            }
            // A chain's leaves go from its end; the chain used longest ago is gone before the next is touched.
            List<Integer> expected = new ArrayList<>(lengthByLastUse.values());
            List<Integer> evicted = new ArrayList<>();
            int ofChain = 0;
            while (chains.oldestDeviceLeaf().isPresent()) {
                RadixNode leaf = chains.oldestDeviceLeaf().get();
                ofChain += leaf.lengthTokens();
                boolean last = leaf.parent() == chains.root();
                chains.evict(leaf);
                if (last) {
                    evicted.add(ofChain);
                    ofChain = 0;
                }
            }
            assertThat(evicted).as("seed " + seed).isEqualTo(expected);
        }
    }

    private static int[] chain(int id, int length) {
        int[] tokens = new int[length];
        for (int i = 0; i < length; i++) {
            tokens[i] = id * 1000 + i;
        }
        return tokens;
    }

    private List<Integer> evictAll() {
        List<Integer> lengths = new ArrayList<>();
        while (tree.oldestDeviceLeaf().isPresent()) {
            RadixNode leaf = tree.oldestDeviceLeaf().get();
            lengths.add(leaf.lengthTokens());
            tree.evict(leaf);
        }
        return lengths;
    }
}
