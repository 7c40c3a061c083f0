package volley.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.network.ProxyChoice;

/**
 * Where the Hugging Face hub is and how it may be used, read from the same environment variables as Hugging Face's own
 * tools: {@code HF_ENDPOINT}, {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH},
 * {@code HF_HUB_OFFLINE}; and the proxies on the way to it. The token is kept out of {@link #toString()} and of every message.
 */
public final class HubAccess {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    private final URI endpoint;
    private final Path cache;
    private final String token;
    private final boolean offline;
    private final ProxyChoice proxies;

    private HubAccess(URI endpoint, Path cache, String token, boolean offline, ProxyChoice proxies) {
        this.endpoint = endpoint;
        this.cache = cache;
        this.token = token;
        this.offline = offline;
        this.proxies = proxies;
    }

    /**
     * @param environment usually {@link System#getenv()}
     * @param userHome the user's home, under which the cache is by default
     * @throws BadInputException if HF_ENDPOINT is no http(s) address, or the token cannot be read or be sent
     */
    static HubAccess from(Map<String, String> environment, Path userHome) {
        Environment env = new Environment(environment, userHome);
        Path hfHome = env.path("HF_HOME")
                .or(() -> env.path("XDG_CACHE_HOME").map(cache -> cache.resolve("huggingface")))
                .orElse(userHome.resolve(".cache").resolve("huggingface"));
        Path cache = env.path("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE").orElseGet(() -> hfHome.resolve("hub"));
        boolean offline = Stream.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
                .flatMap(name -> env.value(name).stream())
                .anyMatch(value -> TRUE.contains(value.toUpperCase(Locale.ROOT)));
        String token = env.value("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
                .or(() -> tokenIn(env.path("HF_TOKEN_PATH").orElse(hfHome.resolve("token"))))
                .orElse(null);
        if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadInputException("the Hugging Face token has a character that cannot be sent, in HF_TOKEN or "
                    + "the token file; set HF_TOKEN to the token alone");
        }
        return new HubAccess(
                endpoint(env.value("HF_ENDPOINT").orElse("https://huggingface.co")),
                cache,
                token,
                offline,
                new ProxyChoice(environment));
    }

    private static Optional<String> tokenIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw new BadInputException("the Hugging Face token cannot be read, file " + file
                    + "; make it readable or set HF_TOKEN_PATH to another file");
        }
    }

    private static URI endpoint(String value) {
        try {
            URI uri = new URI(value.replaceAll("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below, without the value: a malformed address may hold a password.
        }
        throw new BadInputException("HF_ENDPOINT is no plain http or https address; set it to one such as "
                + "https://huggingface.co, without user, password or query");
    }

    /** Root of the hub, without a slash at its end. */
    URI endpoint() {
        return endpoint;
    }

    /** Folder with one {@code models--org--name} folder for each repository. */
    Path cache() {
        return cache;
    }

    /** The secret to send to the endpoint, and to nobody else. */
    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** Whether the hub may not be asked. */
    boolean offline() {
        return offline;
    }

    /** Which proxy serves which address. */
    ProxyChoice proxies() {
        return proxies;
    }

    @Override
    public String toString() {
        return "HubAccess[endpoint=" + endpoint + ", cache=" + cache + ", token=" + (token == null ? "none" : "set")
                + ", offline=" + offline + "]";
    }

    /** Lookups in the environment; an empty variable counts as not set. */
    private record Environment(Map<String, String> variables, Path userHome) {
        Optional<String> value(String... names) {
            return Stream.of(names)
                    .map(name -> variables.getOrDefault(name, "").strip())
                    .filter(value -> !value.isEmpty())
                    .findFirst();
        }

        Optional<Path> path(String... names) {
            return value(names)
                    .map(value -> value.startsWith("~/") ? userHome.resolve(value.substring(2)) : Path.of(value));
        }
    }
}
