package volley.dataset;

import java.nio.file.Path;

/**
 * Images or a video as they go over the wire, in a file.
 *
 * @param parts holds the content parts of a chat message, as JSON objects with commas between them, in UTF-8
 * @param frames how many images they show; the frames of a whole video that the server is expected to look at
 * @param identity names source and encoding: equal only if the parts are
 */
public record EncodedMedia(Path parts, int frames, String identity) {}
