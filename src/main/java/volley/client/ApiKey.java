package volley.client;

import java.util.Optional;

/** The server's key, or none. Never shown: its text form is {@code ***}. */
public final class ApiKey {
    /** The environment variable that OpenAI's clients read too. */
    public static final String ENVIRONMENT_VARIABLE = "OPENAI_API_KEY";

    /** No key: no Authorization header is sent. */
    public static final ApiKey NONE = new ApiKey(null);

    private static final String MASK = "***";

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /** The given key; {@code null} or blank is none. */
    public static ApiKey of(String value) {
        return value == null || value.isBlank() ? NONE : new ApiKey(value.strip());
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

    /** Value of the Authorization header, if one is to be sent. */
    public Optional<String> authorization() {
        return Optional.ofNullable(value).map(key -> "Bearer " + key);
    }

    /** The text with the key masked, should a server have sent it back. */
    public String redact(String text) {
        return value == null || text == null ? text : text.replace(value, MASK);
    }

    @Override
    public String toString() {
        return value == null ? "none" : MASK;
    }
}
