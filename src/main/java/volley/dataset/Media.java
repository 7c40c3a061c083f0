package volley.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** What a conversation is about beside text. */
public sealed interface Media {
    /**
     * A video.
     *
     * @param frameCount frames in it, where the dataset says so
     */
    record Video(Path file, OptionalInt frameCount) implements Media {}

    /** Images, in this order; at least one. */
    record Images(List<Path> files) implements Media {
        public Images {
            files = List.copyOf(files);
        }
    }

    /** The files it is read from. */
    default List<Path> sources() {
        return this instanceof Video video ? List.of(video.file()) : ((Images) this).files();
    }
}
