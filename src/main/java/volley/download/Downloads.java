package volley.download;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import volley.config.BadInputException;
import volley.console.Stderr;
import volley.tokenizer.HubAccess;

/** Fetches datasets by name. */
public final class Downloads {
    private static final long MEBIBYTE = 1L << 20;

    private final Path folder;
    private final HubListing listing;
    private final FileDownload files;
    private final boolean progressBars;
    private final PrintStream out;

    Downloads(
            Path folder,
            HubAccess hub,
            Map<String, String> environment,
            FileDownload.Pause pause,
            boolean progressBars,
            PrintStream out) {
        WebClient web = new WebClient(hub, environment);
        this.folder = folder;
        this.listing = new HubListing(hub, web);
        this.files = new FileDownload(web, pause);
        this.progressBars = progressBars;
        this.out = out;
    }

    /**
     * Downloads to a folder with one folder for each dataset, with what the environment says of hub and proxies.
     *
     * @param progressBars whether to show a bar a file on stderr
     */
    public static Downloads to(Path folder, boolean progressBars) {
        Map<String, String> environment = System.getenv();
        HubAccess hub = HubAccess.from(environment, Path.of(System.getProperty("user.home")));
        FileDownload.Pause pause = (Duration time) -> Thread.sleep(time.toMillis());
        return new Downloads(folder, hub, environment, pause, progressBars, System.out);
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
            List<RemoteFile> wanted = listing.files(dataset);
            long bytes = wanted.stream().mapToLong(RemoteFile::sizeBytes).sum();
            out.println(dataset.parameterName() + ": " + wanted.size() + " files, " + (bytes + MEBIBYTE - 1) / MEBIBYTE
                    + " MiB, to " + target);
            try {
                Files.createDirectories(target);
                DigestList digests = DigestList.in(target);
                for (RemoteFile file : wanted) {
                    fetch(file, target, digests);
                }
            } catch (IOException e) {
                throw new BadInputException(
                        target + " cannot be written (" + e.getMessage() + "); make room, or choose another folder");
            }
        }
    }

    private void fetch(RemoteFile file, Path folderOfDataset, DigestList digests) throws IOException {
        Path target = folderOfDataset.resolve(file.path()).normalize();
        if (!target.startsWith(folderOfDataset)) {
            throw new BadInputException("the hub names a file " + file.path() + " outside of its folder");
        }
        if (isThere(file, target, digests)) {
            out.println("  " + file.path() + " is there");
        } else {
            try (ProgressBar bar = bar(file)) {
                String sha256 = files.fetch(file, target, has -> {
                    if (bar != null) {
                        bar.stepTo(has);
                    }
                });
                digests.put(file.path(), sha256);
                out.println("  " + file.path() + ", SHA-256 " + sha256
                        + (file.sha256().isPresent() ? " as it should be" : " (none known to compare)"));
            }
        }
        if (file.path().endsWith(".zip")) {
            Unzip.beside(target);
            out.println("  " + file.path() + " is unpacked");
        }
    }

    /** Whole, and by its recorded digest the file that is wanted. */
    private static boolean isThere(RemoteFile file, Path target, DigestList digests) throws IOException {
        if (!Files.exists(target) || Files.size(target) != file.sizeBytes()) {
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
                        .setInitialMax(file.sizeBytes())
                        .setUnit(" MiB", MEBIBYTE)
                        .build()
                : null;
    }
}
