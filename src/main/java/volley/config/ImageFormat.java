package volley.config;

/** Encoding of single frames. */
public enum ImageFormat {
    JPEG,
    PNG
}
