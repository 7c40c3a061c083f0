package volley.report.folder;

import java.nio.file.Path;

/** Where a file or folder is, as a file in another folder says it. */
public final class Beside {
    private Beside() {}

    /** A path as seen from a folder, with slashes, such as {@code lpm/repeats/2}. */
    public static String of(Path folder, Path other) {
        Path from = folder.toAbsolutePath().normalize();
        return from.relativize(other.toAbsolutePath().normalize()).toString().replace('\\', '/');
    }
}
