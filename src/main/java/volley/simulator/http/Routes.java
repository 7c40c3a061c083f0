package volley.simulator.http;

import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;

/** Finds a request's route among those of the server's surface, and answers those that need no model. */
final class Routes {
    private final ServerContext server;
    private final ServerSurface surface;
    private final Map<String, ShortRoute> shortRoutes;
    private final Map<String, AnswerRoute> answerRoutes;

    Routes(ServerContext server, ServerSurface surface) {
        this.server = server;
        this.surface = surface;
        this.shortRoutes = surface.shortRoutes();
        this.answerRoutes = surface.answerRoutes();
    }

    static String path(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** The route of a request for tokens to which {@link #reply} has no answer. */
    AnswerRoute answerRoute(String path) {
        return answerRoutes.get(path);
    }

    /** The answer to everything but a well-addressed request for tokens, for which it is empty. */
    Optional<ShortReply> reply(HttpRequest request) {
        String path = path(request);
        String key = server.options.apiKey();
        if (key != null
                && !path.equals("/health")
                && !("Bearer " + key).equals(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            return Optional.of(new ShortReply(UNAUTHORIZED, surface.unauthorized()));
        }
        if (answerRoutes.containsKey(path)) {
            return request.method().equals(HttpMethod.POST) ? Optional.empty() : Optional.of(notAllowed());
        }
        ShortRoute route = shortRoutes.get(path);
        if (route == null) {
            return Optional.of(error(NOT_FOUND, "No route " + path));
        }
        // HEAD is answered as GET would be; the connection leaves the body out.
        HttpMethod method = request.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : request.method();
        return Optional.of(route.methods().contains(method) ? route.reply().apply(server) : notAllowed());
    }

    private ShortReply notAllowed() {
        return error(METHOD_NOT_ALLOWED, "Method Not Allowed");
    }

    /** An error that belongs to no route. */
    ShortReply error(HttpResponseStatus status, String message) {
        return new ShortReply(status, surface.error(status.code(), message).toString());
    }
}
