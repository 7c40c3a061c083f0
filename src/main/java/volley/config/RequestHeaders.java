package volley.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Headers of the user's that go with every request to the server. Their values are secrets: they are shown nowhere, and
 * {@code env:NAME} keeps one off the command line, where other users of the machine see it.
 */
public final class RequestHeaders {
    public static final RequestHeaders NONE = new RequestHeaders(Map.of());

    private static final String FROM_ENVIRONMENT = "env:";

    /** What the client itself says of its requests. */
    private static final Set<String> OURS = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    /** Either takes the place of the key as {@code Authorization: Bearer}. */
    private static final Set<String> KEYS = Set.of("authorization", "api-key", "x-api-key");

    private final Map<String, String> values;

    private RequestHeaders(Map<String, String> values) {
        this.values = values;
    }

    static RequestHeaders read(Parameters given, Map<String, String> environment) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String parameter : given.headers()) {
            String name = parameter.substring(GivenAs.HEADERS.length());
            checkName(given, parameter, name);
            String text = given.text(parameter).orElse("");
            String value = variable(text)
                    .map(variable -> environment.getOrDefault(variable, ""))
                    .orElse(text);
            if (value.isBlank() || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
                throw given.bad(
                        parameter,
                        "needs a value of printable ASCII, or env:NAME of an environment variable that has one");
            }
            headers.put(name, value.strip());
        }
        return headers.isEmpty() ? NONE : new RequestHeaders(headers);
    }

    /** @throws BadInputException if it is not the name of a header, or one that the client sets itself */
    static void checkName(Parameters given, String parameter, String name) {
        if (!HeaderName.isValid(name)) {
            throw given.bad(parameter, "is not the name of a header: letters, digits, - and _");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw given.bad(parameter, "is a header that the client sets itself");
        }
    }

    /** What may be written of a header's parameter: its value only where that names an environment variable. */
    public static String shown(String parameter, String value) {
        boolean secret = parameter.startsWith(GivenAs.PREFIX + GivenAs.HEADERS)
                && variable(value).isEmpty();
        return secret ? "***" : ServerAddress.masked(value);
    }

    /** Whether a parameter, by its name without {@code volley.}, is one of these headers. */
    public static boolean isHeader(String parameter) {
        return parameter.toLowerCase(Locale.ROOT).startsWith(GivenAs.HEADERS);
    }

    /** The environment variable from which a value is to be taken; empty if it is the value itself. */
    public static Optional<String> variable(String value) {
        return value.startsWith(FROM_ENVIRONMENT)
                ? Optional.of(value.substring(FROM_ENVIRONMENT.length()))
                : Optional.empty();
    }

    /** Values by names. */
    public Map<String, String> values() {
        return values;
    }

    /** What must be written nowhere: the values, and what servers read out of them. */
    public List<String> secrets() {
        return values.entrySet().stream()
                .flatMap(header -> HeaderSecrets.of(header.getKey(), header.getValue()).stream())
                .toList();
    }

    /** Whether one of them is the server's key, which is then not sent a second time. */
    public boolean haveKey() {
        return values.keySet().stream().anyMatch(name -> KEYS.contains(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
