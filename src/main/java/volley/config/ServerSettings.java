package volley.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import volley.config.Backend.LoraForm;

/**
 * The server that is measured.
 *
 * @param baseUrl absent: start the simulated server
 * @param loraName the adapter asked for, the first of several; see {@link LoraMix}
 * @param headers of every request
 * @param session headers that differ by conversation
 * @param tls how both sides prove who they are
 * @param connectTimeout for how long a new connection may be waited for; absent: Gatling's own limit
 * @param api which of its interfaces is asked
 * @param metrics whose figures are read during the run
 */
public record ServerSettings(
        Backend backend,
        Optional<URI> baseUrl,
        Optional<String> model,
        Optional<String> loraName,
        boolean profile,
        RequestHeaders headers,
        SessionSettings session,
        TlsSettings tls,
        Optional<Duration> connectTimeout,
        ApiSettings api,
        ServerMetricsSettings metrics) {
    static ServerSettings read(Parameters given) {
        Backend backend = given.choice("backend", Backend.class);
        Optional<URI> baseUrl = given.text("base-url").map(text -> baseUrl(given, text));
        if (baseUrl.isEmpty() && (given.isSet("host") || given.isSet("port"))) {
            String host = given.text("host").orElse("127.0.0.1");
            int port = given.isSet("port") ? (int) given.whole("port", 1, 65535) : defaultPort(given, backend);
            // 0.0.0.0 is the original's default: a place to listen, not to connect to
            baseUrl = Optional.of(hostUrl(given, host.equals("0.0.0.0") ? "127.0.0.1" : host, port));
        }
        if (given.isSet("lora-name") && backend.loraForm() == LoraForm.NONE) {
            throw given.bad(
                    "lora-name",
                    "cannot be asked for: " + backend.title() + " takes no adapter by its name;"
                            + " give its own field with " + GivenAs.parameter("extra-request-body"));
        }
        return new ServerSettings(
                backend,
                baseUrl,
                given.text("model"),
                LoraMix.read(given).names().stream().findFirst(),
                given.flag("profile"),
                RequestHeaders.read(given, System.getenv()),
                SessionSettings.read(given),
                TlsSettings.read(given),
                given.isSet("connect-timeout-seconds")
                        ? Optional.of(given.secondsAboveZero("connect-timeout-seconds"))
                        : Optional.empty(),
                ApiSettings.read(given, backend),
                ServerMetricsSettings.read(given, baseUrl.isPresent()));
    }

    ServerSettings with(ApiSettings other) {
        return new ServerSettings(
                backend, baseUrl, model, loraName, profile, headers, session, tls, connectTimeout, other, metrics);
    }

    private static int defaultPort(Parameters given, Backend backend) {
        return backend.defaultPort()
                .orElseThrow(() -> given.bad(
                        "host",
                        "needs a port, since " + GivenAs.setting("backend", backend.id()) + " has none of its own; add "
                                + GivenAs.setting("port", "8000")));
    }

    private static URI hostUrl(Parameters given, String host, int port) {
        try {
            boolean ipv6 = host.contains(":") && !host.startsWith("[");
            URI uri = new URI("http://" + (ipv6 ? "[" + host + "]" : host) + ":" + port);
            boolean alone = HostAndPort.of(uri).filter(at -> at.port() == port).isPresent();
            if (alone && uri.getUserInfo() == null) {
                return ServerAddress.of(uri).root();
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw given.bad("host", "is not the name or address of a host, such as 10.0.0.7");
    }

    private static URI baseUrl(Parameters given, String text) {
        try {
            return ServerAddress.of(text).root();
        } catch (IllegalArgumentException e) {
            throw given.bad("base-url", e.getMessage());
        }
    }
}
