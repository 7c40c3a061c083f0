package volley.dataset;

import java.io.IOException;

/** Brings media into the form in which they are sent. Thread-safe. */
@FunctionalInterface
public interface MediaEncoder {
    /**
     * Encodes, or finds what was encoded before. Takes seconds: not for event loops.
     *
     * @throws IOException if the media cannot be read or decoded, with the reason in one line
     */
    EncodedMedia encode(Media media) throws IOException;
}
