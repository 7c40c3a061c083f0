package volley.network;

import java.net.URI;
import java.util.Locale;
import volley.config.HostAndPort;

/** Who answers at an address. A token that is for one must not be sent to another. */
public record Origin(String scheme, String host, int port) {
    public static Origin of(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        HostAndPort at = HostAndPort.of(address).orElseThrow();
        return new Origin(scheme, at.host(), at.portOf(scheme));
    }
}
