package volley.simulator.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import volley.prefix.RadixTree;

/** Requests not admitted yet, in the order in which they are tried. */
final class WaitingQueue {
    /** In longer queues matching everybody costs more than it gives: that pass takes the order at hand. */
    private static final int LONGEST_MATCHED_QUEUE = 128;

    /** A request with no more than this cached is looked at for a shared prefix with the requests before it. */
    private static final int IN_BATCH_CHECK_TOKENS = 32;

    /** From this shared length on it is better served after them, from the cache. */
    private static final int IN_BATCH_SHARED_TOKENS = 32;

    private static final Comparator<Sequence> LONGEST_PREFIX_FIRST = Comparator.<Sequence, Boolean>comparing(
                    s -> s.deprioritised)
            .thenComparing(
                    Comparator.<Sequence>comparingInt(s -> s.matchedTokens).reversed());

    private final SchedulePolicy policy;
    private final KvCache cache;
    private final List<Sequence> waiting = new ArrayList<>();

    /** @param prefixCache without one there is nothing to match: always first come, first served */
    WaitingQueue(SchedulePolicy policy, boolean prefixCache, KvCache cache) {
        this.policy = prefixCache ? policy : SchedulePolicy.FCFS;
        this.cache = cache;
    }

    void add(Sequence sequence) {
        waiting.add(sequence);
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The queue in the order of this pass. A view. */
    List<Sequence> inOrder() {
        if (policy == SchedulePolicy.LPM && waiting.size() <= LONGEST_MATCHED_QUEUE) {
            matchAll();
            // Sorted in place, as SGLang does: a pass that does not sort keeps the order of the last one that did.
            waiting.sort(LONGEST_PREFIX_FIRST);
        }
        return Collections.unmodifiableList(waiting);
    }

    /** Removes those that were given memory. */
    void removeAdmitted() {
        waiting.removeIf(s -> s.heldNode != null);
    }

    Optional<Sequence> remove(long requestId) {
        Optional<Sequence> found =
                waiting.stream().filter(s -> s.request.id() == requestId).findFirst();
        found.ifPresent(waiting::remove);
        return found;
    }

    /** In-batch prefix caching: of several requests with one new prefix, the first computes it, the others wait. */
    private void matchAll() {
        RadixTree inQueue = new RadixTree(1);
        for (Sequence s : waiting) {
            s.matchedTokens = cache.match(s).deviceTokens();
            s.deprioritised = false;
            if (s.matchedTokens <= IN_BATCH_CHECK_TOKENS) {
                int length = s.inputTokens() - 1;
                if (inQueue.match(s.tokens, length).tokens() >= IN_BATCH_SHARED_TOKENS) {
                    s.deprioritised = true;
                } else {
                    inQueue.insert(s.tokens, length);
                }
            }
        }
    }
}
