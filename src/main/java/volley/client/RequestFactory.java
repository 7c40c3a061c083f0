package volley.client;

import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.proxy.ProxyServer;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import volley.config.ServerAddress;
import volley.network.Route;

/** Makes a run's requests for Gatling's HTTP client; what is the same in all of them is made once. Thread-safe. */
public final class RequestFactory {
    private final Uri uri;
    private final BodyEncoder bodies;
    private final HttpHeaders headers;
    private final InetAddressNameResolver resolver;
    private final long timeoutMs;
    private final Route route;
    private final ProxyServer proxy;

    /**
     * @param baseUrl root of the server
     * @param timeout for the whole of a request, or none
     */
    public RequestFactory(
            URI baseUrl,
            WireFormat format,
            BodyEncoder bodies,
            boolean streamed,
            ApiKey apiKey,
            Optional<Duration> timeout) {
        this.uri = Uri.create(ServerAddress.of(baseUrl).at(format.path()).toString());
        this.bodies = bodies;
        this.resolver = InetAddressNameResolver.JAVA_RESOLVER;
        this.timeoutMs = timeout.map(limit -> Math.max(1, limit.toMillis())).orElse(0L);
        this.route = Route.DIRECT;
        this.proxy = null;
        this.headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(
                        HttpHeaderNames.ACCEPT,
                        streamed ? HttpHeaderValues.TEXT_EVENT_STREAM : HttpHeaderValues.APPLICATION_JSON);
        apiKey.headers().forEach(headers::set);
    }

    private RequestFactory(
            RequestFactory same,
            HttpHeaders headers,
            InetAddressNameResolver resolver,
            Route route,
            ProxyServer proxy) {
        uri = same.uri;
        bodies = same.bodies;
        this.headers = headers;
        timeoutMs = same.timeoutMs;
        this.resolver = resolver;
        this.route = route;
        this.proxy = proxy;
    }

    /**
     * The same requests, by a way to the server.
     *
     * @throws volley.config.BadInputException if a proxy's name is not known
     */
    public RequestFactory by(Route way) {
        return new RequestFactory(
                this, headers, resolver, way, GatlingProxy.of(way).orElse(null));
    }

    /** The way to the server, whose certificates are for the client that sends the requests to know. */
    public Route route() {
        return route;
    }

    /** The same requests, their host's name resolved by the client that sends them. */
    public RequestFactory resolvedBy(InetAddressNameResolver resolver) {
        return new RequestFactory(this, headers, resolver, route, proxy);
    }

    /** The same requests, each on a connection of its own. */
    public RequestFactory onOwnConnections() {
        HttpHeaders closing = headers.copy().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return new RequestFactory(this, closing, resolver, route, proxy);
    }

    /**
     * @param history the texts so far, by turns the user's and the server's
     * @param outputTokens most tokens the answer may have
     */
    public Request request(List<JsonText> history, int outputTokens) {
        return request(null, history, outputTokens, SessionHeaders.NONE);
    }

    /**
     * As the other, of a conversation that may have been sent elsewhere.
     *
     * @param target on the same server: the key goes with it; {@code null}: the route itself
     * @param session its conversation's headers
     */
    public Request request(URI target, List<JsonText> history, int outputTokens, SessionHeaders session) {
        HttpHeaders its = headers.copy();
        session.addTo(its);
        RequestBuilder request = new RequestBuilder(
                        "turn", HttpMethod.POST, target == null ? uri : Uri.create(target.toString()), resolver)
                .setHeaders(its)
                .setBodyBuilder(new SendOnceBody(bodies.body(history, outputTokens)))
                .setRequestTimeout(timeoutMs);
        return (proxy == null ? request : request.setProxyServer(proxy)).build();
    }
}
