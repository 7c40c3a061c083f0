package volley.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import volley.config.RequestHeaders;
import volley.config.ServerAddress;
import volley.network.Route;

/** The server's key, or none, and the headers that go with it. Never shown: its text form is {@code ***}. */
public final class ApiKey {
    /** The environment variable that OpenAI's clients read too. */
    public static final String ENVIRONMENT_VARIABLE = "OPENAI_API_KEY";

    /** No key: no Authorization header is sent. */
    public static final ApiKey NONE = new ApiKey(null, RequestHeaders.NONE, List.of());

    private static final String MASK = "***";

    private final String value;
    private final RequestHeaders headers;
    private final Secrets secrets;

    private ApiKey(String value, RequestHeaders headers, List<String> others) {
        this.value = value;
        this.headers = headers;
        this.secrets = Secrets.of(Stream.of(Stream.ofNullable(value), headers.secrets().stream(), others.stream())
                .flatMap(values -> values)
                .toList());
    }

    /** The given key; {@code null} or blank is none. */
    public static ApiKey of(String value) {
        return value == null || value.isBlank() ? NONE : new ApiKey(value.strip(), RequestHeaders.NONE, List.of());
    }

    /** The key of {@link #ENVIRONMENT_VARIABLE}. */
    public static ApiKey fromEnvironment() {
        return fromEnvironment(ENVIRONMENT_VARIABLE);
    }

    /** The key of an environment variable. */
    public static ApiKey fromEnvironment(String variable) {
        return of(System.getenv(variable));
    }

    /** Whether there is none. */
    public boolean isNone() {
        return value == null;
    }

    /** The same key for a server whose address, and the way to it, may have secrets too, with headers of the user's. */
    public ApiKey at(URI baseUrl, Route route, RequestHeaders more) {
        List<String> others = new ArrayList<>(ServerAddress.secretsOf(baseUrl));
        others.addAll(route.secrets());
        return new ApiKey(value, more, others);
    }

    /** The headers by which the server knows the user, by their names. */
    public Map<String, String> headers() {
        Map<String, String> all = new TreeMap<>(headers.values());
        if (!headers.haveKey()) {
            authorization().ifPresent(bearer -> all.put("Authorization", bearer));
        }
        return all;
    }

    /** Value of the Authorization header, if one is to be sent. */
    public Optional<String> authorization() {
        return Optional.ofNullable(value).map(key -> "Bearer " + key);
    }

    /** The text with the key masked, should a server have sent it back. */
    public String redact(String text) {
        return secrets.mask(text);
    }

    /** What must be written nowhere. */
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public String toString() {
        return value == null ? "none" : MASK;
    }
}
