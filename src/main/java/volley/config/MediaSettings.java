package volley.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Videos and images.
 *
 * @param folder absent: the dataset's
 * @param videoMap absent: the one beside the dataset, if there is one
 * @param cache where encoded media are kept
 */
public record MediaSettings(
        Optional<Path> folder,
        Optional<Path> videoMap,
        VideoForm form,
        int maxFrames,
        ImageFormat frameFormat,
        Path cache) {
    static MediaSettings read(Parameters given) {
        return new MediaSettings(
                given.path("video-path"),
                given.path("video-map"),
                given.choice("video-form", VideoForm.class),
                (int) given.whole("max-frames", 1, 1_000_000),
                given.choice("frame-format", ImageFormat.class),
                cache(given));
    }

    /** The default for the samples is a folder of the checkout, and for who stands there. */
    private static Path cache(Parameters given) {
        return given.path("media-cache")
                .filter(folder -> given.isGiven("media-cache") || BundledFiles.standsInCheckout())
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "volley", "media"));
    }
}
