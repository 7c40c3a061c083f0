package volley.simulator.http;

import java.util.concurrent.atomic.LongAdder;

/** What a server counts of its answers, for /metrics. Thread-safe. */
final class ServerMetrics {
    private static final double NS_PER_SECOND = 1e9;
    /** Upper bounds in seconds; what is above them all counts under infinity only. */
    private static final double[] SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160};

    final LongAdder requests = new LongAdder();
    final LongAdder promptTokens = new LongAdder();
    final LongAdder cachedTokens = new LongAdder();
    final LongAdder generatedTokens = new LongAdder();
    final Histogram ttft = new Histogram();
    final Histogram queue = new Histogram();
    final Histogram prefill = new Histogram();
    final Histogram decode = new Histogram();
    final Histogram e2e = new Histogram();

    /** A request has its first token, of a model that knows where the time before went. */
    void scheduled(long queueNs, long prefillNs) {
        queue.add(queueNs / NS_PER_SECOND);
        prefill.add(prefillNs / NS_PER_SECOND);
    }

    /** A request that got at least its first token has ended. */
    void ended(int promptLength, int cached, int tokens, long ttftNs, long e2eNs) {
        if (tokens == 0) {
            return;
        }
        requests.increment();
        promptTokens.add(promptLength);
        cachedTokens.add(cached);
        generatedTokens.add(tokens);
        ttft.add(ttftNs / NS_PER_SECOND);
        decode.add((e2eNs - ttftNs) / NS_PER_SECOND);
        e2e.add(e2eNs / NS_PER_SECOND);
    }

    /** Cached share of all prompt tokens; 0 before the first. */
    double hitRate() {
        long prompt = promptTokens.sum();
        return prompt == 0 ? 0 : (double) cachedTokens.sum() / prompt;
    }

    /** Prompt tokens that were not taken from the cache. */
    long processedTokens() {
        return promptTokens.sum() - cachedTokens.sum();
    }

    /** Durations in seconds. */
    static final class Histogram {
        private final long[] counts = new long[SECONDS.length];
        private long count;
        private double sum;

        synchronized void add(double seconds) {
            for (int k = 0; k < SECONDS.length; k++) {
                if (seconds <= SECONDS[k]) {
                    counts[k]++;
                }
            }
            count++;
            sum += seconds;
        }

        synchronized void write(PrometheusText text, String name, String help) {
            text.head(name, "histogram", help);
            for (int k = 0; k < SECONDS.length; k++) {
                text.sample(name + "_bucket", "le", String.valueOf(SECONDS[k]), (double) counts[k]);
            }
            text.sample(name + "_bucket", "le", "+Inf", (double) count);
            text.sample(name + "_sum", sum);
            text.sample(name + "_count", (double) count);
        }
    }
}
