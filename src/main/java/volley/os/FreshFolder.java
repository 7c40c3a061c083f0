package volley.os;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Makes folders that are named by the time and that nobody else has. */
public final class FreshFolder {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS", Locale.ROOT);

    private FreshFolder() {}

    /**
     * Makes {@code <parent>/<name>-<time>}, as Gatling names its own; the time is of the next millisecond that is free.
     *
     * @param parent made if missing
     * @param clock tells the time, in UTC
     */
    public static Path create(Path parent, String name, InstantSource clock) throws IOException {
        Files.createDirectories(parent);
        for (long later = 0; ; later++) {
            String time = STAMP.format(clock.instant().plusMillis(later).atOffset(ZoneOffset.UTC));
            try {
                return Files.createDirectory(parent.resolve(name + "-" + time));
            } catch (FileAlreadyExistsException e) {
                // somebody else has begun in the same millisecond
            }
        }
    }
}
