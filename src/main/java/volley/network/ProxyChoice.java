package volley.network;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
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
public final class ProxyChoice {
    private final Map<String, String> environment;

    public ProxyChoice(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * None if the address is asked directly.
     *
     * @throws BadInputException if the variable has no address of a proxy
     */
    public Optional<ProxyAddress> proxy(URI address) {
        if (System.getProperty("https.proxyHost") != null || System.getProperty("http.proxyHost") != null) {
            return ofJava(address);
        }
        if (NoProxy.parse(variable("no_proxy").map(Variable::value).orElse("")).exempts(address)) {
            return Optional.empty();
        }
        return variable(address.getScheme().toLowerCase(Locale.ROOT) + "_proxy")
                .or(() -> variable("all_proxy"))
                .map(each -> ProxyAddress.parse(each.name(), each.value()));
    }

    private static Optional<ProxyAddress> ofJava(URI address) {
        List<Proxy> proxies = ProxySelector.getDefault().select(address);
        return proxies.stream()
                .limit(1)
                .filter(each -> each.type() == Proxy.Type.HTTP)
                .map(each -> (InetSocketAddress) each.address())
                .map(each -> new ProxyAddress(
                        each.getHostString(), each.getPort(), "-D" + address.getScheme() + ".proxyHost", null))
                .findFirst();
    }

    private record Variable(String name, String value) {}

    private Optional<Variable> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(each ->
                        new Variable(each, environment.getOrDefault(each, "").strip()))
                .filter(each -> !each.value().isEmpty())
                .findFirst();
    }
}
