package volley.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.hub.FetchFailure.Kind;
import volley.os.FolderTree;

/**
 * Files of repositories in the Hugging Face cache layout ({@code models--org--name/snapshots/<commit>/...},
 * {@code refs/main}), so that what vLLM, SGLang or transformers have fetched is found here and the other way round.
 */
final class HubCache {
    private final HubAccess access;
    private final FileDownload download;

    HubCache(HubAccess access, FileDownload download) {
        this.access = access;
        this.download = download;
    }

    Path snapshot(HubRepository repository, String required, List<String> companions) throws FetchFailure {
        Path folder = access.cache().resolve(repository.cacheFolder());
        try {
            Optional<Path> cached =
                    cached(folder, repository.revision()).filter(each -> Files.isRegularFile(each.resolve(required)));
            boolean whole = cached.isPresent()
                    && companions.stream()
                            .limit(1)
                            .allMatch(first -> Files.exists(cached.get().resolve(first)));
            if (whole || (cached.isPresent() && access.offline())) {
                return cached.get();
            }
            if (access.offline()) {
                throw new FetchFailure(
                        Kind.REFUSED, "is not in " + access.cache() + ", and HF_HUB_OFFLINE forbids to fetch it");
            }
            return fetch(repository, folder, required, companions);
        } catch (FetchFailure e) {
            if (e.kind() == Kind.LOCAL) {
                throw unusable(folder, e.getCause() instanceof IOException cause ? cause : e);
            }
            throw e;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static BadInputException unusable(Path folder, IOException e) {
        String reason = e.getMessage() == null || e.getMessage().startsWith(folder.toString())
                ? e.getClass().getSimpleName()
                : e.getMessage();
        return new BadInputException("the Hugging Face cache cannot be used, folder " + folder + " (" + reason
                + "); make room, or set HF_HOME to a folder that can be written");
    }

    private static Optional<Path> cached(Path folder, String branch) throws IOException {
        Path ref = folder.resolve("refs").resolve(branch);
        String revision = Files.isRegularFile(ref) ? Files.readString(ref).strip() : branch;
        if (!revision.matches("[\\w-]+")) {
            return Optional.empty();
        }
        return Optional.of(folder.resolve("snapshots").resolve(revision));
    }

    private Path fetch(HubRepository branch, Path folder, String required, List<String> companions) throws IOException {
        Files.createDirectories(folder);
        Path incomplete = Files.createTempDirectory(folder, "incomplete-");
        try {
            HubRepository repository = branch;
            List<String> found = new ArrayList<>();
            // All of one commit: the first answer names it, the rest is asked for by it.
            for (String path :
                    Stream.concat(companions.stream(), Stream.of(required)).toList()) {
                Optional<String> commit;
                try {
                    commit = download.fetch(file(repository, path), incomplete.resolve(path), has -> {})
                            .commit();
                    found.add(path);
                } catch (FetchFailure e) {
                    if (e.kind() != Kind.MISSING) {
                        throw e;
                    }
                    commit = e.commit();
                }
                repository = commit.map(repository::at).orElse(repository);
            }
            if (!found.contains(required)) {
                throw new FetchFailure(
                        Kind.MISSING, "does not exist on " + access.endpoint() + " or has no " + required);
            }
            return publish(folder, branch.revision(), repository.revision(), incomplete, found);
        } finally {
            FolderTree.delete(incomplete);
        }
    }

    private RemoteFile file(HubRepository repository, String path) {
        return new RemoteFile(path, repository.file(access.endpoint(), path), OptionalLong.empty(), Optional.empty());
    }

    /** The required file comes last: where it is, its companions are. */
    private static Path publish(Path folder, String branch, String revision, Path incomplete, List<String> files)
            throws IOException {
        Path snapshot = Files.createDirectories(folder.resolve("snapshots").resolve(revision));
        for (String file : files) {
            move(incomplete.resolve(file), snapshot.resolve(file));
        }
        if (!revision.equals(branch)) {
            Path ref = Files.writeString(incomplete.resolve("ref"), revision);
            move(ref, Files.createDirectories(folder.resolve("refs")).resolve(branch));
        }
        return snapshot;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
