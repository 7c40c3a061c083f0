package volley.simulator.http;

import volley.config.Backend;

/**
 * /metrics in Prometheus' text form 0.0.4, under the names of the flavour's server. Only what the simulation has a value
 * for is there.
 */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder(4096);
    private final String labels;

    private PrometheusText(String labels) {
        this.labels = labels;
    }

    static String of(Backend backend, String model, ServerMetrics metrics, ModelLoad load) {
        String name = model.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        String labels = (backend == Backend.SGLANG ? "" : "engine=\"0\",") + "model_name=\"" + name + "\"";
        PrometheusText text = new PrometheusText(labels);
        switch (backend) {
            case SGLANG -> text.sglang(metrics, load);
            case VLLM -> text.vllm(metrics, load);
            case LMDEPLOY -> text.lmdeploy(metrics, load);
        }
        return text.text.toString();
    }

    private void sglang(ServerMetrics metrics, ModelLoad load) {
        gauge("sglang:num_running_reqs", "Running requests", load.runningRequests());
        gauge("sglang:num_queue_reqs", "Requests in the waiting queue", load.queuedRequests());
        gauge("sglang:num_used_tokens", "Tokens of KV cache in use", (double) load.usedTokens());
        gauge("sglang:token_usage", "Share of the KV cache in use", load.tokenUsage());
        gauge("sglang:max_total_num_tokens", "Tokens of KV cache on the device", (double) load.capacityTokens());
        gauge("sglang:cache_hit_rate", "Cached share of all prompt tokens", hitRate(metrics));
        counter("sglang:prompt_tokens_total", "Prompt tokens", metrics.promptTokens.sum());
        counter("sglang:generation_tokens_total", "Generated tokens", metrics.generatedTokens.sum());
        counter("sglang:cached_tokens_total", "Prompt tokens from the cache", metrics.cachedTokens.sum());
        counter("sglang:num_requests_total", "Requests", metrics.requests.sum());
        metrics.ttft.write(this, "sglang:time_to_first_token_seconds", "Time to first token");
        metrics.e2e.write(this, "sglang:e2e_request_latency_seconds", "End-to-end latency");
    }

    private void vllm(ServerMetrics metrics, ModelLoad load) {
        gauge("vllm:num_requests_running", "Requests in the execution batch", load.runningRequests());
        gauge("vllm:num_requests_waiting", "Requests waiting", load.queuedRequests());
        gauge("vllm:kv_cache_usage_perc", "Share of the KV cache in use; 1 is all", load.tokenUsage());
        counter("vllm:num_preemptions_total", "Preemptions", load.retractions());
        counter("vllm:prompt_tokens_total", "Prompt tokens", metrics.promptTokens.sum());
        counter("vllm:generation_tokens_total", "Generated tokens", metrics.generatedTokens.sum());
        counter("vllm:prefix_cache_queries_total", "Prompt tokens looked up", metrics.promptTokens.sum());
        counter("vllm:prefix_cache_hits_total", "Prompt tokens found", metrics.cachedTokens.sum());
        counter("vllm:request_success_total", "Requests", metrics.requests.sum());
        metrics.ttft.write(this, "vllm:time_to_first_token_seconds", "Time to first token");
        metrics.e2e.write(this, "vllm:e2e_request_latency_seconds", "End-to-end latency");
    }

    private void lmdeploy(ServerMetrics metrics, ModelLoad load) {
        gauge("lmdeploy:num_requests_running", "Requests in execution batches", load.runningRequests());
        gauge("lmdeploy:num_requests_waiting", "Requests waiting", load.queuedRequests());
        gauge("lmdeploy:gpu_cache_usage_perc", "Share of the KV cache in use; 1 is all", load.tokenUsage());
        counter("lmdeploy:prompt_tokens_total", "Prompt tokens", metrics.promptTokens.sum());
        counter("lmdeploy:generation_tokens_total", "Generated tokens", metrics.generatedTokens.sum());
        metrics.ttft.write(this, "lmdeploy:time_to_first_token_seconds", "Time to first token");
        metrics.e2e.write(this, "lmdeploy:e2e_request_latency_seconds", "End-to-end latency");
    }

    private static double hitRate(ServerMetrics metrics) {
        long prompt = metrics.promptTokens.sum();
        return prompt == 0 ? 0 : (double) metrics.cachedTokens.sum() / prompt;
    }

    private void gauge(String name, String help, double value) {
        head(name, "gauge", help);
        sample(name, value);
    }

    private void counter(String name, String help, long value) {
        head(name, "counter", help);
        sample(name, (double) value);
    }

    void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void sample(String name, double value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    void sample(String name, String label, String labelValue, double value) {
        text.append(name).append('{').append(labels).append(',').append(label);
        text.append("=\"").append(labelValue).append("\"} ").append(value).append('\n');
    }
}
