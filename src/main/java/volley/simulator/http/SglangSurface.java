package volley.simulator.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** SGLang's surface, its own /generate included. */
final class SglangSurface implements ServerSurface {
    private static final String NO_STOP = ",\"matched_stop\":null";

    @Override
    public Map<String, ShortRoute> shortRoutes() {
        return CommonRoutes.with(
                this,
                CommonRoutes::empty,
                Map.of(
                        "/model_info", ShortRoute.get(SglangSurface::modelInfo),
                        "/get_model_info", ShortRoute.get(SglangSurface::modelInfo),
                        "/server_info", ShortRoute.get(SglangSurface::serverInfo),
                        "/get_server_info", ShortRoute.get(SglangSurface::serverInfo),
                        "/flush_cache", ShortRoute.getOrPost(SglangSurface::flush),
                        "/hicache/storage-backend/clear", ShortRoute.post(SglangSurface::clearStorage)));
    }

    @Override
    public Map<String, AnswerRoute> answerRoutes() {
        Map<String, AnswerRoute> routes = new HashMap<>(OpenAiRoute.both(this));
        routes.put("/generate", new Generate());
        return Map.copyOf(routes);
    }

    @Override
    public String answerId(AnswerId id, String kind) {
        return id.hex();
    }

    @Override
    public ObjectNode error(int status, String message) {
        return ServerErrors.object()
                .put("object", "error")
                .put("message", message)
                .put("type", ServerErrors.type(status))
                .putNull("param")
                .put("code", status);
    }

    @Override
    public ChatFragments chatFragments(AnswerHead head) {
        String start = head.start("chat.completion.chunk");
        String delta = start + "{\"index\":0,\"delta\":{\"reasoning_content\":null";
        String going = "},\"logprobs\":null,\"finish_reason\":null" + NO_STOP + "}]";
        String finished = "},\"logprobs\":null,\"finish_reason\":\"" + head.finishReason() + "\"" + NO_STOP + "}]";
        return ChatFragments.builder()
                .role(delta + ",\"role\":\"assistant\",\"content\":\"\"" + going)
                .head(delta + ",\"content\":\"")
                .tail("\"" + going)
                .finish(delta + finished)
                .noChoices(start + "]")
                .build();
    }

    @Override
    public String wholeChat(WholeText whole) {
        return whole.head().start("chat.completion")
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + whole.text()
                + "\",\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":\""
                + whole.head().finishReason() + "\"" + NO_STOP + "}]," + whole.counts() + whole.details()
                + ",\"reasoning_tokens\":0},\"metadata\":{\"weight_version\":\"default\"}" + whole.extension() + "}";
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
    public boolean tellsTiers() {
        return true;
    }

    @Override
    public String moreUsage() {
        return ",\"reasoning_tokens\":0";
    }

    @Override
    public void metrics(PrometheusText text, ServerMetrics metrics, ModelLoad load) {
        text.gauge("sglang:num_running_reqs", "Running requests", load.runningRequests());
        text.gauge("sglang:num_queue_reqs", "Requests in the waiting queue", load.queuedRequests());
        if (load.capacityTokens() > 0) {
            text.gauge("sglang:num_used_tokens", "Tokens of KV cache in use", (double) load.usedTokens());
            text.gauge("sglang:token_usage", "Share of the KV cache in use", load.tokenUsage());
            text.gauge(
                    "sglang:max_total_num_tokens", "Tokens of KV cache on the device", (double) load.capacityTokens());
        }
        text.gauge("sglang:cache_hit_rate", "Cached share of all prompt tokens", metrics.hitRate());
        text.counter("sglang:prompt_tokens_total", "Prompt tokens", metrics.promptTokens.sum());
        text.counter("sglang:generation_tokens_total", "Generated tokens", metrics.generatedTokens.sum());
        text.counter("sglang:cached_tokens_total", "Prompt tokens from the cache", metrics.cachedTokens.sum());
        text.counter("sglang:num_retracted_requests_total", "Retracted requests", load.retractions());
        text.counter("sglang:num_requests_total", "Requests", metrics.requests.sum());
        if (load.capacityTokens() > 0) {
            metrics.queue.write(text, "sglang:queue_time_seconds", "Waiting");
        }
        metrics.ttft.write(text, "sglang:time_to_first_token_seconds", "Time to first token");
        metrics.e2e.write(text, "sglang:e2e_request_latency_seconds", "End-to-end latency");
    }

    private static ShortReply modelInfo(ServerContext server) {
        return new ShortReply(
                OK,
                ServerErrors.object()
                        .put("model_path", server.options.model())
                        .put("tokenizer_path", server.options.model())
                        .put("is_generation", true)
                        .toString());
    }

    /** The arguments the server was started with, and its state now. */
    private static ShortReply serverInfo(ServerContext server) {
        ModelLoad load = server.load();
        ObjectNode info = ServerContext.JSON.createObjectNode();
        server.options.arguments().forEach(info::putPOJO);
        info.put("model_path", server.options.model())
                .put("served_model_name", server.options.model())
                .put("context_length", server.contextTokens())
                .put("max_total_num_tokens", load.capacityTokens())
                .put("simulated", true);
        info.putArray("internal_states")
                .addObject()
                .put("num_running_reqs", load.runningRequests())
                .put("num_queue_reqs", load.queuedRequests())
                .put("token_usage", load.tokenUsage())
                .put("host_tokens", load.hostTokens())
                .put("storage_tokens", load.storageTokens())
                .put("evicted_tokens", load.evictedTokens())
                .put("steps", load.steps())
                .put("simulation_seconds", load.stepWallNs() / 1e9);
        return new ShortReply(OK, info.toString());
    }

    /** Refused while anything runs or waits. */
    private static ShortReply flush(ServerContext server) {
        if (server.running.get() > 0) {
            return new ShortReply(
                    BAD_REQUEST, "Cache not flushed: " + server.running.get() + " requests are running or waiting.\n");
        }
        server.model.flush();
        return new ShortReply(OK, "Cache flushed.\n");
    }

    /** Whether anything runs or not. The status tells whether it was done; SGLang's text is the same either way. */
    private static ShortReply clearStorage(ServerContext server) {
        boolean there = server.model.cacheTiers().storageBackend().isPresent();
        server.model.clearStorage();
        return new ShortReply(there ? OK : BAD_REQUEST, "Hierarchical cache storage backend cleared.\n");
    }

    /** /generate: plain text or token ids, and errors that say only what is wrong. */
    private static final class Generate implements AnswerRoute {
        @Override
        public Prompt prompt(JsonNode body) throws UnusablePromptException {
            return Prompt.ofGenerate(body);
        }

        @Override
        public boolean continuesText() {
            return true;
        }

        @Override
        public AnswerFormat format(ServerContext server, Prompt prompt, AnswerDrafts.Draft draft) {
            return new GenerateFormat(server.nextId().hex(), draft, server.model.cacheTiers());
        }

        @Override
        public String error(int status, String message) {
            return ServerErrors.object()
                    .set("error", ServerErrors.object().put("message", message))
                    .toString();
        }

        @Override
        public String inBandError(int status, String message) {
            return error(status, message);
        }
    }
}
