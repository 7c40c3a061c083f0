package volley.download;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import volley.config.BadInputException;

/**
 * Which proxy serves an address: the environment variables {@code https_proxy}, {@code http_proxy}, {@code all_proxy}
 * and {@code no_proxy}, in lower or upper case, as curl reads them. Java's own properties win where they are set.
 */
final class ProxyChoice extends ProxySelector {
    private static final String BASIC_FOR_HTTPS = "jdk.http.auth.tunneling.disabledSchemes";
    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> environment;

    private ProxyChoice(Map<String, String> environment) {
        this.environment = environment;
    }

    static ProxyChoice from(Map<String, String> environment) {
        return new ProxyChoice(environment);
    }

    void applyTo(HttpClient.Builder builder) {
        if (System.getProperty("https.proxyHost") != null || System.getProperty("http.proxyHost") != null) {
            return;
        }
        builder.proxy(this);
        credentials().ifPresent(user -> {
            // Java sends no password through a proxy to https unless told so before the first request
            System.setProperty(BASIC_FOR_HTTPS, "");
            builder.authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY ? user : null;
                }
            });
        });
    }

    @Override
    public List<Proxy> select(URI address) {
        if (isExempt(address.getHost())) {
            return List.of(Proxy.NO_PROXY);
        }
        return proxy(address.getScheme())
                .map(proxy -> List.of(new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort()))))
                .orElse(List.of(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
        // the request fails too, and says so
    }

    private Optional<URI> proxy(String scheme) {
        return variable(scheme + "_proxy").or(() -> variable("all_proxy")).map(ProxyChoice::parse);
    }

    private Optional<PasswordAuthentication> credentials() {
        return Stream.of("https", "http")
                .flatMap(scheme -> proxy(scheme).stream())
                .map(URI::getUserInfo)
                .filter(user -> user != null && user.contains(":"))
                .map(user -> user.split(":", 2))
                .map(user -> new PasswordAuthentication(user[0], user[1].toCharArray()))
                .findFirst();
    }

    private static URI parse(String value) {
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            if ("http".equals(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the value, which may hold a password
        }
        throw new BadInputException("the proxy in https_proxy, http_proxy or all_proxy is no address such as"
                + " http://proxy:3128; correct or unset it");
    }

    private boolean isExempt(String host) {
        return Arrays.stream(variable("no_proxy").orElse("").split(","))
                .map(each -> each.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
                .anyMatch(each -> each.equals("*")
                        || (!each.isEmpty()
                                && (host.equalsIgnoreCase(each)
                                        || host.toLowerCase(Locale.ROOT).endsWith("." + each))));
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(each -> environment.getOrDefault(each, ""))
                .filter(value -> !value.isBlank())
                .map(String::strip)
                .findFirst();
    }
}
