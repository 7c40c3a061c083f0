package volley.dataset;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a dataset's media are and how they are encoded.
 *
 * @param folder of the videos or images; absent: the dataset file's own
 * @param videoMap JSON object from video id to path in the folder, without extension; absent: the one beside the
 *     dataset, if there is one
 */
public record MediaSource(Optional<Path> folder, Optional<Path> videoMap, MediaEncoder encoder) {
    /** As this, with media in {@code other} unless a folder was named. */
    MediaSource orIn(Path other) {
        return new MediaSource(folder.or(() -> Optional.of(other)), videoMap, encoder);
    }
}
