package volley.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/** Parameters that are paths on this machine, which are meant from the folder in which the user stands. */
public final class PathParameters {
    private static final String TOKENIZER = "tokenizer";

    private static final Set<String> NAMES = Set.of(
            "dataset-path",
            "mix-config",
            "chat-template",
            "video-path",
            "video-map",
            "media-cache",
            "output-file",
            "log-file",
            "download-path",
            "config",
            "calibration",
            "tls.ca",
            "tls.cert",
            "tls.key",
            TOKENIZER);

    /** Those of which a run reads no file by itself; a tokenizer may be an id. */
    private static final Set<String> NO_INPUT =
            Set.of("media-cache", "output-file", "log-file", "download-path", "config", TOKENIZER);

    private PathParameters() {}

    /** Whether a run reads the file that the parameter names. */
    public static boolean isRead(String name) {
        return NAMES.contains(name) && !NO_INPUT.contains(name);
    }

    /**
     * The same parameters, as they have to be given in another folder.
     *
     * @param given system properties
     * @return those with absolute paths; a tokenizer that is no file here is an id, and stays as it is
     */
    public static Properties absolute(Properties given) {
        Properties absolute = new Properties();
        for (String property : given.stringPropertyNames()) {
            absolute.setProperty(property, given.getProperty(property));
        }
        for (String name : NAMES) {
            String value = absolute.getProperty(GivenAs.PREFIX + name, "");
            if (!value.isBlank()) {
                absolute.setProperty(GivenAs.PREFIX + name, absolute(name, value));
            }
        }
        return absolute;
    }

    private static String absolute(String name, String value) {
        try {
            Path path = Path.of(value);
            return name.equals(TOKENIZER) && !Files.exists(path)
                    ? value
                    : path.toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            return value;
        }
    }
}
