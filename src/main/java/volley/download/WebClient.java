package volley.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import volley.tokenizer.HubAccess;

/**
 * GET with redirects. They are followed here and not by the JDK's client, because the token belongs to the hub only:
 * large files are served by other hosts, which must not see it.
 */
final class WebClient {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(60);

    private final HubAccess hub;
    private final HttpClient http;

    WebClient(HubAccess hub, Map<String, String> environment) {
        this.hub = hub;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER);
        ProxyChoice.from(environment).applyTo(builder);
        this.http = builder.build();
    }

    /**
     * The response, after redirects; its body is to be closed.
     *
     * @param fromByte where to begin: with 0 no range is asked for
     * @throws IOException if there is none
     */
    HttpResponse<InputStream> get(URI address, long fromByte) throws IOException {
        URI at = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response = send(at, fromByte);
            if (!REDIRECTS.contains(response.statusCode())) {
                return response;
            }
            response.body().close();
            at = redirect(at, response);
        }
        throw new IOException("more than " + MOST_REDIRECTS + " redirects from " + address);
    }

    private HttpResponse<InputStream> send(URI address, long fromByte) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(RESPONSE_TIMEOUT).header("User-Agent", "volley");
        if (fromByte > 0) {
            request.header("Range", "bytes=" + fromByte + "-");
        }
        if (sameOrigin(address, hub.endpoint())) {
            hub.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static URI redirect(URI from, HttpResponse<?> response) throws IOException {
        Optional<String> location = response.headers().firstValue("Location");
        try {
            URI to = from.resolve(location.orElseThrow(() -> new IOException("a redirect to nowhere")));
            if (to.getHost() != null
                    && ("https".equals(to.getScheme()) || from.getScheme().equals(to.getScheme()))) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect to a malformed address", e);
        }
        throw new IOException("a redirect away from " + from.getScheme());
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equals(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && a.getPort() == b.getPort();
    }

    /** Whether the failure is that there is no way to the server, rather than one of the way. */
    static boolean isOffline(IOException e) {
        return e instanceof ConnectException
                || e instanceof HttpTimeoutException
                || e.getCause() instanceof UnresolvedAddressException;
    }
}
