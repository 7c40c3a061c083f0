package volley.video;

import java.io.IOException;
import java.nio.file.Path;

/** The proof that a video can be decoded. */
final class FirstFrame {
    private FirstFrame() {}

    /** @throws IOException if the decoder gives none */
    static void of(VideoDecoder decoder, Path video) throws IOException {
        boolean[] seen = new boolean[1];
        decoder.decode(video, new int[] {0}, frame -> seen[0] = true);
        if (!seen[0]) {
            throw new IOException(video + " has no frame that can be decoded");
        }
    }
}
