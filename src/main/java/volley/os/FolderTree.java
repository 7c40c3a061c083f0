package volley.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with all that is in it. */
public final class FolderTree {
    private FolderTree() {}

    /** Deletes it, from the inside outwards; what is gone already is passed over. */
    public static void delete(Path folder) throws IOException {
        List<Path> fromInside;
        try (Stream<Path> files = Files.walk(folder)) {
            fromInside = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : fromInside) {
            Files.deleteIfExists(file);
        }
    }
}
