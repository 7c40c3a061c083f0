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
     * @param health the answer of /health
     * @param own routes of one kind of server
     */
    static Map<String, ShortRoute> with(Function<ServerContext, Routes.Reply> health, Map<String, ShortRoute> own) {
        Map<String, ShortRoute> routes = new HashMap<>(own);
        routes.put("/v1/models", ShortRoute.get(CommonRoutes::models));
        routes.put("/health", ShortRoute.get(health));
        routes.put("/metrics", ShortRoute.get(CommonRoutes::metrics));
        routes.put("/start_profile", ShortRoute.getOrPost(server -> profile(server, true)));
        routes.put("/stop_profile", ShortRoute.getOrPost(server -> profile(server, false)));
        return Map.copyOf(routes);
    }

    static Routes.Reply models(ServerContext server) {
        ObjectNode model = ServerContext.JSON.createObjectNode();
        model.put("id", server.options.model())
                .put("object", "model")
                .put("created", server.options.epochSeconds().getAsLong())
                .put("owned_by", server.options.backend().id())
                .put("root", server.options.model())
                .put("max_model_len", server.contextTokens());
        ObjectNode list = ServerContext.JSON.createObjectNode().put("object", "list");
        list.putArray("data").add(model);
        return new Routes.Reply(OK, list.toString());
    }

    static Routes.Reply empty(ServerContext server) {
        return new Routes.Reply(OK, "");
    }

    static Routes.Reply statusOk(ServerContext server) {
        return new Routes.Reply(OK, "{\"status\":\"ok\"}");
    }

    static Routes.Reply metrics(ServerContext server) {
        return new Routes.Reply(OK, PrometheusText.of(server));
    }

    private static Routes.Reply profile(ServerContext server, boolean start) {
        server.profiling(start);
        return new Routes.Reply(OK, start ? "Start profiling.\n" : "Stop profiling.\n");
    }
}
