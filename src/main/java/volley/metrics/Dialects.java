package volley.metrics;

import static volley.metrics.RequestFigures.ABSENT;
import static volley.metrics.Unit.MILLISECONDS;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Other tools' definitions. In a formula, {@code n} is the number of output tokens and {@code last} the last token
 * event. Where a tool counts {@code n} with a tokenizer of its own, Volley's count stands in for it.
 */
public final class Dialects {
    /** Kept for the dialects only: no figure of Volley starts at an event without a token. */
    static final RequestMetric FIRST_EVENT = new RequestMetric(
            900,
            "first_event",
            "First event",
            "first event of any kind but a comment - sent",
            MILLISECONDS,
            RequestFigures::firstEventNs);

    public static final DialectMetric SGLANG_VLLM_TPOT = dialect(
            910,
            "sglang_vllm_tpot",
            "SGLang bench_serving, vLLM bench serve",
            "TPOT",
            "(last - first token event) / (n - 1), for n of 2 or more",
            PercentileRule.LINEAR,
            request -> share(minus(request, RequestMetrics.E2E, RequestMetrics.TTFT), outputTokens(request) - 1));

    public static final DialectMetric VLLM_TTFT = dialect(
            920,
            "vllm_ttft",
            "vLLM bench serve",
            "TTFT",
            "first event of any kind but a comment, so also one that only names the role - sent",
            PercentileRule.LINEAR,
            request -> request.applyAsLong(FIRST_EVENT));

    public static final DialectMetric HICACHE_LATENCY = dialect(
            930,
            "hicache_latency",
            "SGLang hicache bench_multiturn",
            "Latency",
            "[DONE] or end of the body - sent; percentiles are sorted[int(q * count)]",
            PercentileRule.INDEX,
            request -> request.applyAsLong(RequestMetrics.STREAM_END));

    public static final DialectMetric GUIDELLM_TPOT = dialect(
            940,
            "guidellm_tpot",
            "GuideLLM",
            "TPOT",
            "(last - sent) / n: the time to the first token is in it",
            PercentileRule.LINEAR,
            request -> share(request.applyAsLong(RequestMetrics.E2E), outputTokens(request)));

    public static final DialectMetric LLM_LOAD_TEST_TPOT = dialect(
            950,
            "llm_load_test_tpot",
            "fw-ai, llm-load-test",
            "TPOT",
            "(last - first token event) / n",
            PercentileRule.LINEAR,
            request -> share(minus(request, RequestMetrics.E2E, RequestMetrics.TTFT), outputTokens(request)));

    public static final DialectMetric LLMPERF_ITL = dialect(
            960,
            "llmperf_itl",
            "llmperf",
            "ITL",
            "(TTFT + all gaps) / n, once per request",
            PercentileRule.LINEAR,
            request -> share(streamed(request, RequestMetrics.E2E), outputTokens(request)));

    /** All of them, in order. */
    public static final List<DialectMetric> ALL =
            List.of(SGLANG_VLLM_TPOT, VLLM_TTFT, HICACHE_LATENCY, GUIDELLM_TPOT, LLM_LOAD_TEST_TPOT, LLMPERF_ITL);

    private Dialects() {}

    private static DialectMetric dialect(
            int order,
            String id,
            String tool,
            String label,
            String formula,
            PercentileRule percentiles,
            ToLongFunction<ToLongFunction<RequestMetric>> figure) {
        return new DialectMetric(order, id, tool, label, formula, MILLISECONDS, percentiles, figure);
    }

    private static long outputTokens(ToLongFunction<RequestMetric> request) {
        long tokens = request.applyAsLong(RequestMetrics.OUTPUT_TOKENS);
        return tokens == ABSENT ? 0 : tokens;
    }

    private static long minus(ToLongFunction<RequestMetric> request, RequestMetric later, RequestMetric earlier) {
        long laterNs = request.applyAsLong(later);
        long earlierNs = request.applyAsLong(earlier);
        return laterNs == ABSENT || earlierNs == ABSENT ? ABSENT : laterNs - earlierNs;
    }

    /** The figure, where the answer was a stream. */
    private static long streamed(ToLongFunction<RequestMetric> request, RequestMetric metric) {
        return request.applyAsLong(RequestMetrics.TTFT) == ABSENT ? ABSENT : request.applyAsLong(metric);
    }

    /** Rounded to the nanosecond; absent without tokens to share among. */
    private static long share(long timeNs, long tokens) {
        return timeNs == ABSENT || tokens < 1 ? ABSENT : Math.round((double) timeNs / tokens);
    }
}
