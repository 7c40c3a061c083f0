package volley.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations on small alphabets, compared after each with a map of all stored prefixes. */
class RadixTreePropertyTest {
    private static final int CASES = 300;
    private static final int OPERATIONS = 120;

    @Test
    void holdsExactlyTheStoredPrefixes() {
        for (int seed = 0; seed < CASES; seed++) {
            new Case(seed).run();
        }
    }

    private static final class Case {
        private final Random random;
        private final int pageSize;
        private final RadixTree tree;
        private final PrefixMap oracle;
        private final List<RadixNode> heldNodes = new ArrayList<>();
        private final List<List<Integer>> heldPaths = new ArrayList<>();
        private final String name;

        Case(int seed) {
            random = new Random(seed);
            pageSize = List.of(1, 1, 2, 3).get(random.nextInt(4));
            tree = new RadixTree(pageSize);
            oracle = new PrefixMap(pageSize);
            name = "seed " + seed + ", page " + pageSize;
        }

        void run() {
            for (int i = 0; i < OPERATIONS; i++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> insert();
                    case 2 -> match();
                    case 3 -> lock();
                    case 4 -> unlock();
                    case 5 -> evict();
                    case 6 -> backUp();
                    default -> dropHostLeaf();
                }
                RadixTreeChecker.check(tree);
                assertThat(PrefixMap.of(tree).pages).as(name).isEqualTo(oracle.pages);
            }
        }

        private void insert() {
            List<Integer> sequence = sequence();
            Insertion insertion = tree.insert(array(sequence), sequence.size());
            assertThat(insertion.addedTokens()).as(name).isEqualTo(oracle.insert(sequence));
            assertThat(path(insertion.node())).as(name).isEqualTo(wholePages(sequence));
        }

        private PrefixMatch match() {
            List<Integer> sequence = sequence();
            PrefixMatch match = tree.match(array(sequence), sequence.size());
            assertThat(match.tokens()).as(name).isEqualTo(oracle.matchedTokens(sequence));
            assertThat(match.deviceTokens()).as(name).isEqualTo(oracle.matchedDeviceTokens(sequence));
            assertThat(path(match.node())).as(name).isEqualTo(sequence.subList(0, match.tokens()));
            assertThat(path(match.deviceNode())).as(name).isEqualTo(sequence.subList(0, match.deviceTokens()));
            return match;
        }

        private void lock() {
            RadixNode node = match().deviceNode();
            tree.lock(node);
            heldNodes.add(node);
            heldPaths.add(path(node));
            oracle.lock(path(node), 1);
        }

        private void unlock() {
            if (!heldNodes.isEmpty()) {
                int which = random.nextInt(heldNodes.size());
                tree.unlock(heldNodes.remove(which));
                oracle.lock(heldPaths.remove(which), -1);
            }
        }

        private void evict() {
            Optional<RadixNode> leaf = tree.oldestDeviceLeaf();
            if (leaf.isPresent()) {
                oracle.evict(path(leaf.get()), leaf.get().lengthTokens());
                tree.evict(leaf.get());
            }
        }

        private void backUp() {
            List<RadixNode> candidates = new ArrayList<>();
            collect(tree.root(), candidates);
            candidates.removeIf(node -> node.onHost || !node.onDevice);
            if (!candidates.isEmpty()) {
                // By path, so that the choice does not hang on the order of a hash map.
                candidates.sort((a, b) -> path(a).toString().compareTo(path(b).toString()));
                RadixNode node = candidates.get(random.nextInt(candidates.size()));
                oracle.setOnHost(path(node), node.lengthTokens(), true);
                tree.backUp(node);
            }
        }

        private void dropHostLeaf() {
            tree.oldestHostLeaf().ifPresent(leaf -> {
                oracle.setOnHost(path(leaf), leaf.lengthTokens(), false);
                tree.dropHostLeaf(leaf);
            });
        }

        private List<Integer> sequence() {
            return random.ints(random.nextInt(10), 0, 3).boxed().toList();
        }

        private List<Integer> wholePages(List<Integer> sequence) {
            return sequence.subList(0, sequence.size() / pageSize * pageSize);
        }

        private static void collect(RadixNode node, List<RadixNode> into) {
            for (RadixNode child : node.children.values()) {
                into.add(child);
                collect(child, into);
            }
        }

        private static List<Integer> path(RadixNode node) {
            List<Integer> backwards = new ArrayList<>();
            for (RadixNode n = node; n.parent != null; n = n.parent) {
                for (int i = n.to - 1; i >= n.from; i--) {
                    backwards.add(n.tokens[i]);
                }
            }
            Collections.reverse(backwards);
            return backwards;
        }

        private static int[] array(List<Integer> sequence) {
            return sequence.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
