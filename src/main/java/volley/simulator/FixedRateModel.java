package volley.simulator;

import volley.simulator.http.AnswerModel;
import volley.simulator.http.AnswerRequest;
import volley.simulator.http.AnswerSink;
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
    private final PrefixCache cache;

    public FixedRateModel(SimulatedTiming timing) {
        this.timing = timing;
        this.cache = new PrefixCache(timing.cacheTokens());
    }

    @Override
    public Running start(AnswerRequest request, NanoTimer timer, AnswerSink sink) {
        int prompt = request.promptIds().length;
        int cached;
        synchronized (cache) {
            // One token is always computed: without it there would be no logits to draw the answer from.
            cached = cache.match(request.promptIds(), prompt - 1);
        }
        Run run = new Run(request, cached, request.arrivalNs() + timing.ttftNs(prompt - cached), timer, sink);
        timer.at(run.firstNs, run);
        return run;
    }

    @Override
    public void flush() {
        synchronized (cache) {
            cache.clear();
        }
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
        synchronized (cache) {
            cache.insert(ids);
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
                sink.prefilled(cachedTokens);
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
