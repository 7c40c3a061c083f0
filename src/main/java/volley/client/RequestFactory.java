package volley.client;

import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
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

/** Makes a run's requests for Gatling's HTTP client; what is the same in all of them is made once. Thread-safe. */
public final class RequestFactory {
    private final Uri uri;
    private final BodyEncoder bodies;
    private final HttpHeaders headers;
    private final InetAddressNameResolver resolver;
    private final long timeoutMs;

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
        this.headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(
                        HttpHeaderNames.ACCEPT,
                        streamed ? HttpHeaderValues.TEXT_EVENT_STREAM : HttpHeaderValues.APPLICATION_JSON);
        apiKey.headers().forEach(headers::set);
    }

    private RequestFactory(RequestFactory same, HttpHeaders headers, InetAddressNameResolver resolver) {
        uri = same.uri;
        bodies = same.bodies;
        this.headers = headers;
        timeoutMs = same.timeoutMs;
        this.resolver = resolver;
    }

    /** The same requests, their host's name resolved by the client that sends them. */
    public RequestFactory resolvedBy(InetAddressNameResolver resolver) {
        return new RequestFactory(this, headers, resolver);
    }

    /** The same requests, each on a connection of its own. */
    public RequestFactory onOwnConnections() {
        return new RequestFactory(
                this, headers.copy().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE), resolver);
    }

    /**
     * @param history the texts so far, by turns the user's and the server's
     * @param outputTokens most tokens the answer may have
     */
    public Request request(List<JsonText> history, int outputTokens) {
        return request(uri, history, outputTokens);
    }

    /**
     * As the other, to where the server has moved.
     *
     * @param target on the same server: the key goes with it
     */
    public Request request(URI target, List<JsonText> history, int outputTokens) {
        return request(Uri.create(target.toString()), history, outputTokens);
    }

    private Request request(Uri target, List<JsonText> history, int outputTokens) {
        return new RequestBuilder("turn", HttpMethod.POST, target, resolver)
                .setHeaders(headers.copy())
                .setBodyBuilder(new SendOnceBody(bodies.body(history, outputTokens)))
                .setRequestTimeout(timeoutMs)
                .build();
    }
}
