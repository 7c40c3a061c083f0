package volley.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The surface of llama.cpp's server, build 10068, without its {@code timings}. Its cache is emptied by no route, and it
 * knows no {@code continuous_usage_stats}.
 */
final class LlamacppSurface implements ServerSurface {
    private static final String FINGERPRINT = ",\"system_fingerprint\":\"b10068\",\"object\":\"";

    @Override
    public Map<String, ShortRoute> shortRoutes() {
        return Map.of(
                "/v1/models", ShortRoute.get(CommonRoutes::models),
                "/health", ShortRoute.get(CommonRoutes::statusOk),
                "/metrics", CommonRoutes.metrics(this));
    }

    @Override
    public Map<String, AnswerRoute> answerRoutes() {
        return OpenAiRoute.both(this);
    }

    @Override
    public String answerId(AnswerId id, String kind) {
        return "chatcmpl-" + id.hex();
    }

    @Override
    public ObjectNode error(int status, String message) {
        String type =
                switch (status) {
                    case 401 -> "authentication_error";
                    case 404 -> "not_found_error";
                    case 503 -> "unavailable_error";
                    default -> status < 500 ? "invalid_request_error" : "server_error";
                };
        return ServerErrors.object()
                .set(
                        "error",
                        ServerErrors.object()
                                .put("code", status)
                                .put("message", message)
                                .put("type", type));
    }

    @Override
    public String inBandError(int status, String message) {
        return error(status, message).toString();
    }

    @Override
    public String unauthorized() {
        return error(401, "Invalid API Key").toString();
    }

    @Override
    public ChatFragments chatFragments(AnswerHead head) {
        String going = "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{";
        String end = end(head, "chat.completion.chunk");
        return ChatFragments.builder()
                .role(going + "\"role\":\"assistant\",\"content\":null}}]" + end)
                .head(going + "\"content\":\"")
                .tail("\"}}]" + end)
                .finish("{\"choices\":[{\"finish_reason\":\"" + head.finishReason() + "\",\"index\":0,\"delta\":{}}]"
                        + end)
                .noChoices("{\"choices\":[]" + end)
                .build();
    }

    @Override
    public String wholeChat(WholeText whole) {
        AnswerHead head = whole.head();
        return "{\"choices\":[{\"finish_reason\":\"" + head.finishReason()
                + "\",\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + whole.text() + "\"}}]"
                + end(head, "chat.completion") + "," + whole.counts() + whole.details() + "}}";
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
    public String metricLabels(String modelLabel) {
        return "";
    }

    @Override
    public void metrics(PrometheusText text, ServerMetrics metrics, ModelLoad load) {
        text.counter("llamacpp:prompt_tokens_total", "Prompt tokens processed", metrics.processedTokens());
        text.counter("llamacpp:tokens_predicted_total", "Generated tokens", metrics.generatedTokens.sum());
        text.gauge("llamacpp:requests_processing", "Requests in work", load.runningRequests());
        text.gauge("llamacpp:requests_deferred", "Requests waiting", load.queuedRequests());
    }

    private static String end(AnswerHead head, String object) {
        return ",\"created\":" + head.createdSeconds() + ",\"id\":\"" + head.id() + "\",\"model\":" + head.modelJson()
                + FINGERPRINT + object + "\"";
    }
}
