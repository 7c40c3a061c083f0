package volley.video;

import java.io.IOException;
import java.nio.file.Path;

/** Takes single frames out of a video file. Thread-safe. */
interface VideoDecoder {
    /** Takes frames in the order of their indices. */
    @FunctionalInterface
    interface Sink {
        void accept(RgbFrame frame) throws IOException;
    }

    /** What decodes, such as {@code ffmpeg}: two may differ by a shade. */
    String name();

    /**
     * Frames in the file's first video stream.
     *
     * @throws IOException if it has none, or cannot be read
     */
    int countFrames(Path video) throws IOException;

    /**
     * Decodes the frames at these indices, in the order in which they are shown. A damaged file may give fewer.
     *
     * @param indices rising, from 0
     * @throws IOException if it cannot be decoded
     */
    void decode(Path video, int[] indices, Sink sink) throws IOException;

    /**
     * Makes sure that the file is a video that is whole and can be decoded, as far as this decoder can tell.
     *
     * @throws IOException if it is none, with the reason in one line
     */
    void check(Path video) throws IOException;
}
