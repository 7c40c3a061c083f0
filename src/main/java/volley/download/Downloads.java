package volley.download;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.console.Stderr;
import volley.hub.FetchFailure;
import volley.hub.FetchedFile;
import volley.hub.Hub;
import volley.hub.HubRepository;
import volley.hub.RemoteFile;
import volley.hub.Sha256;

/** Fetches datasets by name. */
public final class Downloads {
    private static final long MEBIBYTE = 1L << 20;

    private final Path folder;
    private final Hub hub;
    private final boolean progressBars;
    private final PrintStream out;

    Downloads(Path folder, Hub hub, boolean progressBars, PrintStream out) {
        this.folder = folder;
        this.hub = hub;
        this.progressBars = progressBars;
        this.out = out;
    }

    /**
     * Downloads to a folder with one folder for each dataset, with what the environment says of hub and proxies.
     *
     * @param progressBars whether to show a bar a file on stderr
     */
    public static Downloads to(Path folder, boolean progressBars) {
        return new Downloads(folder, Hub.ofThisProcess(), progressBars, System.out);
    }

    /**
     * Fetches what is not there yet, unpacks archives, and says how to use the files.
     *
     * @param name sharegpt, ultrachat (or ultragpt), loogle, nextqa or all
     * @throws BadInputException for an unknown name, or if something cannot be had; what is there stays
     */
    public void fetch(String name) {
        for (PublicDataset dataset : PublicDataset.named(name)) {
            Path target = folder.resolve(dataset.parameterName());
            List<RemoteFile> wanted = files(dataset);
            long bytes = wanted.stream()
                    .mapToLong(file -> file.sizeBytes().orElse(0))
                    .sum();
            out.println(dataset.parameterName() + ": " + wanted.size() + " files, " + (bytes + MEBIBYTE - 1) / MEBIBYTE
                    + " MiB, to " + target);
            try {
                Files.createDirectories(target);
                DigestList digests = DigestList.in(target);
                for (RemoteFile file : wanted) {
                    fetch(file, target, digests);
                }
            } catch (IOException e) {
                throw new BadInputException(target + " cannot be written (" + IoReason.withFile(e)
                        + "); make room, or choose another folder");
            }
        }
    }

    private List<RemoteFile> files(PublicDataset dataset) {
        List<RemoteFile> files;
        try {
            files = hub.files(HubRepository.dataset(dataset.repository()), dataset::wants);
        } catch (FetchFailure e) {
            throw failure(dataset.parameterName(), e);
        }
        if (files.isEmpty()) {
            throw new BadInputException(hub.endpoint() + " has none of the files of " + dataset.parameterName() + " in "
                    + dataset.repository() + "; its layout has changed: download them by hand");
        }
        return files.stream()
                .map(file -> dataset.sha256().map(file::withSha256).orElse(file))
                .toList();
    }

    private void fetch(RemoteFile file, Path folderOfDataset, DigestList digests) throws IOException {
        Path target = folderOfDataset.resolve(file.path()).normalize();
        if (!target.startsWith(folderOfDataset)) {
            throw new BadInputException("the hub names a file " + file.path() + " outside of its folder");
        }
        if (isThere(file, target, digests)) {
            out.println("  " + file.path() + " is there");
        } else {
            FetchedFile fetched = fetch(file, target);
            digests.put(file.path(), fetched.sha256());
            out.println("  " + file.path() + ", SHA-256 " + fetched.sha256()
                    + (fetched.compared() ? " as it should be" : " (none known to compare)"));
        }
        if (file.path().endsWith(".zip")) {
            Unzip.beside(target);
            out.println("  " + file.path() + " is unpacked");
        }
    }

    private FetchedFile fetch(RemoteFile file, Path target) {
        try (ProgressBar bar = bar(file)) {
            return hub.fetch(file, target, has -> {
                if (bar != null) {
                    bar.stepTo(has);
                }
            });
        } catch (FetchFailure e) {
            throw failure(file.path(), e);
        }
    }

    private BadInputException failure(String subject, FetchFailure failure) {
        String wayOut =
                switch (failure.kind()) {
                    case NO_CONNECTION -> "check the network, the proxy (https_proxy), or name a mirror in HF_ENDPOINT";
                    case BROKEN -> "start it again to go on where it ended";
                    case REFUSED -> hub.offline()
                            ? "unset it, or put the file in place by hand"
                            : "check HF_TOKEN and HF_ENDPOINT";
                    case MISSING -> "download it by hand, or name another mirror in HF_ENDPOINT";
                    case DAMAGED -> "try again, or without the mirror in HF_ENDPOINT";
                    case LOCAL -> "make room, or choose another folder";
                };
        return new BadInputException(subject + " " + failure.getMessage() + "; " + wayOut);
    }

    /** Whole, and by its recorded digest the file that is wanted. */
    private static boolean isThere(RemoteFile file, Path target, DigestList digests) throws IOException {
        if (!Files.exists(target) || file.sizeBytes().orElse(-1) != Files.size(target)) {
            return false;
        }
        Optional<String> recorded = digests.sha256(file.path());
        if (recorded.isEmpty()) {
            recorded = Optional.of(Sha256.of(target));
            digests.put(file.path(), recorded.get());
        }
        return file.sha256().isEmpty() || file.sha256().equals(recorded);
    }

    private ProgressBar bar(RemoteFile file) {
        return progressBars
                ? Stderr.bar()
                        .setTaskName(file.path())
                        .setInitialMax(file.sizeBytes().orElse(-1))
                        .setUnit(" MiB", MEBIBYTE)
                        .build()
                : null;
    }
}
