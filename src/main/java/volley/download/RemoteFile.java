package volley.download;

import java.net.URI;
import java.util.Optional;

/**
 * A file of a repository.
 *
 * @param path in the repository
 * @param sizeBytes its length
 * @param sha256 in lower-case hex, if it is known
 */
record RemoteFile(String path, URI address, long sizeBytes, Optional<String> sha256) {}
