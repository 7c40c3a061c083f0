package volley.hub;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.protocol.HttpContext;
import volley.network.Origin;
import volley.network.ProxyAddress;
import volley.network.ProxyChoice;

/**
 * GET with redirects. They are followed here and not by the HTTP client, because the token belongs to the hub only: large
 * files are served by other hosts, which must not see it.
 *
 * <p>The HTTP client is not the JDK's: whether that one sends a password through a proxy to https is decided by a system
 * property when its first instance in the process is made.
 */
final class WebClient {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    /** A connection over which nothing comes for so long is as good as broken. */
    private static final int SILENCE_TIMEOUT_SECONDS = 60;

    private final HubAccess hub;
    private CloseableHttpClient http;
    private volatile boolean answered;

    WebClient(HubAccess hub) {
        this.hub = hub;
    }

    /**
     * The response, after redirects, which is to be closed.
     *
     * @param fromByte where to begin: with 0 no range is asked for
     * @throws FetchFailure if there is none, or it is neither the content nor a part of it
     */
    WebAnswer get(URI address, long fromByte) throws FetchFailure {
        if (hub.offline()) {
            throw new FetchFailure(FetchFailure.Kind.REFUSED, "HF_HUB_OFFLINE is set");
        }
        List<ClassicHttpResponse> ofHub = new ArrayList<>();
        URI at = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            WebAnswer answer = send(at, fromByte, ofHub);
            if (!REDIRECTS.contains(answer.status())) {
                return answer;
            }
            answer.close();
            at = redirect(at, answer.last());
        }
        throw new FetchFailure(FetchFailure.Kind.REFUSED, "more than " + MOST_REDIRECTS + " redirects");
    }

    /** Whether any server has answered yet: then a lost connection may come back. */
    boolean hasBeenAnswered() {
        return answered;
    }

    private boolean isHub(URI address) {
        return Origin.of(address).equals(Origin.of(hub.endpoint()));
    }

    private WebAnswer send(URI address, long fromByte, List<ClassicHttpResponse> ofHub) throws FetchFailure {
        HttpGet request = new HttpGet(address);
        if (fromByte > 0) {
            request.setHeader(HttpHeaders.RANGE, "bytes=" + fromByte + "-");
        }
        if (isHub(address)) {
            hub.token().ifPresent(token -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
        }
        Optional<ProxyAddress> proxy = hub.proxies().proxy(address);
        HttpClientContext context = HttpClientContext.create();
        proxy.ifPresent(each -> context.setCredentialsProvider(credentials(each)));
        ClassicHttpResponse response;
        try {
            response = http().executeOpen(HttpHost.create(address), request, context);
        } catch (IOException e) {
            throw FailureReasons.of(e, address, proxy);
        }
        answered = true;
        if (isHub(address)) {
            ofHub.add(response);
        }
        WebAnswer answer = new WebAnswer(request, response, ofHub);
        int status = answer.status();
        if (status < HttpStatus.SC_BAD_REQUEST || status == HttpStatus.SC_REQUESTED_RANGE_NOT_SATISFIABLE) {
            return answer;
        }
        answer.close();
        throw isHub(address) && status != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                ? FailureReasons.ofHub(response, hub.token().isPresent()).withCommit(answer.commit())
                : FailureReasons.ofOther(status, address, proxy);
    }

    private static CredentialsProvider credentials(ProxyAddress proxy) {
        BasicCredentialsProvider known = new BasicCredentialsProvider();
        proxy.credentials()
                .ifPresent(each -> known.setCredentials(
                        new AuthScope(proxy.host(), proxy.port()),
                        new UsernamePasswordCredentials(
                                each.user(), each.password().toCharArray())));
        return known;
    }

    /** Made when it is needed: nobody needs it whose files are all there. */
    private synchronized CloseableHttpClient http() {
        if (http == null) {
            ClientLogs.withoutSecrets();
            http = HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setTlsSocketStrategy(DefaultClientTlsStrategy.createSystemDefault())
                            .setDefaultConnectionConfig(ConnectionConfig.custom()
                                    .setConnectTimeout(CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                                    .setSocketTimeout(SILENCE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                                    .build())
                            .build())
                    .setDefaultRequestConfig(RequestConfig.custom()
                            .setResponseTimeout(SILENCE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .setProtocolUpgradeEnabled(false)
                            .build())
                    .setRoutePlanner(new ProxyRoutes(hub.proxies()))
                    // What is broken off is closed with its connection, and none is left open at the end.
                    .setConnectionReuseStrategy((request, response, context) -> false)
                    .setUserAgent("volley")
                    .disableRedirectHandling()
                    .disableAutomaticRetries()
                    .disableContentCompression()
                    .disableCookieManagement()
                    .build();
        }
        return http;
    }

    /** The client's way to a server: directly, or through a proxy. */
    private static final class ProxyRoutes extends DefaultRoutePlanner {
        private final ProxyChoice proxies;

        ProxyRoutes(ProxyChoice proxies) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.proxies = proxies;
        }

        @Override
        protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.proxy(URI.create(target.toURI()))
                    .map(proxy -> new HttpHost(proxy.host(), proxy.port()))
                    .orElse(null);
        }
    }

    private static URI redirect(URI from, ClassicHttpResponse response) throws FetchFailure {
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        if (location == null) {
            throw new FetchFailure(FetchFailure.Kind.REFUSED, "a redirect to nowhere");
        }
        URI to;
        try {
            to = from.resolve(location.getValue());
        } catch (IllegalArgumentException e) {
            throw new FetchFailure(FetchFailure.Kind.REFUSED, "a redirect to a malformed address");
        }
        boolean web = "https".equals(to.getScheme()) || from.getScheme().equals(to.getScheme());
        if (!web || to.getHost() == null) {
            throw new FetchFailure(FetchFailure.Kind.REFUSED, "a redirect away from " + from.getScheme());
        }
        return to;
    }
}
