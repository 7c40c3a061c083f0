package volley.hub;

import java.util.Optional;

/**
 * A file that is there, whole.
 *
 * @param sha256 of what is on disk, in lower-case hex
 * @param compared whether a digest was known beforehand; then it is this one
 * @param commit that it is of, where the hub says so
 */
public record FetchedFile(String sha256, boolean compared, Optional<String> commit) {}
