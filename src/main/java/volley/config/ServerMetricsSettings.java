package volley.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose {@code /metrics} are read while a run goes.
 *
 * @param enabled whether any are
 * @param addresses as the user gives them, each with its path; none: those of the server that is measured
 */
public record ServerMetricsSettings(boolean enabled, List<URI> addresses) {
    private static final String NAME = "server-metrics";
    private static final String OFF = "none";
    private static final String ROUTE = "/metrics";

    public ServerMetricsSettings {
        addresses = List.copyOf(addresses);
    }

    /** @param server whether the server that is measured runs already */
    static ServerMetricsSettings read(Parameters given, boolean server) {
        String text = given.text(NAME).orElse("");
        if (text.isEmpty() || text.equalsIgnoreCase(OFF)) {
            return new ServerMetricsSettings(text.isEmpty(), List.of());
        }
        List<URI> addresses = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            URI address = address(given, item.strip());
            if (addresses.contains(address)) {
                throw given.bad(NAME, "has one address twice, whose figures would count twice; leave one out");
            }
            addresses.add(address);
        }
        if (given.isSet("endpoints")) {
            throw given.bad(
                    NAME,
                    "would be those of each of the endpoints; leave it out: each server's own are read, or give none");
        }
        if (!server) {
            throw given.bad(
                    NAME,
                    "names servers, but none is measured; give its address (" + GivenAs.parameter("base-url") + ")");
        }
        return new ServerMetricsSettings(true, addresses);
    }

    private static URI address(Parameters given, String item) {
        try {
            ServerAddress address = ServerAddress.of(item);
            boolean whole = address.root().getPath().endsWith(ROUTE);
            return whole ? address.root() : address.at(ROUTE);
        } catch (IllegalArgumentException e) {
            throw given.bad(
                    NAME,
                    "has an address that " + e.getMessage() + "; or give none: then no server's metrics are read");
        }
    }
}
