package volley.hub;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of a repository.
 *
 * @param path in the repository
 * @param sizeBytes its length, if it is known
 * @param sha256 in lower-case hex, if it is known
 */
public record RemoteFile(String path, URI address, OptionalLong sizeBytes, Optional<String> sha256) {
    /** The file with a digest that is known from elsewhere, which counts more than the hub's. */
    public RemoteFile withSha256(String known) {
        return new RemoteFile(path, address, sizeBytes, Optional.of(known));
    }
}
