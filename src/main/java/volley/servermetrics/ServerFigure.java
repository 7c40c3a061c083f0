package volley.servermetrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import volley.client.MetricSamples;
import volley.client.MetricSamples.Sample;

/**
 * A figure that servers tell in their {@code /metrics}, with the names it has in each kind and version. The first name that
 * is there counts. It is one figure of a server however many engines and ranks tell it: data-parallel ones are added
 * (shares averaged), and the ranks of one model's parts, which all tell the same, count once.
 */
public enum ServerFigure {
    RUNNING(
            Kind.STATE,
            "requests_running",
            "Requests running",
            "requests",
            "vllm:num_requests_running",
            "sglang:num_running_reqs",
            "llamacpp:requests_processing",
            "lmdeploy:num_requests_running"),

    WAITING(
            Kind.STATE,
            "requests_waiting",
            "Requests waiting",
            "requests",
            "vllm:num_requests_waiting",
            "sglang:num_queue_reqs",
            "llamacpp:requests_deferred",
            "lmdeploy:num_requests_waiting"),

    /** The second name is that of vLLM before 0.10, the fourth that of llama.cpp until 2025. */
    KV_USAGE(
            Kind.SHARE,
            "kv_usage",
            "KV cache in use",
            "of 1",
            "vllm:kv_cache_usage_perc",
            "vllm:gpu_cache_usage_perc",
            "sglang:token_usage",
            "llamacpp:kv_cache_usage_ratio",
            "lmdeploy:gpu_cache_usage_perc"),

    REQUESTS(
            Kind.COUNTER,
            "requests_total",
            "Requests completed",
            "requests",
            "vllm:request_success_total",
            "sglang:num_requests_total"),

    PROMPT_TOKENS(
            Kind.COUNTER,
            "prompt_tokens_total",
            "Prompt tokens",
            "tokens",
            "vllm:prompt_tokens_total",
            "sglang:prompt_tokens_total",
            "lmdeploy:prompt_tokens_total"),

    /** llama.cpp counts what it works through: prompts without what was cached of them. */
    PROCESSED_TOKENS(
            Kind.COUNTER,
            "processed_prompt_tokens_total",
            "Prompt tokens not cached",
            "tokens",
            "llamacpp:prompt_tokens_total"),

    GENERATED_TOKENS(
            Kind.COUNTER,
            "generated_tokens_total",
            "Generated tokens",
            "tokens",
            "vllm:generation_tokens_total",
            "sglang:generation_tokens_total",
            "llamacpp:tokens_predicted_total",
            "lmdeploy:generation_tokens_total"),

    /** SGLang looks up every prompt token, and counts no look-ups beside. */
    QUERY_TOKENS(
            Kind.COUNTER,
            "cache_query_tokens_total",
            "Tokens looked up in the cache",
            "tokens",
            "vllm:prefix_cache_queries_total",
            "vllm:gpu_prefix_cache_queries_total",
            "sglang:prompt_tokens_total"),

    HIT_TOKENS(
            Kind.COUNTER,
            "cache_hit_tokens_total",
            "Tokens found in the cache",
            "tokens",
            "vllm:prefix_cache_hits_total",
            "vllm:gpu_prefix_cache_hits_total",
            "sglang:cached_tokens_total"),

    EXTERNAL_QUERY_TOKENS(
            Kind.COUNTER,
            "external_cache_query_tokens_total",
            "Tokens looked up in other tiers",
            "tokens",
            "vllm:external_prefix_cache_queries_total"),

    EXTERNAL_HIT_TOKENS(
            Kind.COUNTER,
            "external_cache_hit_tokens_total",
            "Tokens found in other tiers",
            "tokens",
            "vllm:external_prefix_cache_hits_total"),

    PREEMPTIONS(
            Kind.COUNTER,
            "preemptions_total",
            "Preemptions",
            "requests",
            "vllm:num_preemptions_total",
            "sglang:num_retracted_requests_total"),

    DRAFTS(Kind.COUNTER, "drafts_total", "Drafts", "drafts", "vllm:spec_decode_num_drafts_total"),

    DRAFT_TOKENS(
            Kind.COUNTER, "draft_tokens_total", "Drafted tokens", "tokens", "vllm:spec_decode_num_draft_tokens_total"),

    ACCEPTED_TOKENS(
            Kind.COUNTER,
            "accepted_tokens_total",
            "Drafted tokens accepted",
            "tokens",
            "vllm:spec_decode_num_accepted_tokens_total"),

    /** SGLang's own averages over its last steps: it counts neither drafts nor drafted tokens. */
    ACCEPT_RATE(Kind.SHARE, "accept_rate", "Share of drafted tokens accepted", "of 1", "sglang:spec_accept_rate"),

    ACCEPT_LENGTH(Kind.SHARE, "accept_length", "Tokens of a step, with drafts", "tokens", "sglang:spec_accept_length"),

    TTFT_SECONDS(
            Kind.COUNTER,
            "ttft_seconds_sum",
            "TTFT, sum",
            "s",
            "vllm:time_to_first_token_seconds_sum",
            "sglang:time_to_first_token_seconds_sum",
            "lmdeploy:time_to_first_token_seconds_sum"),

    TTFT_COUNT(
            Kind.COUNTER,
            "ttft_count",
            "TTFT, values",
            "requests",
            "vllm:time_to_first_token_seconds_count",
            "sglang:time_to_first_token_seconds_count",
            "lmdeploy:time_to_first_token_seconds_count"),

