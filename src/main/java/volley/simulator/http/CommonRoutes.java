package volley.simulator.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Routes that need no model and that several kinds of server have in one form. */
final class CommonRoutes {
    private CommonRoutes() {}

    /**
     * The list of models, health, metrics and the profiler, and what is given.
     *
     * @param surface of the kind of server
     * @param health the answer of /health
     * @param own routes of this kind of server
     */
    static Map<String, ShortRoute> with(
            ServerSurface surface, Function<ServerContext, ShortReply> health, Map<String, ShortRoute> own) {
        Map<String, ShortRoute> routes = new HashMap<>(own);
        routes.put("/v1/models", ShortRoute.get(CommonRoutes::models));
        routes.put("/health", ShortRoute.get(health));
        routes.put("/metrics", metrics(surface));
        routes.put("/start_profile", ShortRoute.getOrPost(server -> profile(server, true)));
        routes.put("/stop_profile", ShortRoute.getOrPost(server -> profile(server, false)));
        return Map.copyOf(routes);
    }

    static ShortReply models(ServerContext server) {
        ObjectNode model = ServerContext.JSON.createObjectNode();
        model.put("id", server.options.model())
                .put("object", "model")
                .put("created", server.options.epochSeconds().getAsLong())
                .put("owned_by", server.options.backend().id())
                .put("root", server.options.model())
                .put("max_model_len", server.contextTokens());
        ObjectNode list = ServerContext.JSON.createObjectNode().put("object", "list");
        list.putArray("data").add(model);
        return new ShortReply(OK, list.toString());
    }

    static ShortReply empty(ServerContext server) {
        return new ShortReply(OK, "");
    }

    static ShortReply statusOk(ServerContext server) {
        return new ShortReply(OK, "{\"status\":\"ok\"}");
    }

    /** /metrics under the names of the kind of server. */
    static ShortRoute metrics(ServerSurface surface) {
        return ShortRoute.get(server -> {
            String modelLabel = PrometheusText.label("model_name", server.options.model());
            PrometheusText text = new PrometheusText(surface.metricLabels(modelLabel));
            surface.metrics(text, server.metrics, server.load());
            return new ShortReply(OK, text.toString());
        });
    }

    private static ShortReply profile(ServerContext server, boolean start) {
        server.profiling(start);
        return new ShortReply(OK, start ? "Start profiling.\n" : "Stop profiling.\n");
    }
}
