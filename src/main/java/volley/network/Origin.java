package volley.network;

import java.net.URI;
import java.util.Locale;

/** Who answers at an address. A token that is for one must not be sent to another. */
public record Origin(String scheme, String host, int port) {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    public static Origin of(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        return new Origin(scheme, address.getHost().toLowerCase(Locale.ROOT), port);
    }
}
