package volley.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Root of a server, and the one place where routes are put behind it: {@code https://host:8443/prefix?api-version=1} has
 * its chat at {@code https://host:8443/prefix/v1/chat/completions?api-version=1}.
 *
 * <p>Clients of OpenAI's give the root with {@code /v1}, some the whole address of a route: all mean the same here.
 */
public final class ServerAddress {
    /** What people give as part of the root, the longest first. */
    private static final List<String> ROUTES =
            List.of("/v1/chat/completions", "/v1/completions", "/v1/models", "/generate", "/v1");

    private static final String ROUTE_OF_ALL = "/v1";

    private static final String EXAMPLE = "give one such as http://10.0.0.7:30000";

    private static final Pattern USER = Pattern.compile("//\\S*@");

    /** A query's value that gives access: by its name, such as those of {@code ?api_key=}, {@code ?code=}, {@code ?sig=}. */
    private static final Pattern QUERY = Pattern.compile(
            "(?i)([?&][^=&\\s]*(?:key|token|secret|sig|code|pass|pwd|auth|cred|jwt)[^=&\\s]*=)([^&#\\s,']+)");

    /** The same in JSON, such as of {@code extra-request-body}. */
    private static final Pattern FIELD = Pattern.compile(
            "(?i)(\"[^\"]*(?:api[_-]?key|access[_-]?token|secret|passw|auth|cred|jwt)[^\"]*\"\\s*:\\s*\")((?:[^\"\\\\]|\\\\.)+)");

    private final String origin;
    private final String prefix;
    /** With its question mark; empty: none. */
    private final String query;

    private ServerAddress(String origin, String prefix, String query) {
        this.origin = origin;
        this.prefix = prefix;
        this.query = query;
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none; the message says why, what to do, and no secret
     */
    public static ServerAddress of(String text) {
        URI given;
        try {
            given = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL (" + e.getReason() + "); " + EXAMPLE, e);
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("is not a URL of http or https; " + EXAMPLE);
        }
        String authority = given.getRawAuthority();
        if (given.getRawUserInfo() != null || (authority != null && authority.contains("@"))) {
            throw new IllegalArgumentException(
                    "has a user or password in it, which would be written to results; give the key in OPENAI_API_KEY");
        }
        if (given.getRawFragment() != null) {
            throw new IllegalArgumentException("has a fragment (#...), which no server sees; leave it out");
        }
        HostAndPort at = HostAndPort.of(given)
                .orElseThrow(() -> new IllegalArgumentException(
                        "has no host, or an impossible one, or an impossible port; " + EXAMPLE));
        if (at.port() == 0 || at.port() > 65535) {
            throw new IllegalArgumentException("has a port that is none: give one from 1 to 65535");
        }
        return new ServerAddress(scheme + "://" + at, prefix(given), query(given.getRawQuery()));
    }

    /** That of a root which was read before. */
    public static ServerAddress of(URI root) {
        return of(root.toString());
    }

    /** A parameter's value without the users, passwords and keys of URLs in it, and without keys in JSON. */
    public static String masked(String text) {
        String withoutUser = USER.matcher(text).replaceAll("//***@");
        String withoutKeys = QUERY.matcher(withoutUser).replaceAll("$1***");
        return FIELD.matcher(withoutKeys).replaceAll("$1***");
    }

    /** What was to be an address and is none, where a user's password may stand anywhere before the last {@code @}. */
    static String refused(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? masked(text) : "***" + masked(text.substring(at));
    }

    /** What in an address must be written nowhere, as it stands there and as the server reads it. */
    public static List<String> secretsOf(URI address) {
        return QUERY.matcher(address.toString())
                .results()
                .map(match -> match.group(2))
                .flatMap(value -> Stream.of(value, decoded(value)).distinct())
                .toList();
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a percent sign that is meant as one
        }
    }

    private static String prefix(URI given) {
        String path = withoutSlashes(given.getRawPath());
        for (String route : ROUTES) {
            if (path.endsWith(route)) {
                return withoutSlashes(path.substring(0, path.length() - route.length()));
            }
        }
        return path;
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static String query(String query) {
        return query == null || query.isEmpty() ? "" : "?" + query;
    }

    /** The root, in the form in which equal ones are equal texts, and which is read as the same address again. */
    public URI root() {
        boolean endsInRoute = ROUTES.stream().anyMatch(prefix::endsWith);
        return uri(origin + prefix + (endsInRoute ? ROUTE_OF_ALL : "") + query);
    }

    /**
     * Address of a route.
     *
     * @param route path from the root, such as {@code /v1/models}; may have a query of its own
     */
    public URI at(String route) {
        boolean second = route.contains("?") && !query.isEmpty();
        return uri(origin + prefix + route + (second ? "&" + query.substring(1) : query));
    }

    /** Whether both are of one server: a request with its key may go from one to the other. */
    public static boolean sameOrigin(URI one, URI other) {
        Optional<HostAndPort> first = HostAndPort.of(one);
        Optional<HostAndPort> second = HostAndPort.of(other);
        return first.isPresent()
                && second.isPresent()
                && other.getRawUserInfo() == null
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && first.get().host().equals(second.get().host())
                && first.get().portOf(one.getScheme()) == second.get().portOf(one.getScheme());
    }

    /** As it is sent: what is no ASCII in percent signs. */
    private static URI uri(String text) {
        return URI.create(URI.create(text).toASCIIString());
    }

    @Override
    public String toString() {
        return root().toString();
    }
}
