package volley.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** lmdeploy's surface, as of 0.14 and later, its own /generate included. It has no route to empty its cache. */
final class LmdeploySurface implements ServerSurface {
    @Override
    public Map<String, ShortRoute> shortRoutes() {
        return CommonRoutes.with(this, CommonRoutes::statusOk, Map.of());
    }

    @Override
    public Map<String, AnswerRoute> answerRoutes() {
        Map<String, AnswerRoute> routes = new HashMap<>(OpenAiRoute.both(this));
        routes.put("/generate", new Generate(this));
        return Map.copyOf(routes);
    }

    @Override
    public String answerId(AnswerId id, String kind) {
        return kind.equals("chatcmpl-") ? kind + id.hex() : Long.toString(id.number());
    }

    @Override
    public ObjectNode error(int status, String message) {
        return ServerErrors.object()
                .put("message", message)
                .put("type", ServerErrors.type(status))
                .put("code", status)
                .putNull("param")
                .put("object", "error");
    }

    @Override
    public String unauthorized() {
        ObjectNode error = ServerErrors.object()
                .put("message", "Please request with valid api key!")
                .put("type", "invalid_request_error")
                .putNull("param")
                .put("code", "invalid_api_key");
        return ServerErrors.object()
                .set("detail", ServerErrors.object().set("error", error))
                .toString();
    }

    @Override
    public ChatFragments chatFragments(AnswerHead head) {
        String start = head.start("chat.completion.chunk");
        String delta = start + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"";
        return ChatFragments.builder()
                .head(delta)
                .tail("\"}}]")
                .finish(delta + "\"},\"finish_reason\":\"" + head.finishReason() + "\"}]")
                .noChoices(start + "]")
                .noUsage(usageBeforeItsEvent())
                .build();
    }

    @Override
    public String wholeChat(WholeText whole) {
        return whole.head().start("chat.completion")
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + whole.text()
                + "\",\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":\""
                + whole.head().finishReason() + "\"}]," + whole.counts() + whole.details() + "}}";
    }

    @Override
    public boolean dropsNulls() {
        return true;
    }

    @Override
    public String usageBeforeItsEvent() {
        return ",\"usage\":null";
    }

    @Override
    public boolean hasContinuousUsage() {
        return false;
    }

    @Override
    public boolean tellsCachedTokens() {
        return true;
    }

    @Override
    public boolean tellsCachedTokensOfCompletions() {
        return false;
    }

    @Override
    public String metricLabels(String modelLabel) {
        return "engine=\"0\"," + modelLabel;
    }

    @Override
    public void metrics(PrometheusText text, ServerMetrics metrics, ModelLoad load) {
        text.gauge("lmdeploy:num_requests_running", "Requests in execution batches", load.runningRequests());
        text.gauge("lmdeploy:num_requests_waiting", "Requests waiting", load.queuedRequests());
        if (load.capacityTokens() > 0) {
            text.gauge("lmdeploy:gpu_cache_usage_perc", "Share of the KV cache in use; 1 is all", load.tokenUsage());
        }
        text.counter("lmdeploy:prompt_tokens_total", "Prompt tokens", metrics.promptTokens.sum());
        text.counter("lmdeploy:generation_tokens_total", "Generated tokens", metrics.generatedTokens.sum());
        metrics.ttft.write(text, "lmdeploy:time_to_first_token_seconds", "Time to first token");
        if (load.capacityTokens() > 0) {
            metrics.queue.write(text, "lmdeploy:request_queue_time_seconds", "Waiting");
            metrics.prefill.write(text, "lmdeploy:request_prefill_time_seconds", "First step to first token");
        }
        metrics.decode.write(text, "lmdeploy:request_decode_time_seconds", "First to last token");
        metrics.e2e.write(text, "lmdeploy:e2e_request_latency_seconds", "End-to-end latency");
    }

    /** /generate, whose errors have the form of the other routes'. */
    private record Generate(ServerSurface surface) implements AnswerRoute {
        @Override
        public Prompt prompt(JsonNode body) throws UnusablePromptException {
            return Prompt.ofLmdeployGenerate(body);
        }

        @Override
        public boolean continuesText() {
            return true;
        }

        @Override
        public AnswerFormat format(ServerContext server, Prompt prompt, AnswerDrafts.Draft draft) {
            return new LmdeployGenerateFormat(draft.promptIds().length, draft.answerIds(), draft.finishReason());
        }

        @Override
        public String error(int status, String message) {
            return surface.error(status, message).toString();
        }

        @Override
        public String inBandError(int status, String message) {
            return surface.inBandError(status, message);
        }
    }
}
