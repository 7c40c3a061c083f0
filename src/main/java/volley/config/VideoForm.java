package volley.config;

/** How a video stands in a chat message. Images always stand as {@code image_url} parts. */
public enum VideoForm {
    /** One {@code video_url} part with the file as it is: the server samples the frames. */
    VIDEO_FILE,
    /** One {@code video_url} part with a list of JPEG frames, {@code data:video/jpeg;base64,...,...}. */
    JPEG_FRAMES,
    /** An {@code image_url} part for each frame. */
    IMAGE_LIST,
    /** One {@code image_url} part with {@code video:} and the PNG frames end to end, as SGLang once read it. */
    SGLANG_LEGACY
}
