package volley.simulator.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Optional;
import volley.config.Backend;

/** Which routes a flavour has, and the answers of those that need no model. */
final class Routes {
    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETIONS = "/v1/completions";
    static final String GENERATE = "/generate";

    private final ServerContext server;
    private final Backend backend;

    Routes(ServerContext server) {
        this.server = server;
        this.backend = server.options.backend();
    }

    /** A short answer, JSON if its text starts like it. */
    record Reply(HttpResponseStatus status, String body) {}

    static String path(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The answer to everything but a well-addressed request for tokens, for which it is empty. */
    Optional<Reply> reply(HttpRequest request) {
        String path = path(request);
        String key = server.options.apiKey();
        if (key != null
                && !path.equals("/health")
                && !("Bearer " + key).equals(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            return Optional.of(new Reply(UNAUTHORIZED, ServerErrors.unauthorized(backend)));
        }
        boolean get = request.method().equals(HttpMethod.GET);
        boolean post = request.method().equals(HttpMethod.POST);
        return switch (path) {
            case CHAT, COMPLETIONS -> post ? Optional.empty() : notAllowed();
            case GENERATE -> backend == Backend.VLLM ? notFound(path) : post ? Optional.empty() : notAllowed();
            case "/metrics" -> get ? metrics() : notAllowed();
            case "/get_model_info" -> backend != Backend.SGLANG ? notFound(path) : get ? modelInfo() : notAllowed();
            case "/get_server_info" -> backend != Backend.SGLANG ? notFound(path) : get ? serverInfo() : notAllowed();
            case "/v1/models" -> get ? Optional.of(models()) : notAllowed();
            case "/health" -> get ? ok(backend == Backend.LMDEPLOY ? "{\"status\":\"ok\"}" : "") : notAllowed();
            case "/flush_cache" -> backend != Backend.SGLANG ? notFound(path) : get || post ? flush() : notAllowed();
            case "/reset_prefix_cache" -> backend != Backend.VLLM ? notFound(path) : post ? reset() : notAllowed();
            case "/start_profile", "/stop_profile" -> get || post ? profile(path) : notAllowed();
            default -> notFound(path);
        };
    }

    private Reply models() {
        ObjectNode model = ServerContext.JSON.createObjectNode();
        model.put("id", server.options.model())
                .put("object", "model")
                .put("created", server.options.epochSeconds().getAsLong())
                .put("owned_by", backend.name().toLowerCase(Locale.ROOT))
                .put("root", server.options.model())
                .put("max_model_len", server.contextTokens());
        ObjectNode list = ServerContext.JSON.createObjectNode().put("object", "list");
        list.putArray("data").add(model);
        return new Reply(OK, list.toString());
    }

    private Optional<Reply> metrics() {
        return ok(PrometheusText.of(backend, server.options.model(), server.metrics, server.load()));
    }

    private Optional<Reply> modelInfo() {
        return ok(ServerContext.JSON
                .createObjectNode()
                .put("model_path", server.options.model())
                .put("tokenizer_path", server.options.model())
                .put("is_generation", true)
                .toString());
    }

    /** The arguments the server was started with, and its state now. */
    private Optional<Reply> serverInfo() {
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
                .put("evicted_tokens", load.evictedTokens())
                .put("steps", load.steps())
                .put("simulation_seconds", load.stepWallNs() / 1e9);
        return ok(info.toString());
    }

    /** SGLang refuses while anything runs or waits. */
    private Optional<Reply> flush() {
        if (server.running.get() > 0) {
            return Optional.of(new Reply(
                    BAD_REQUEST, "Cache not flushed: " + server.running.get() + " requests are running or waiting.\n"));
        }
        server.model.flush();
        return ok("Cache flushed.\n");
    }

    /** vLLM answers 200 either way, and resets only when no block is in use. */
    private Optional<Reply> reset() {
        if (server.running.get() == 0) {
            server.model.flush();
        }
        return ok("");
    }

    private Optional<Reply> profile(String path) {
        boolean start = path.equals("/start_profile");
        server.profiling(start);
        return ok(start ? "Start profiling.\n" : "Stop profiling.\n");
    }

    private static Optional<Reply> ok(String body) {
        return Optional.of(new Reply(OK, body));
    }

    private Optional<Reply> notFound(String path) {
        return Optional.of(new Reply(NOT_FOUND, ServerErrors.body(backend, 404, "No route " + path)));
    }

    private Optional<Reply> notAllowed() {
        return Optional.of(new Reply(METHOD_NOT_ALLOWED, ServerErrors.body(backend, 405, "Method Not Allowed")));
    }
}
