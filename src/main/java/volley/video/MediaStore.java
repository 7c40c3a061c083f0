package volley.video;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import volley.config.ImageFormat;
import volley.config.VideoForm;
import volley.dataset.EncodedMedia;
import volley.dataset.Media;
import volley.dataset.MediaEncoder;

/**
 * Encodes media once and keeps them on disk. An entry is named by everything that decides its bytes: the sources'
 * paths, sizes and times of change, and the encoding. It appears under its name only when it is whole.
 */
public final class MediaStore implements MediaEncoder {
    /** Raised whenever the same sources and encoding give other bytes. */
    private static final int VERSION = 2;

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    /** Asked for with the first video: looking for ffmpeg starts programs, and most workloads have no videos. */
    private final Supplier<VideoEncoding> whenNeeded;

    private VideoEncoding videos;

    private MediaStore(Path folder, Supplier<VideoEncoding> whenNeeded) {
        this.folder = folder;
        this.whenNeeded = whenNeeded;
    }

    private synchronized VideoEncoding videos() {
        if (videos == null) {
            videos = whenNeeded.get();
        }
        return videos;
    }

    /**
     * A store that decodes with ffmpeg where it is on the PATH, else with jcodec.
     *
     * @param folder where encoded media are kept; made if need be
     * @param maxFrames frames sampled from a video at most, at least 1
     * @param frameFormat of frames sent as an image each
     */
    public static MediaStore open(Path folder, VideoForm form, int maxFrames, ImageFormat frameFormat) {
        return new MediaStore(folder, () -> new VideoEncoding(form, maxFrames, frameFormat, VideoDecoders.best()));
    }

    static MediaStore of(Path folder, VideoEncoding videos) {
        return new MediaStore(folder, () -> videos);
    }

    @Override
    public EncodedMedia encode(Media media) throws IOException {
        String encoding = media instanceof Media.Video ? videos().identity() : "image files";
        String key = sha256(key(media.sources(), encoding));
        Path parts = folder.resolve(key + ".parts");
        // written before the parts, so that whole parts always have it
        Path frames = folder.resolve(key + ".frames");
        if (!Files.exists(parts)) {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, key, ".tmp");
            Path unfinishedFrames = Files.createTempFile(folder, key, ".tmp");
            try {
                Files.writeString(unfinishedFrames, String.valueOf(write(media, unfinished)));
                appear(unfinishedFrames, frames);
                appear(unfinished, parts);
            } finally {
                Files.deleteIfExists(unfinished);
                Files.deleteIfExists(unfinishedFrames);
            }
        }
        return new EncodedMedia(parts, frames(frames), identity(media.sources(), encoding));
    }

    /** At once: another thread may be encoding the same media, and a third reading what that one made. */
    private static void appear(Path unfinished, Path name) throws IOException {
        Files.move(unfinished, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private int write(Media media, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER_BYTES)) {
            if (media instanceof Media.Video video) {
                return videos().write(video.file(), video.frameCount().orElse(0), out);
            }
            new PartsWriter(out).images(media.sources());
            return media.sources().size();
        }
    }

    private static int frames(Path file) throws IOException {
        try {
            return Integer.parseInt(Files.readString(file));
        } catch (NumberFormatException e) {
            throw new IOException(
                    "the media cache is damaged: " + file + "; remove it and the .parts file beside it", e);
        }
    }

    private static String key(List<Path> sources, String encoding) throws IOException {
        StringBuilder key = new StringBuilder(VERSION + "\n" + encoding);
        for (Path source : sources) {
            key.append('\n')
                    .append(source.toRealPath())
                    .append('\n')
                    .append(Files.size(source))
                    .append('\n')
                    .append(Files.getLastModifiedTime(source).toMillis());
        }
        return key.toString();
    }

    /** Without paths and times: the same files on another machine make the same plan. */
    private static String identity(List<Path> sources, String encoding) throws IOException {
        StringBuilder identity = new StringBuilder(encoding);
        for (Path source : sources) {
            identity.append('\n').append(source.getFileName()).append('\n').append(Files.size(source));
        }
        return identity.toString();
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
