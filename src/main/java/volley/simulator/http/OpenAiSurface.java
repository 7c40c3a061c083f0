package volley.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The surface of a server of which nothing is known but that it speaks OpenAI's interface. */
final class OpenAiSurface implements ServerSurface {
    @Override
    public Map<String, ShortRoute> shortRoutes() {
        return Map.of("/v1/models", ShortRoute.get(CommonRoutes::models));
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
        return error(message, status < 500 ? "invalid_request_error" : "server_error", String.valueOf(status));
    }

    @Override
    public String inBandError(int status, String message) {
        return error(status, message).toString();
    }

    @Override
    public String unauthorized() {
        return error("Incorrect API key provided", "invalid_request_error", "invalid_api_key")
                .toString();
    }

    private static ObjectNode error(String message, String type, String code) {
        return ServerErrors.object()
                .set(
                        "error",
                        ServerErrors.object()
                                .put("message", message)
                                .put("type", type)
                                .putNull("param")
                                .put("code", code));
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
                .finish(delta + "},\"logprobs\":null,\"finish_reason\":\"" + head.finishReason() + "\"}]")
                .noChoices(start + "]")
                .build();
    }

    @Override
    public String wholeChat(WholeText whole) {
        return whole.head().start("chat.completion")
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + whole.text()
                + "\"},\"logprobs\":null,\"finish_reason\":\"" + whole.head().finishReason() + "\"}],"
                + whole.counts() + whole.details() + "}}";
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
    public void metrics(PrometheusText text, ServerMetrics metrics, ModelLoad load) {
        // It has no such route.
    }
}