    QUEUE_SECONDS(
            Kind.COUNTER,
            "queue_seconds_sum",
            "Queue time, sum",
            "s",
            "vllm:request_queue_time_seconds_sum",
            "sglang:queue_time_seconds_sum",
            "lmdeploy:request_queue_time_seconds_sum"),

    QUEUE_COUNT(
            Kind.COUNTER,
            "queue_count",
            "Queue time, values",
            "requests",
            "vllm:request_queue_time_seconds_count",
            "sglang:queue_time_seconds_count",
            "lmdeploy:request_queue_time_seconds_count"),

    /** SGLang's stage stands in a label. llama.cpp tells a sum without a count. */
    PREFILL_SECONDS(
            Kind.COUNTER,
            "prefill_seconds_sum",
            "Prefill time, sum",
            "s",
            "vllm:request_prefill_time_seconds_sum",
            "sglang:per_stage_req_latency_seconds_sum",
            "llamacpp:prompt_seconds_total",
            "lmdeploy:request_prefill_time_seconds_sum"),

    PREFILL_COUNT(
            Kind.COUNTER,
            "prefill_count",
            "Prefill time, values",
            "requests",
            "vllm:request_prefill_time_seconds_count",
            "sglang:per_stage_req_latency_seconds_count",
            "lmdeploy:request_prefill_time_seconds_count"),

    DECODE_SECONDS(
            Kind.COUNTER,
            "decode_seconds_sum",
            "Decode time, sum",
            "s",
            "vllm:request_decode_time_seconds_sum",
            "llamacpp:tokens_predicted_seconds_total",
            "lmdeploy:request_decode_time_seconds_sum"),

    DECODE_COUNT(
            Kind.COUNTER,
            "decode_count",
            "Decode time, values",
            "requests",
            "vllm:request_decode_time_seconds_count",
            "lmdeploy:request_decode_time_seconds_count"),

    E2E_SECONDS(
            Kind.COUNTER,
            "e2e_seconds_sum",
            "End to end, sum",
            "s",
            "vllm:e2e_request_latency_seconds_sum",
            "sglang:e2e_request_latency_seconds_sum",
            "lmdeploy:e2e_request_latency_seconds_sum"),

    E2E_COUNT(
            Kind.COUNTER,
            "e2e_count",
            "End to end, values",
            "requests",
            "vllm:e2e_request_latency_seconds_count",
            "sglang:e2e_request_latency_seconds_count",
            "lmdeploy:e2e_request_latency_seconds_count");

    /** How the values of several engines make one, and how those of a time do. */
    public enum Kind {
        /** A number now; engines are added. */
        STATE,
        /** A share or mean now; engines are averaged. */
        SHARE,
        /** A number since the server's start; engines are added. */
        COUNTER
    }

    /** Labels of the parts of one model, which tell the same. */
    private static final List<String> RANKS = List.of("tp_rank", "pp_rank", "moe_ep_rank");

    /** vLLM's counter of successes has these in it, too. */
    private static final List<String> GIVEN_UP = List.of("abort", "error");

    private static final String END = "finished_reason";
    private static final String STAGE = "stage";
    private static final String PREFILL_STAGE = "prefill_forward";
    private static final String TIER = "cache_source";
    private static final String ALL_TIERS = "total";

    private final Kind kind;
    private final String id;
    private final String label;
    private final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // a list that is never changed
    private final List<String> names;

    ServerFigure(Kind kind, String id, String label, String unit, String... names) {
        this.kind = kind;
        this.id = id;
        this.label = label;
        this.unit = unit;
        this.names = List.of(names);
    }

    public Kind kind() {
        return kind;
    }

    /** Its name in files. */
    public String id() {
        return id;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** The unit of its values. */
    public String unit() {
        return unit;
    }

    /** Its value in an answer of {@code /metrics}; absent where the server does not tell it, or no number. */
    public OptionalDouble in(MetricSamples samples) {
        return names.stream()
                .map(samples::of)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(this::together)
                .orElse(OptionalDouble.empty());
    }

    private OptionalDouble together(List<Sample> found) {
        // of the tiers' sum and the tiers, one is enough
        boolean inAll = found.stream().anyMatch(sample -> sample.label(TIER).equals(ALL_TIERS));
        Predicate<Sample> counts = sample -> (!inAll || sample.label(TIER).equals(ALL_TIERS))
                && !GIVEN_UP.contains(sample.label(END))
                && (sample.label(STAGE).isEmpty() || sample.label(STAGE).equals(PREFILL_STAGE));
        Map<Map<String, String>, Double> apart = new HashMap<>();
        found.stream()
                .filter(counts)
                .forEach(sample -> apart.merge(withoutRanks(sample.labels()), sample.value(), Math::max));
        double sum = apart.values().stream().mapToDouble(Double::doubleValue).sum();
        double value = kind == Kind.SHARE ? sum / apart.size() : sum;
        return Double.isFinite(value) && !apart.isEmpty() ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static Map<String, String> withoutRanks(Map<String, String> labels) {
        Map<String, String> left = new HashMap<>(labels);
        left.keySet().removeAll(RANKS);
        return left;
    }

    /** The figure of an id, such as in a file. */
    public static Optional<ServerFigure> of(String id) {
        return Arrays.stream(values()).filter(figure -> figure.id.equals(id)).findFirst();
    }
}
