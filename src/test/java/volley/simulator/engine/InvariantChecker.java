package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import volley.prefix.RadixNode;
import volley.prefix.RadixTree;
import volley.prefix.RadixTreeChecker;

/** What holds between any two steps of any engine. */
public final class InvariantChecker {
    private InvariantChecker() {}

    public static void check(Engine engine) {
        EngineStats stats = engine.stats();
        CacheConfig config = engine.config().cache();
        RadixTreeChecker.check(engine.cache().tree());
        assertThat(stats.deviceCachedTokens() + stats.devicePrivateTokens())
                .as("device tokens in use")
                .isLessThanOrEqualTo(config.deviceCapacityTokens());
        assertThat(stats.hostCachedTokens())
                .as("host tokens in use")
                .isLessThanOrEqualTo(
                        config.hostTier().map(HostTierConfig::capacityTokens).orElse(0L));
        assertThat(stats.storageCachedTokens())
                .as("tokens in storage")
                .isLessThanOrEqualTo(config.hostTier()
                        .flatMap(HostTierConfig::storage)
                        .map(StorageTierConfig::capacityTokens)
                        .orElse(0L));
        assertThat(stats.prefilledTokens() + stillToPrefill(engine))
                .as("prefilled tokens = prompt tokens - cached tokens")
                .isEqualTo(stats.promptTokens()
                        - stats.cachedDeviceTokens()
                        - stats.cachedHostTokens()
                        - stats.cachedStorageTokens());
        checkHeldMemory(engine);
        checkLocks(engine);
    }

    private static long stillToPrefill(Engine engine) {
        return engine.unfinishedPrompt()
                .map(s -> s.inputTokens() - s.computedTokens)
                .orElse(0);
    }

    private static void checkHeldMemory(Engine engine) {
        CacheConfig config = engine.config().cache();
        long privateTokens = 0;
        for (Sequence s : engine.admitted()) {
            privateTokens += s.privateTokens;
            equal("tokens stored beyond whole pages", s.storedTokens % config.pageSizeTokens(), 0);
            equal("tokens stored beyond those computed", Math.max(0, s.storedTokens - s.computedTokens), 0);
            equal(
                    "memory of a request",
                    s.storedTokens + s.privateTokens,
                    engine.cache().toWholePages(s.computedTokens));
            equal("length of the held prefix", depthTokens(engine.cache().tree(), s.heldNode), s.storedTokens);
        }
        assertThat(engine.stats().devicePrivateTokens()).as("private tokens").isEqualTo(privateTokens);
    }

    /** A node's locks are the requests that hold it or a node below it, and nothing else. */
    private static void checkLocks(Engine engine) {
        RadixTree tree = engine.cache().tree();
        Map<RadixNode, Integer> holders = new HashMap<>();
        for (Sequence s : engine.admitted()) {
            for (RadixNode n = s.heldNode; n != tree.root(); n = n.parent()) {
                holders.merge(n, 1, Integer::sum);
            }
        }
        checkLocksBelow(tree.root(), holders);
    }

    private static void checkLocksBelow(RadixNode node, Map<RadixNode, Integer> holders) {
        for (RadixNode child : List.copyOf(node.children())) {
            equal("locks", child.locks(), holders.getOrDefault(child, 0));
            checkLocksBelow(child, holders);
        }
    }

    /** Asked of every request and node of every step, where AssertJ's description alone would take longer than the step. */
    private static void equal(String what, long actual, long expected) {
        if (actual != expected) {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }

    private static int depthTokens(RadixTree tree, RadixNode node) {
        int depth = 0;
        for (RadixNode n = node; n != tree.root(); n = n.parent()) {
            depth += n.lengthTokens();
        }
        return depth;
    }
}
