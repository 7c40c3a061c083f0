package volley.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import volley.config.BadInputException;

/** The Hugging Face hub, or a mirror of it, as the user's environment says. Making one asks nothing of the network. */
public final class Hub {
    private final HubAccess access;
    private final HubListing listing;
    private final FileDownload download;
    private final HubCache cache;

    private Hub(HubAccess access, Pause pause) {
        WebClient web = new WebClient(access);
        this.access = access;
        this.listing = new HubListing(access, web, pause);
        this.download = new FileDownload(access, web, pause);
        this.cache = new HubCache(access, download);
    }

    /**
     * The hub as this process's environment and the user's home say.
     *
     * @throws BadInputException as {@link #from}
     */
    public static Hub ofThisProcess() {
        return from(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                (Duration time) -> Thread.sleep(time.toMillis()));
    }

    /**
     * The hub as an environment says.
     *
     * @param environment read for {@code HF_ENDPOINT}, {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_TOKEN},
     *     {@code HF_TOKEN_PATH}, {@code HF_HUB_OFFLINE}, and for proxies: {@code https_proxy}, {@code http_proxy},
     *     {@code all_proxy}, {@code no_proxy}, also in capitals
     * @param userHome the user's home, under which token and cache are by default
     * @param pause waits between tries
     * @throws BadInputException if HF_ENDPOINT is no http(s) address, or the token cannot be read or be sent
     */
    public static Hub from(Map<String, String> environment, Path userHome, Pause pause) {
        return new Hub(HubAccess.from(environment, userHome), pause);
    }

    /** Root of the hub, without a slash at its end. */
    public URI endpoint() {
        return access.endpoint();
    }

    /** Whether the hub may not be asked. */
    public boolean offline() {
        return access.offline();
    }

    /**
     * The files of a repository, with the digests that the hub keeps of large ones.
     *
     * @param wanted which paths in the repository are
     * @return all of one commit, where the hub says of which its list is; empty if none is wanted
     * @throws FetchFailure if the hub cannot be reached or refuses
     */
    public List<RemoteFile> files(HubRepository repository, Predicate<String> wanted) throws FetchFailure {
        return listing.files(repository, wanted);
    }

    /**
     * Fetches what is missing of one file. It grows as {@code <name>.part}, across broken connections and across calls,
     * and has its name only when it is whole and its digest right.
     *
     * @param progress told how many bytes are there
     * @throws FetchFailure if it cannot be had, does not exist, or has another digest
     */
    public FetchedFile fetch(RemoteFile file, Path target, LongConsumer progress) throws FetchFailure {
        return download.fetch(file, target, progress);
    }

    /**
     * The folder of the Hugging Face cache that has a repository's files. What is cached is used without network; what is
     * not is fetched, all of one commit.
     *
     * @param required a file without which the repository is of no use
     * @param companions files that go with it where they exist. A cache without the first of them counts as incomplete:
     *     some tools cache the required file alone.
     * @throws FetchFailure if it is neither in the cache nor to be had
     * @throws BadInputException if the cache cannot be read or written
     */
    public Path snapshot(HubRepository repository, String required, List<String> companions) throws FetchFailure {
        return cache.snapshot(repository, required, companions);
    }

    @Override
    public String toString() {
        return access.toString();
    }
}
