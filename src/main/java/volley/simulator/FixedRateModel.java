package volley.simulator;

import volley.prefix.RadixTree;
import volley.simulator.http.AnswerModel;
import volley.simulator.http.AnswerRequest;
import volley.simulator.http.AnswerSink;
import volley.simulator.http.CachedTokens;
import volley.simulator.http.NanoTimer;

/**
 * A server with room for every request at once: fixed prefill speed, fixed time between tokens, one prefix cache.
 *
 * <p>Token k (from 0) of a request that came at {@code a} is due at {@code a + ttft + k * interToken}, on an absolute
 * schedule: a late wake-up delays no later token. The prompt enters the cache with the first token, prompt and answer
 * (without its last token, whose attention state a server never computes) with the last one.
 */
public final class FixedRateModel implements AnswerModel {
    private final SimulatedTiming timing;
    private RadixTree cache = new RadixTree(1);

    public FixedRateModel(SimulatedTiming timing) {
        this.timing = timing;
    }

    @Override
    public Running start(AnswerRequest request, NanoTimer timer, AnswerSink sink) {
        int prompt = request.promptIds().length;
        int cached = cachedTokens(request.promptIds());
        Run run = new Run(request, cached, request.arrivalNs() + timing.ttftNs(prompt - cached), timer, sink);
        timer.at(run.firstNs, run);
        return run;
    }

    @Override
    public synchronized void flush() {
        cache = new RadixTree(1);
    }

    private synchronized int cachedTokens(int[] promptIds) {
        // One token is always computed: without it there would be no logits to draw the answer from.
        return cache.match(promptIds, promptIds.length - 1).tokens();
    }

    private void store(AnswerRequest request, boolean withAnswer) {
        int[] prompt = request.promptIds();
        int[] answer = request.answerIds();
        int answerLength = withAnswer ? Math.max(answer.length - 1, 0) : 0;
        int[] ids = prompt;
        if (answerLength > 0) {
            ids = new int[prompt.length + answerLength];
            System.arraycopy(prompt, 0, ids, 0, prompt.length);
            System.arraycopy(answer, 0, ids, prompt.length, answerLength);
        }
        store(ids);
    }

    /** Stores the ids, as far as the capacity goes, and evicts what no longer fits. */
    private synchronized void store(int[] ids) {
        cache.insert(ids, Math.min(ids.length, timing.cacheTokens()));
        while (cache.deviceTokens() > timing.cacheTokens()) {
            cache.evict(cache.oldestDeviceLeaf().orElseThrow());
        }
    }

    /** One answer on its schedule. */
    private final class Run implements Running, Runnable {
        private final AnswerRequest request;
        private final int cachedTokens;
        private final long firstNs;
        private final NanoTimer timer;
        private final AnswerSink sink;
        private int produced;
        private volatile boolean cancelled;

        private Run(AnswerRequest request, int cachedTokens, long firstNs, NanoTimer timer, AnswerSink sink) {
            this.request = request;
            this.cachedTokens = cachedTokens;
            this.firstNs = firstNs;
            this.timer = timer;
            this.sink = sink;
        }

        @Override
        public void run() {
            if (cancelled) {
                return;
            }
            if (produced == 0) {
                store(request, false);
                sink.prefilled(CachedTokens.onDevice(cachedTokens));
            }
            long sinceFirstNs = timer.nowNs() - firstNs;
            int before = produced;
            while (produced < request.outputTokens() && timing.afterFirstNs(produced) <= sinceFirstNs) {
                produced++;
            }
            boolean complete = produced == request.outputTokens();
            if (complete) {
                store(request, true);
            }
            if (produced > before) {
                sink.tokens(produced - before);
            }
            if (!complete) {
                timer.at(firstNs + timing.afterFirstNs(produced), this);
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
