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
    private final Map<String, ShortRoute> shortRoutes;
    private final Map<String, AnswerRoute> answerRoutes;

    Routes(ServerContext server) {
        this.server = server;
        this.shortRoutes = server.surface.shortRoutes();
        this.answerRoutes = server.surface.answerRoutes();
    }

    /** A short answer, JSON if its text starts like it. */
    record Reply(HttpResponseStatus status, String body) {}

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
    Optional<Reply> reply(HttpRequest request) {
        String path = path(request);
        String key = server.options.apiKey();
        if (key != null
                && !path.equals("/health")
                && !("Bearer " + key).equals(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            return Optional.of(new Reply(UNAUTHORIZED, server.surface.unauthorized()));
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

    private Reply notAllowed() {
        return error(METHOD_NOT_ALLOWED, "Method Not Allowed");
    }

    private Reply error(HttpResponseStatus status, String message) {
        return new Reply(status, server.surface.error(status.code(), message).toString());
    }
}
