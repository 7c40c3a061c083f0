package volley.network;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import volley.config.GivenAs;
import volley.config.TlsSettings;

/**
 * The way to a server.
 *
 * @param proxy that leads to it; absent: it is asked directly
 * @param tls the certificates, where it speaks https
 * @param connectTimeout for how long a connection may be waited for; absent: as long as the client does by itself
 */
public record Route(Optional<ProxyAddress> proxy, ServerTls tls, Optional<Duration> connectTimeout) {
    /** No proxy, and the platform's certificates. */
    public static final Route DIRECT = new Route(Optional.empty(), ServerTls.PLATFORM, Optional.empty());

    /**
     * The way to a server as the environment's variables and the user's parameters have it.
     *
     * @throws volley.config.BadInputException if a variable names no proxy, or a file has no certificate
     */
    public static Route to(URI server, TlsSettings tls, Map<String, String> environment) {
        return new Route(new ProxyChoice(environment).proxy(server), ServerTls.of(tls), Optional.empty());
    }

    /** The same way, on which a connection may be waited for so long. */
    public Route connectingWithin(Optional<Duration> limit) {
        return new Route(proxy, tls, limit);
    }

    /** What must be written nowhere: the proxy's password, also in the form in which it is sent. */
    public List<String> secrets() {
        return proxy.flatMap(ProxyAddress::credentials)
                .filter(credentials -> !credentials.password().isEmpty())
                .map(credentials -> List.of(credentials.password(), basic(credentials)))
                .orElse(List.of());
    }

    private static String basic(ProxyAddress.Credentials credentials) {
        String both = credentials.user() + ":" + credentials.password();
        return Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** What a reader of results has to know of it. */
    public List<String> notes(URI server) {
        List<String> through =
                proxy.map(by -> "the server was asked through " + by + ", whose time is in every figure").stream()
                        .toList();
        boolean trusted = tls.verifies() || !server.getScheme().equals("https");
        return trusted
                ? through
                : Stream.concat(
                                through.stream(),
                                Stream.of("the server's certificate was not verified ("
                                        + GivenAs.setting("tls.verify", "false")
                                        + "): whoever answered may not have been the server, and has seen the key"))
                        .toList();
    }
}
