package volley.client;

import io.gatling.http.client.HttpClientConfig;
import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.body.string.StringRequestBodyBuilder;
import io.gatling.http.client.impl.DefaultHttpClient;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import volley.network.Route;
import volley.network.ServerTls;

/** Gatling's HTTP client outside of a simulation, for requests that are no part of the load. */
public final class DirectClient implements AutoCloseable {
    private static final long CONNECT_TIMEOUT_MS = Duration.ofSeconds(10).toMillis();
    private static final long IDLE_TIMEOUT_MS = Duration.ofSeconds(4).toMillis();

    private static final long POLL_MS = 50;

    private final EventLoopGroup loops;
    private final DefaultHttpClient client;
    private final Route route;

    private DirectClient(Route route) {
        this.route = route;
        loops = new MultiThreadIoEventLoopGroup(
                1,
                new DefaultThreadFactory("volley-direct-client", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        long connectTimeoutMs = route.connectTimeout()
                .map(limit -> Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE)))
                .orElse(CONNECT_TIMEOUT_MS);
        client = new DefaultHttpClient(new HttpClientConfig()
                .setConnectTimeout(connectTimeoutMs)
                .setHandshakeTimeout(connectTimeoutMs)
                .setChannelPoolIdleTimeout(IDLE_TIMEOUT_MS)
                .setEnableSni(true)
                .setEnableHostnameVerification(route.tls().verifies())
                .setUseNativeTransport(Epoll.isAvailable())
                .setDefaultSslContextsHolder(new JdkTls(route.tls())));
    }

    /** @param route the way to the server that will be asked */
    public static DirectClient start(Route route) {
        return new DirectClient(route);
    }

    /**
     * Sends a request and waits for its whole answer.
     *
     * @param json the body; empty: none
     * @param headers by their names
     * @param timeout for all of it
     * @throws IOException if there is no answer
     */
    PlainAnswer fetch(
            HttpMethod method, URI address, Map<String, String> headers, Optional<String> json, Duration timeout)
            throws IOException, InterruptedException {
        HttpHeaders all = new DefaultHttpHeaders();
        headers.forEach(all::set);
        RequestBuilder request = new RequestBuilder(
                        "control", method, Uri.create(address.toString()), InetAddressNameResolver.JAVA_RESOLVER)
                .setHeaders(all)
                .setRequestTimeout(Math.max(1, timeout.toMillis()));
        json.ifPresent(body -> {
            all.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
            request.setBodyBuilder(new StringRequestBodyBuilder(body)).setDefaultCharset(StandardCharsets.UTF_8);
        });
        GatlingProxy.of(route).ifPresent(request::setProxyServer);
        PlainAnswer.Listener listener = new PlainAnswer.Listener();
        client.sendRequest(request.build(), 0, loops.next(), listener, null);
        return listener.await();
    }

    /**
     * Asks for a page and waits for the whole of it.
     *
     * @param headers by their names
     * @param timeout for all of it
     * @throws IOException if there is no answer
     */
    public PlainAnswer get(URI address, Map<String, String> headers, Duration timeout)
            throws IOException, InterruptedException {
        return fetch(HttpMethod.GET, address, headers, Optional.empty(), timeout);
    }

    /**
     * Sends one question and waits for the end of its answer.
     *
     * @param history texts from the first question to the last, by turns with the answers
     * @param cancelled whether nobody wants it any more
     * @return the answer; nothing when it was cancelled before
     */
    public Optional<Exchange> ask(
            RequestFactory requests,
            ResponseReader reader,
            List<JsonText> history,
            int outputTokens,
            BooleanSupplier cancelled) {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        send(requests.request(history, outputTokens), requests, reader, history, outputTokens, 0, ended);
        while (!cancelled.getAsBoolean()) {
            try {
                return Optional.of(ended.get(POLL_MS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                // it goes on
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer ends as an exchange", e);
            }
        }
        return Optional.empty();
    }

    private void send(
            Request request,
            RequestFactory requests,
            ResponseReader reader,
            List<JsonText> history,
            int outputTokens,
            int followed,
            CompletableFuture<Exchange> ended) {
        RequestProgress progress = new RequestProgress() {
            private URI target;

            @Override
            public void moved(URI to) {
                target = to;
            }

            @Override
            public void ended(Exchange exchange) {
                if (target == null || followed == Redirect.MAX_FOLLOWED) {
                    ended.complete(exchange);
                } else {
                    Request again = requests.request(target, history, outputTokens, SessionHeaders.NONE);
                    send(again, requests, reader, history, outputTokens, followed + 1, ended);
                }
            }
        };
        long nowNs = reader.nanoClock().getAsLong();
        client.sendRequest(
                request, 0, loops.next(), StreamingResponse.expect(reader, nowNs, nowNs, outputTokens, progress), null);
    }

    @Override
    public void close() {
        client.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** TLS by the JDK's engine: the client releases both contexts. */
    private static final class JdkTls implements SslContextsHolder {
        private final ServerTls tls;
        private SslContext context;

        JdkTls(ServerTls tls) {
            this.tls = tls;
        }

        @Override
        public synchronized SslContext getSslContext() {
            if (context == null) {
                try {
                    context = tls.contextBuilder().sslProvider(SslProvider.JDK).build();
                } catch (SSLException e) {
                    throw new IllegalStateException("this platform has no TLS", e);
                }
            }
            return context;
        }

        @Override
        public SslContext getAlpnSslContext() {
            return getSslContext();
        }
    }
}
