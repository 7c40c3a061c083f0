package volley.metrics;

import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Figures as other tools define them, from the same requests, so that results can be laid side by side. In a formula,
 * {@code n} is the number of output tokens and {@code last} the last token event. Where a tool counts {@code n} with a
 * tokenizer of its own, Volley's count stands in for it.
 */
public enum DialectMetric implements Metric {
    SGLANG_TPOT(
            "sglang_tpot",
            "SGLang bench_serving 0.5.23",
            "TPOT",
            "([DONE] or end of the body - first event with answer text or reasoning) / (n - 1), for n of 2 or more",
            PercentileRule.LINEAR,
            request -> share(
                    minus(request.get(RequestMetric.STREAM_END), request.firstTextNs()), outputTokens(request) - 1)),

    VLLM_TPOT(
            "vllm_tpot",
            "vLLM bench serve 0.32",
            "TPOT",
            "(last - first event that is part of the answer, so from the one that only names the role to the one with the"
                    + " finish reason) / (n - 1), for n of 2 or more",
            PercentileRule.LINEAR,
            request -> share(minus(request.lastChoiceNs(), request.firstEventNs()), outputTokens(request) - 1)),

    VLLM_TTFT(
            "vllm_ttft",
            "vLLM bench serve",
            "TTFT",
            "first event of any kind but a comment, so also one that only names the role - sent",
            PercentileRule.LINEAR,
            RequestFigures::firstEventNs),

    HICACHE_LATENCY(
            "hicache_latency",
            "SGLang hicache bench_multiturn",
            "Latency",
            "[DONE] or end of the body - sent; percentiles are sorted[int(q * count)]",
            PercentileRule.INDEX,
            RequestMetric.STREAM_END),

    GUIDELLM_TPOT(
            "guidellm_tpot",
            "GuideLLM",
            "TPOT",
            "(last - sent) / n: the time to the first token is in it",
            PercentileRule.LINEAR,
            request -> share(request.get(RequestMetric.E2E), outputTokens(request))),

    LLM_LOAD_TEST_TPOT(
            "llm_load_test_tpot",
            "fw-ai, llm-load-test",
            "TPOT",
            "(last - first token event) / n",
            PercentileRule.LINEAR,
            request -> share(
                    minus(request.get(RequestMetric.E2E), request.get(RequestMetric.TTFT)), outputTokens(request))),

    LLMPERF_ITL(
            "llmperf_itl",
            "llmperf",
            "ITL",
            "(TTFT + all gaps) / n, once per request",
            PercentileRule.LINEAR,
            request -> share(streamed(request, RequestMetric.E2E), outputTokens(request)));

    private final String id;
    private final String tool;
    private final String label;
    private final String formula;
    private final PercentileRule percentiles;
    private final Optional<RequestMetric> sameAs;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToLongFunction<RequestFigures> figure;

    /** @param figure the figure in ns, or {@link Metric#ABSENT} */
    DialectMetric(
            String id,
            String tool,
            String label,
            String formula,
            PercentileRule percentiles,
            ToLongFunction<RequestFigures> figure) {
        this(id, tool, label, formula, percentiles, figure, Optional.empty());
    }

    /** @param sameAs which of Volley's own figures it is, with other percentiles */
    DialectMetric(
            String id, String tool, String label, String formula, PercentileRule percentiles, RequestMetric sameAs) {
        this(id, tool, label, formula, percentiles, request -> request.get(sameAs), Optional.of(sameAs));
    }

    DialectMetric(
            String id,
            String tool,
            String label,
            String formula,
            PercentileRule percentiles,
            ToLongFunction<RequestFigures> figure,
            Optional<RequestMetric> sameAs) {
        this.id = id;
        this.tool = tool;
        this.label = label;
        this.formula = formula;
        this.percentiles = percentiles;
        this.figure = figure;
        this.sameAs = sameAs;
    }

    @Override
    public Group group() {
        return Group.DIALECTS;
    }

    @Override
    public String id() {
        return id;
    }

    /** Whose definition it is. */
    public String tool() {
        return tool;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String formula() {
        return formula;
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    /** How that tool reads percentiles. */
    public PercentileRule percentiles() {
        return percentiles;
    }

    /** The figure of Volley's own that it is for every request; empty where there is none. */
    Optional<RequestMetric> sameAs() {
        return sameAs;
    }

    /** The figure of a completed request in ns, or {@link Metric#ABSENT}. */
    long of(RequestFigures request) {
        return figure.applyAsLong(request);
    }

    private static long outputTokens(RequestFigures request) {
        long tokens = request.get(RequestMetric.OUTPUT_TOKENS);
        return tokens == ABSENT ? 0 : tokens;
    }

    private static long minus(long laterNs, long earlierNs) {
        return laterNs == ABSENT || earlierNs == ABSENT ? ABSENT : laterNs - earlierNs;
    }

    /** The figure, where the answer was a stream. */
    private static long streamed(RequestFigures request, RequestMetric metric) {
        return request.get(RequestMetric.TTFT) == ABSENT ? ABSENT : request.get(metric);
    }

    /** Rounded to the nanosecond; absent without tokens to share among. */
    private static long share(long timeNs, long tokens) {
        return timeNs == ABSENT || tokens < 1 ? ABSENT : Math.round((double) timeNs / tokens);
    }
}
