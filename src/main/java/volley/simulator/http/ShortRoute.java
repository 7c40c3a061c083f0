package volley.simulator.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Set;
import java.util.function.Function;

/**
 * A route that needs no model.
 *
 * @param methods it takes; another gets status 405
 */
record ShortRoute(Set<HttpMethod> methods, Function<ServerContext, ShortReply> reply) {
    static ShortRoute get(Function<ServerContext, ShortReply> reply) {
        return new ShortRoute(Set.of(HttpMethod.GET), reply);
    }

    static ShortRoute post(Function<ServerContext, ShortReply> reply) {
        return new ShortRoute(Set.of(HttpMethod.POST), reply);
    }

    static ShortRoute getOrPost(Function<ServerContext, ShortReply> reply) {
        return new ShortRoute(Set.of(HttpMethod.GET, HttpMethod.POST), reply);
    }
}
