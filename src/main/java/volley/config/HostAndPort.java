package volley.config;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a URL, also where Java knows none: names with underscores, as container networks have them, and names in
 * other scripts, in the form in which DNS has them.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param port -1 where none is given
 */
public record HostAndPort(String host, int port) {
    private static final String LABEL = "[\\p{L}\\p{M}\\p{N}_-]+";
    private static final Pattern NAME = Pattern.compile("(" + LABEL + "(?:\\." + LABEL + ")*\\.?)(?::([0-9]{0,5}))?");
    private static final Pattern OF_NUMBERS = Pattern.compile("[0-9.]+");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Those of a URL; nothing if it has no host, or an impossible one. */
    public static Optional<HostAndPort> of(URI address) {
        if (address.getHost() != null) {
            return Optional.of(new HostAndPort(address.getHost().toLowerCase(Locale.ROOT), address.getPort()));
        }
        Matcher name = NAME.matcher(address.getRawAuthority() == null ? "" : address.getRawAuthority());
        if (!name.matches() || OF_NUMBERS.matcher(name.group(1)).matches()) {
            return Optional.empty();
        }
        String port = name.group(2) == null ? "" : name.group(2);
        return inDns(name.group(1)).map(host -> new HostAndPort(host, port.isEmpty() ? -1 : Integer.parseInt(port)));
    }

    private static Optional<String> inDns(String name) {
        boolean underscore = name.indexOf('_') >= 0;
        try {
            String host =
                    IDN.toASCII(name, underscore ? 0 : IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return Optional.of(host).filter(text -> text.chars().allMatch(c -> c < 128));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The port that is asked: where none is given, the scheme's. */
    public int portOf(String scheme) {
        if (port >= 0) {
            return port;
        }
        return scheme.equalsIgnoreCase("https") ? HTTPS : HTTP;
    }

    @Override
    public String toString() {
        return host + (port < 0 ? "" : ":" + port);
    }
}
