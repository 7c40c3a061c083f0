package volley.play;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.config.Settings;
import volley.live.MetricsEndpoint;

/**
 * Everything that a run writes to or listens on, tried before anything is sent: afterwards it would cost the results. What
 * was tried is left as it was.
 */
public final class Outputs {
    /** Of questions about media, which are encoded into a cache. */
    private static final Set<String> WITH_MEDIA = Set.of("nextqa", "images");

    private Outputs() {}

    /**
     * @param results folder of all runs, made by Gatling if it is not there
     * @throws BadInputException for the first that cannot be had
     */
    public static void check(Settings settings, Path results) {
        Settings.Output output = settings.output();
        output.outputFile()
                .ifPresentOrElse(
                        file -> writable(file, GivenAs.setting("output-file", file.toString())),
                        () -> folder(Path.of(""), "the working folder, for the result line"));
        folder(results, "the results folder " + results + " (-rf)");
        if (WITH_MEDIA.contains(settings.workload().datasetName())) {
            Path cache = settings.media().cache();
            folder(cache, GivenAs.setting("media-cache", cache.toString()));
        }
        output.live()
                .metricsPort()
                .ifPresent(port -> MetricsEndpoint.tryOut(output.live().metricsHost(), port));
    }

    /** A file that can be appended to; one that is not there is not left behind. */
    private static void writable(Path file, String given) {
        boolean there = Files.exists(file);
        try {
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
            if (!there) {
                // of a link to a file that was not there, that file and not the link
                Files.deleteIfExists(file.toRealPath());
            }
        } catch (IOException e) {
            throw refused(given, IoReason.of(e), "give a file in a folder that is there and can be written to");
        }
    }

    /** A folder that can be written to, or made. */
    private static void folder(Path folder, String given) {
        Path there = folder.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there)) {
            throw refused(given, there + " is no folder", "give another");
        }
        try {
            Files.delete(Files.createTempFile(there, "volley", ".tmp"));
        } catch (IOException e) {
            throw refused(given, IoReason.of(e), "make it writable or give another");
        }
    }

    private static BadInputException refused(String given, String reason, String advice) {
        return new BadInputException(given + " cannot be written to (" + reason + "); " + advice);
    }
}
