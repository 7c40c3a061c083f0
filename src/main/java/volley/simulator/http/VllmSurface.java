package volley.simulator.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** vLLM's surface, in its development mode: without it /reset_prefix_cache would not be there. */
final class VllmSurface implements ServerSurface {
    private static final String NO_STOP = ",\"stop_reason\":null";

    @Override
    public Map<String, ShortRoute> shortRoutes() {
        return CommonRoutes.with(
                this, CommonRoutes::empty, Map.of("/reset_prefix_cache", ShortRoute.post(VllmSurface::reset)));
    }

    @Override
    public Map<String, AnswerRoute> answerRoutes() {
        return OpenAiRoute.both(this);
    }

    @Override
    public String answerId(AnswerId id, String kind) {
        return kind + id.hex();
    }

    @Override
    public ObjectNode error(int status, String message) {
        return ServerErrors.object()
                .set(
                        "error",
                        ServerErrors.object()
                                .put("message", message)
                                .put("type", ServerErrors.type(status))
                                .putNull("param")
                                .put("code", status));
    }

    @Override
    public String inBandError(int status, String message) {
        return error(status, message).toString();
    }

    @Override
    public ChatFragments chatFragments(AnswerHead head) {
        String start = head.start("chat.completion.chunk");
        String delta = start + "{\"index\":0,\"delta\":{";
        String going = "},\"logprobs\":null,\"finish_reason\":null}]";
        return ChatFragments.builder()
                .role(delta + "\"role\":\"assistant\",\"content\":\"\"" + going)
                .head(delta + "\"content\":\"")
                .tail("\"" + going)
                .lastTail("\"},\"logprobs\":null,\"finish_reason\":\"" + head.finishReason() + "\"" + NO_STOP + "}]")
                .noChoices(start + "]")
                .build();
    }

    @Override
    public String wholeChat(WholeText whole) {
        return whole.head().start("chat.completion")
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + whole.text()
                + "\",\"reasoning_content\":null,\"tool_calls\":[]},\"logprobs\":null,\"finish_reason\":\""
                + whole.head().finishReason() + "\"" + NO_STOP + "}]," + whole.counts() + whole.details()
                + "},\"prompt_logprobs\":null}";
    }

    @Override
    public String completionStopField() {
        return NO_STOP;
    }

    @Override
    public boolean tellsCachedTokens() {
        return true;
    }

    @Override
    public String metricLabels(String modelLabel) {
        return "engine=\"0\"," + modelLabel;
    }

    @Override
    public void metrics(PrometheusText text, ServerMetrics metrics, ModelLoad load) {
        text.gauge("vllm:num_requests_running", "Requests in the execution batch", load.runningRequests());
        text.gauge("vllm:num_requests_waiting", "Requests waiting", load.queuedRequests());
        if (load.capacityTokens() > 0) {
            text.gauge("vllm:kv_cache_usage_perc", "Share of the KV cache in use; 1 is all", load.tokenUsage());
        }
        text.counter("vllm:num_preemptions_total", "Preemptions", load.retractions());
        text.counter("vllm:prompt_tokens_total", "Prompt tokens", metrics.promptTokens.sum());
        text.counter("vllm:generation_tokens_total", "Generated tokens", metrics.generatedTokens.sum());
        text.counter("vllm:prefix_cache_queries_total", "Prompt tokens looked up", metrics.promptTokens.sum());
        text.counter("vllm:prefix_cache_hits_total", "Prompt tokens found", metrics.cachedTokens.sum());
        text.counter("vllm:request_success_total", "Requests", metrics.requests.sum());
        metrics.ttft.write(text, "vllm:time_to_first_token_seconds", "Time to first token");
        if (load.capacityTokens() > 0) {
            metrics.queue.write(text, "vllm:request_queue_time_seconds", "Waiting");
            metrics.prefill.write(text, "vllm:request_prefill_time_seconds", "First step to first token");
        }
        metrics.decode.write(text, "vllm:request_decode_time_seconds", "First to last token");
        metrics.e2e.write(text, "vllm:e2e_request_latency_seconds", "End-to-end latency");
    }

    /** Answers 200 either way, and resets only when no block is in use. */
    private static ShortReply reset(ServerContext server) {
        boolean idle = server.running.get() == 0;
        if (idle) {
            server.model.flush();
        }
        return new ShortReply(OK, "{\"success\":" + idle + "}");
    }
}
