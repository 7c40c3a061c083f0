package volley.simulator.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A simulated inference server in virtual time, with the scheduler and cache rules of SGLang.
 *
 * <p>Use: {@link #submit} requests as they arrive, call {@link #step} whenever the last step's duration is over. A step
 * computes prompts whenever something can be admitted, and otherwise one token for every running request. Requests that
 * arrive during a step are seen by the next one. Only the storage behind the host's memory asks what time it is; times may
 * have any origin, and do not go back.
 *
 * <p>Not safe for use by several threads.
 */
public final class Engine {
    private final EngineConfig config;
    private final Totals totals = new Totals();
    private final Set<Long> requestIds = new HashSet<>();
    private final NewTokenRatio newTokenRatio;
    private final Optional<StorageTier> storage;
    private KvCache cache;
    private WaitingQueue queue;
    private DecodeBatch batch;
    private long evictedBeforeFlush;
    private Optional<Sequence> unfinishedPrompt = Optional.empty();

    /** When the last step was over. */
    private long dueNs;

    /** What all steps so far took. */
    private long busyNs;

    /** Set when memory ran out: until a request leaves the batch, trying again would be in vain. */
    private boolean batchIsFull;

    public Engine(EngineConfig config) {
        if (config.scheduler().chunkedPrefillTokens() < config.cache().pageSizeTokens()) {
            throw new IllegalArgumentException("prefill chunks of "
                    + config.scheduler().chunkedPrefillTokens() + " tokens with pages of "
                    + config.cache().pageSizeTokens());
        }
        this.config = config;
        this.newTokenRatio = new NewTokenRatio(config.scheduler());
        this.storage = config.cache().hostTier().flatMap(host -> host.storage()
                .map(tier -> new StorageTier(
                        tier, host.capacityTokens(), config.cache().pageSizeTokens())));
        startEmpty();
    }

    public EngineConfig config() {
        return config;
    }

    /**
     * The longest prompt and answer together that {@link #submit} takes, tokens: the model's context, or what fits into
     * the device's memory alone.
     */
    public int longestRequestTokens() {
        // Admission rounds the prompt up to whole pages, and wants more memory than that and the answer, not as much.
        long fits = config.cache().deviceCapacityTokens() - config.cache().pageSizeTokens();
        return (int) Math.min(config.contextTokens(), fits);
    }

    /**
     * Puts a request at the end of the queue, at the end of the last step.
     *
     * @throws IllegalArgumentException if it is longer than {@link #longestRequestTokens()} or its id is in use
     */
    public void submit(EngineRequest request) {
        submit(request, dueNs);
    }

    /**
     * Puts a request at the end of the queue.
     *
     * @throws IllegalArgumentException if it is longer than {@link #longestRequestTokens()} or its id is in use
     */
    public void submit(EngineRequest request, long nowNs) {
        if (request.totalTokens() > longestRequestTokens()) {
            throw new IllegalArgumentException("request " + request.id() + " of " + request.totalTokens()
                    + " tokens, of at most " + longestRequestTokens());
        }
        if (!requestIds.add(request.id())) {
            throw new IllegalArgumentException("request id " + request.id() + " is in use");
        }
        storage.ifPresent(tier -> tier.advance(nowNs));
        enqueue(new Sequence(request));
    }

    private void enqueue(Sequence sequence) {
        cache.beginPrefetch(sequence);
        queue.add(sequence);
    }

    /**
     * Ends a request without an answer, as when its client has gone. What it stored stays in the cache.
     *
     * @return false if there is no such request (any more)
     */
    public boolean cancel(long requestId) {
        if (!requestIds.remove(requestId)) {
            return false;
        }
        Optional<Sequence> waiting = queue.remove(requestId);
        waiting.ifPresent(cache::cancelPrefetch);
        if (waiting.isEmpty()) {
            Sequence sequence =
                    batch.remove(requestId).or(() -> unfinishedPrompt).orElseThrow();
            if (unfinishedPrompt.filter(s -> s == sequence).isPresent()) {
                unfinishedPrompt = Optional.empty();
                totals.promptTokens -= sequence.inputTokens() - sequence.computedTokens;
            }
            cache.release(sequence);
            batchIsFull = false;
        }
        resetWhenIdle();
        return true;
    }

    /** Whether a step would do something. */
    public boolean hasWork() {
        return !requestIds.isEmpty();
    }

    /**
     * Empties the cache on the device and on the host. What is in storage stays there.
     *
     * @return false, and nothing done, while any request is running or waiting
     */
    public boolean flushCache() {
        if (hasWork()) {
            return false;
        }
        evictedBeforeFlush += cache.evictedTokens();
        startEmpty();
        return true;
    }

    /** Empties the storage behind the host's memory, if there is one, whatever runs. */
    public void clearStorage() {
        storage.ifPresent(StorageTier::clear);
    }

    /** Does one step at the end of the last one. */
    public StepResult step() {
        return step(dueNs);
    }

    /** Does one step: its effect on the engine is at once, its events are due when its duration is over. */
    public StepResult step(long nowNs) {
        dueNs = nowNs;
        storage.ifPresent(tier -> tier.advance(nowNs));
        if (!hasWork()) {
            return StepResult.IDLE;
        }
        Admission admission = admit();
        for (Sequence s : admission.batch()) {
            s.admittedAtNs = s.admittedAtNs < 0 ? busyNs : s.admittedAtNs;
        }
        StepResult result = !admission.batch().isEmpty()
                ? prefill(admission)
                : batch.running().isEmpty() ? waitForStorage() : decode();
        totals.generatedTokens += result.events().size();
        busyNs += result.durationNs();
        dueNs = nowNs + result.durationNs();
        return result;
    }

    private StepResult waitForStorage() {
        batchIsFull = false;
        long readyNs = queue.inOrder().stream()
                .filter(s -> s.prefetch != null)
                .mapToLong(s -> storage.orElseThrow().mayStartNs(s.prefetch))
                .min()
                .orElseThrow(() -> new IllegalStateException("requests wait, none runs, and none can be admitted"));
        return new StepResult(StepResult.Kind.WAIT, readyNs - dueNs, List.of());
    }

    /** What a step stores is there when it is over. */
    private void storageAtEndOf(long durationNs) {
        storage.ifPresent(tier -> tier.advance(dueNs + durationNs));
    }

    public EngineStats stats() {
        return EngineStats.builder()
                .runningRequests(batch.running().size() + (unfinishedPrompt.isPresent() ? 1 : 0))
                .queuedRequests(queue.size())
                .deviceCapacityTokens(config.cache().deviceCapacityTokens())
                .deviceCachedTokens(cache.tree().deviceTokens())
                .devicePrivateTokens(cache.privateTokens())
                .hostCachedTokens(cache.tree().hostTokens())
                .storageCachedTokens(
                        storage.map(tier -> tier.stored().deviceTokens()).orElse(0L))
                .promptTokens(totals.promptTokens)
                .cachedDeviceTokens(totals.cachedDeviceTokens)
                .cachedHostTokens(totals.cachedHostTokens)
                .cachedStorageTokens(totals.cachedStorageTokens)
                .prefilledTokens(totals.prefilledTokens)
                .generatedTokens(totals.generatedTokens)
                .finishedRequests(totals.finishedRequests)
                .retractions(totals.retractions)
                .evictedTokens(evictedBeforeFlush + cache.evictedTokens())
                .prefillSteps(totals.prefillSteps)
                .decodeSteps(totals.decodeSteps)
                .build();
    }

    /** When the last step was over. */
    long dueNs() {
        return dueNs;
    }

    KvCache cache() {
        return cache;
    }

    /** The request whose prompt the next step goes on with. */
    Optional<Sequence> unfinishedPrompt() {
        return unfinishedPrompt;
    }

    /** Every request that holds memory. */
    List<Sequence> admitted() {
        List<Sequence> all = new ArrayList<>(batch.running());
        unfinishedPrompt.ifPresent(all::add);
        return all;
    }

    private void startEmpty() {
        cache = new KvCache(config.cache(), storage);
        queue = new WaitingQueue(config.scheduler().policy(), config.cache().prefixCache(), cache);
        batch = new DecodeBatch(cache);
        batchIsFull = false;
    }

    private Admission admit() {
        Admission admission = new Admission(config.scheduler(), cache, totals, newTokenRatio.value(), batch.running());
        if (unfinishedPrompt.isEmpty() && (batchIsFull || queue.isEmpty())) {
            return admission;
        }
        unfinishedPrompt.ifPresent(admission::continueWith);
        for (Sequence candidate : queue.inOrder()) {
            if (batch.running().size() + admission.batch().size()
                    >= config.scheduler().maxRunningRequests()) {
                batchIsFull = true;
                break;
            }
            Admission.Verdict verdict = admission.tryAdmit(candidate);
            if (verdict != Admission.Verdict.CONTINUE) {
                batchIsFull = verdict == Admission.Verdict.NO_MEMORY;
                break;
            }
        }
        queue.removeAdmitted();
        unfinishedPrompt = admission.unfinished();
        return admission;
    }

    private StepResult prefill(Admission admission) {
        cache.reserve(admission.batch(), s -> s.chunkTokens);
        long newTokens = 0;
        double attentionPairs = 0;
        for (Sequence s : admission.batch()) {
            double n = s.chunkTokens;
            newTokens += s.chunkTokens;
            attentionPairs += n * s.computedTokens + n * n / 2;
        }
        long durationNs = config.time().prefillNs(newTokens, attentionPairs, admission.loadedTokens());
        storageAtEndOf(durationNs);
        List<TokenEvent> events = new ArrayList<>();
        for (Sequence s : admission.batch()) {
            s.computedTokens += s.chunkTokens;
            cache.store(s);
            if (s.computedTokens < s.inputTokens()) {
                continue;
            }
            s.prefillNs = s.emittedTokens == 0 ? busyNs + durationNs - s.admittedAtNs : s.prefillNs;
            events.add(s.emit());
            if (s.outputsToCome() == 0) {
                finish(s);
            } else {
                batch.add(s);
            }
        }
        totals.prefillSteps++;
        totals.prefilledTokens += newTokens;
        return new StepResult(StepResult.Kind.PREFILL, durationNs, events);
    }

    private StepResult decode() {
        List<Sequence> retracted = batch.reserveNextTokens();
        if (retracted.isEmpty()) {
            newTokenRatio.decay();
        } else {
            newTokenRatio.afterRetraction(batch.running());
            retracted.forEach(this::enqueue);
            totals.retractions += retracted.size();
            batchIsFull = false;
        }
        long durationNs = config.time().decodeNs(batch.running().size(), batch.contextTokens());
        storageAtEndOf(durationNs);
        List<TokenEvent> events = new ArrayList<>(batch.running().size());
        for (Sequence s : batch.emitAll(events)) {
            cache.store(s);
            finish(s);
        }
        totals.decodeSteps++;
        return new StepResult(StepResult.Kind.DECODE, durationNs, events);
    }

    private void finish(Sequence sequence) {
        cache.release(sequence);
        requestIds.remove(sequence.request.id());
        totals.finishedRequests++;
        batchIsFull = false;
        resetWhenIdle();
    }

    private void resetWhenIdle() {
        if (!hasWork()) {
            newTokenRatio.reset();
        }
    }
}
