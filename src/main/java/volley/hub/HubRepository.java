package volley.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * A repository of the hub at one revision.
 *
 * @param id {@code organisation/name}, or {@code name} alone
 * @param revision a branch or a commit
 */
public record HubRepository(Kind kind, String id, String revision) {
    static final String MAIN = "main";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}(/[A-Za-z0-9][\\w.-]{0,95})?");

    /** What the hub keeps apart. */
    public enum Kind {
        MODEL("models", ""),
        DATASET("datasets", "datasets/");

        private final String plural;
        private final String pathPrefix;

        Kind(String plural, String pathPrefix) {
            this.plural = plural;
            this.pathPrefix = pathPrefix;
        }
    }

    /** A model's repository at its main branch. */
    public static HubRepository model(String id) {
        return new HubRepository(Kind.MODEL, id, MAIN);
    }

    /** A dataset's repository at its main branch. */
    public static HubRepository dataset(String id) {
        return new HubRepository(Kind.DATASET, id, MAIN);
    }

    /** Whether the text has the form of a hub id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.contains("..");
    }

    HubRepository at(String otherRevision) {
        return new HubRepository(kind, id, otherRevision);
    }

    /** Where a file is. */
    URI file(URI endpoint, String path) {
        return under(endpoint, "/" + kind.pathPrefix + id + "/resolve/" + revision + "/" + path, null);
    }

    /** Where the list of all files is. */
    URI tree(URI endpoint) {
        return under(endpoint, "/api/" + kind.plural + "/" + id + "/tree/" + revision, "recursive=true");
    }

    /** Its folder in the cache. */
    String cacheFolder() {
        return kind.plural + "--" + id.replace("/", "--");
    }

    private static URI under(URI endpoint, String path, String query) {
        try {
            return new URI(
                    endpoint.getScheme(),
                    null,
                    endpoint.getHost(),
                    endpoint.getPort(),
                    endpoint.getPath() + path,
                    query,
                    null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an endpoint that was checked", e);
        }
    }
}
