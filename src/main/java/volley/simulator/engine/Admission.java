package volley.simulator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import volley.prefix.PrefixMatch;
import volley.prefix.RadixNode;

/**
 * One pass over the waiting queue: collects the requests of one prefill step within the budgets of memory, input and
 * chunk. It locks the prefixes of those it takes; their memory is reserved after the pass, so that nothing is evicted
 * that a later request of the same pass would find. Only loading back from the host evicts at once.
 */
final class Admission {
    /** What becomes of the pass after a request. */
    enum Verdict {
        CONTINUE,
        /** No memory: nothing is to be had until a running request gives some back. */
        NO_MEMORY,
        /** The step is full. */
        STEP_FULL
    }

    /** More output than this is not held back for one request. */
    private static final int MAX_RESERVED_OUTPUT_TOKENS = 4096;

    private final KvCache cache;
    private final Totals totals;
    private final int pageSizeTokens;
    private final List<Sequence> batch = new ArrayList<>();
    private double reservedTokens;
    private long inputBudget;
    private long chunkBudget;
    private long loadedTokens;
    private Optional<Sequence> unfinished = Optional.empty();

    Admission(SchedulerConfig config, KvCache cache, Totals totals, double newTokenRatio, List<Sequence> running) {
        this.cache = cache;
        this.totals = totals;
        this.pageSizeTokens = cache.tree().pageSizeTokens();
        this.inputBudget = config.maxPrefillTokens();
        this.chunkBudget = config.chunkedPrefillTokens();
        for (Sequence s : running) {
            reservedTokens += reservedOutput(s) * newTokenRatio;
        }
    }

    /** The requests of the step, with {@link Sequence#chunkTokens} set. */
    List<Sequence> batch() {
        return batch;
    }

    /** The one of them whose prompt is not done with this step. */
    Optional<Sequence> unfinished() {
        return unfinished;
    }

    long loadedTokens() {
        return loadedTokens;
    }

    /** The next piece of a prompt that an earlier step began. Its memory was counted when it was admitted. */
    void continueWith(Sequence sequence) {
        take(sequence, sequence.inputTokens() - sequence.computedTokens);
    }

    Verdict tryAdmit(Sequence sequence) {
        if (!cache.endPrefetch(sequence)) {
            return Verdict.CONTINUE;
        }
        PrefixMatch match = cache.match(sequence);
        int uncached = sequence.inputTokens() - match.deviceTokens();
        long wanted = cache.toWholePages(uncached) + reservedOutput(sequence);
        if (wanted >= memoryBudget()) {
            return Verdict.NO_MEMORY;
        }
        if (exceedsInputBudget(uncached - match.hostTokens())) {
            return Verdict.STEP_FULL;
        }
        RadixNode held = match.deviceNode();
        cache.tree().lock(held);
        // What was counted as evictable may have been the prefix itself.
        if (wanted >= memoryBudget()) {
            cache.tree().unlock(held);
            return Verdict.NO_MEMORY;
        }
        int loaded = 0;
        if (match.hostTokens() > 0 && cache.loadBack(match)) {
            loaded = match.hostTokens();
            loadedTokens += loaded;
            cache.tree().lock(match.node());
            cache.tree().unlock(held);
            held = match.node();
        }
        int toCompute = uncached - loaded;
        boolean nothingFits = chunkBudget < pageSizeTokens && cache.toWholePages(toCompute) > chunkBudget;
        if (exceedsInputBudget(toCompute) || nothingFits) {
            cache.tree().unlock(held);
            return Verdict.STEP_FULL;
        }
        hold(sequence, held, match.deviceTokens(), loaded);
        take(sequence, toCompute);
        return verdict();
    }

    private void hold(Sequence sequence, RadixNode node, int deviceTokens, int loaded) {
        sequence.heldNode = node;
        sequence.storedTokens = deviceTokens + loaded;
        sequence.computedTokens = sequence.storedTokens;
        int fromStorage = sequence.fetchedTokens(deviceTokens, sequence.storedTokens);
        if (!sequence.admittedBefore) {
            sequence.admittedBefore = true;
            sequence.cachedDeviceTokens = deviceTokens;
            sequence.cachedHostTokens = loaded - fromStorage;
            sequence.cachedStorageTokens = fromStorage;
        }
        totals.admitted(sequence.inputTokens(), deviceTokens, loaded - fromStorage, fromStorage);
    }

    /** Puts the request into the step: with all it has to compute, or with what the chunk has left. */
    private void take(Sequence sequence, int toCompute) {
        boolean whole = cache.toWholePages(toCompute) <= chunkBudget;
        sequence.chunkTokens = whole ? toCompute : (int) (chunkBudget - chunkBudget % pageSizeTokens);
        batch.add(sequence);
        long paged = cache.toWholePages(sequence.chunkTokens);
        reservedTokens += paged + (whole ? reservedOutput(sequence) : 0);
        inputBudget -= paged;
        chunkBudget -= paged;
        if (!whole) {
            unfinished = Optional.of(sequence);
        }
    }

    private Verdict verdict() {
        if (memoryBudget() <= 0) {
            return Verdict.NO_MEMORY;
        }
        return inputBudget <= 0 || chunkBudget <= 0 ? Verdict.STEP_FULL : Verdict.CONTINUE;
    }

    private double memoryBudget() {
        return cache.obtainableTokens() - reservedTokens;
    }

    /** The first request of a step may exceed it: it would never run otherwise. */
    private boolean exceedsInputBudget(int tokens) {
        return !batch.isEmpty() && cache.toWholePages(tokens) >= inputBudget;
    }

    private static int reservedOutput(Sequence sequence) {
        return Math.min(sequence.outputsToCome(), MAX_RESERVED_OUTPUT_TOKENS);
    }
}
