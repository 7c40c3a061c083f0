package volley.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import volley.config.BadInputException;

/**
 * A repository's tokenizer files in the Hugging Face cache layout ({@code models--org--name/snapshots/<commit>/...},
 * {@code refs/main}), so that what vLLM, SGLang or transformers have fetched is found here and the other way round.
 * What is there is used without network.
 */
final class HubCache {
    static final String TOKENIZER_FILE = "tokenizer.json";
    static final String CONFIG_FILE = "tokenizer_config.json";
    static final String TEMPLATE_FILE = "chat_template.jinja";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}(/[A-Za-z0-9][\\w.-]{0,95})?");
    private static final String MAIN = "main";

    private final HubAccess access;

    HubCache(HubAccess access) {
        this.access = access;
    }

    /** Whether the text has the form of a hub id, {@code name} or {@code organisation/name}. */
    static boolean isHubId(String text) {
        return ID.matcher(text).matches() && !text.contains("..");
    }

    /**
     * The folder with the repository's {@code tokenizer.json}, downloaded if it is not there yet.
     *
     * @throws BadInputException if it is neither in the cache nor to be had
     */
    Path folder(String id) {
        Path repository = access.cache().resolve("models--" + id.replace("/", "--"));
        try {
            Optional<Path> cached = snapshot(repository);
            // Some tools cache tokenizer.json alone. Without its configuration the chat template would be missed.
            if (cached.isPresent()
                    && (access.offline() || Files.exists(cached.get().resolve(CONFIG_FILE)))) {
                return cached.get();
            }
            if (access.offline()) {
                throw Tokenizers.unresolved(
                        id, "is not in " + access.cache() + ", and HF_HUB_OFFLINE forbids to fetch it");
            }
            return download(id, repository);
        } catch (IOException e) {
            throw new BadInputException("the Hugging Face cache cannot be used, folder " + repository + " ("
                    + e.getClass().getSimpleName() + "); set HF_HOME to a folder that can be written");
        }
    }

    private static Optional<Path> snapshot(Path repository) throws IOException {
        Path ref = repository.resolve("refs").resolve(MAIN);
        String revision = Files.isRegularFile(ref) ? Files.readString(ref).strip() : MAIN;
        if (!revision.matches("[\\w-]+")) {
            return Optional.empty();
        }
        Path folder = repository.resolve("snapshots").resolve(revision);
        return Optional.of(folder).filter(path -> Files.isRegularFile(path.resolve(TOKENIZER_FILE)));
    }

    private Path download(String id, Path repository) throws IOException {
        HubClient client = new HubClient(access);
        Files.createDirectories(repository);
        Path incomplete = Files.createTempDirectory(repository, "incomplete-");
        try {
            String revision = MAIN;
            List<String> found = new ArrayList<>();
            // All of one commit: the first answer names it, the rest is asked for by it.
            for (String file : List.of(CONFIG_FILE, TEMPLATE_FILE, TOKENIZER_FILE)) {
                HubClient.Download download = client.download(id, revision, file, incomplete.resolve(file));
                revision = download.commit().orElse(revision);
                if (download.found()) {
                    found.add(file);
                }
            }
            if (!found.contains(TOKENIZER_FILE)) {
                throw Tokenizers.unresolved(
                        id, "does not exist on " + access.endpoint() + " or has no " + TOKENIZER_FILE);
            }
            return publish(repository, revision, incomplete, found);
        } finally {
            delete(incomplete);
        }
    }

    /** tokenizer.json comes last: where it is, its companions are. */
    private static Path publish(Path repository, String revision, Path incomplete, List<String> files)
            throws IOException {
        Path snapshot = Files.createDirectories(repository.resolve("snapshots").resolve(revision));
        for (String file : files) {
            move(incomplete.resolve(file), snapshot.resolve(file));
        }
        if (!revision.equals(MAIN)) {
            Path ref = Files.writeString(incomplete.resolve("ref"), revision);
            move(ref, Files.createDirectories(repository.resolve("refs")).resolve(MAIN));
        }
        return snapshot;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
