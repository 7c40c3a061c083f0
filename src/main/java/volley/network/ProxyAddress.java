package volley.network;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.BadInputException;

/** A proxy for http and https, as a variable of the environment names it. Its password is shown nowhere. */
public final class ProxyAddress {
    // the user's part ends at the last @: passwords are often not encoded
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z][\\w+.-]*)://)?(?:(.*)@)?([\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?/*");
    private static final int DEFAULT_PORT = 80;
    private static final int MAX_PORT = 65_535;

    private final String host;
    private final int port;
    private final String givenBy;
    private final Credentials credentials;

    /** What a proxy asks for. */
    public record Credentials(String user, String password) {
        private static Credentials parse(String userInfo) {
            String[] parts = userInfo.split(":", 2);
            return new Credentials(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }

        private static String decoded(String text) {
            try {
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return text; // a percent sign that is meant as one
            }
        }

        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    ProxyAddress(String host, int port, String givenBy, Credentials credentials) {
        this.host = host;
        this.port = port;
        this.givenBy = givenBy;
        this.credentials = credentials;
    }

    /**
     * @param variable that has the value
     * @throws BadInputException if the value is no address of such a proxy; it does not show the value
     */
    static ProxyAddress parse(String variable, String value) {
        Matcher form = FORM.matcher(value);
        if (form.matches()) {
            String scheme = form.group(1) == null ? "http" : form.group(1).toLowerCase(Locale.ROOT);
            int port = form.group(4) == null ? DEFAULT_PORT : Integer.parseInt(form.group(4));
            if (!scheme.equals("http")) {
                throw new BadInputException("the proxy in " + variable + " is of the kind " + scheme
                        + "://, which is not supported; name one such as http://proxy:3128, or unset it");
            }
            if (port > 0 && port <= MAX_PORT) {
                Credentials credentials = form.group(2) == null ? null : Credentials.parse(form.group(2));
                return new ProxyAddress(form.group(3), port, variable, credentials);
            }
        }
        throw new BadInputException(
                "the proxy in " + variable + " is no address such as http://proxy:3128; correct or unset it");
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public Optional<Credentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    /** Where it is and who says so. */
    @Override
    public String toString() {
        return "the proxy " + host + ":" + port + " of " + givenBy;
    }
}
