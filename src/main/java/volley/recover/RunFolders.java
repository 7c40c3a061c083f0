package volley.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import volley.report.Recover;
import volley.report.folder.ShardFile;

/** Folders of runs, as a user gives them: each by itself, or one in which they are, such as the volume of a Job's results. */
final class RunFolders {
    /**
     * Such as {@code volume/pod/volley-results/multiturn-20260307120000000}, or a server's, {@code repeats}, the repeat's and the
     * rate's below the folder of several runs.
     */
    private static final int DEEPEST = 4;

    private RunFolders() {}

    /** Those given, and those inside of them; where some inside are shards, only these. */
    static List<Path> of(List<Path> given) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path folder : given) {
            if (Recover.isRun(folder) || !Files.isDirectory(folder)) {
                folders.add(folder);
                continue;
            }
            List<Path> inside = inside(folder);
            List<Path> shards = inside.stream().filter(ShardFile::isIn).toList();
            folders.addAll(inside.isEmpty() ? List.of(folder) : shards.isEmpty() ? inside : shards);
        }
        return folders;
    }

    /** Those of runs in a folder, by name. */
    static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
            return all.filter(Files::isDirectory)
                    .filter(Recover::isRun)
                    .sorted()
                    .toList();
        }
    }
}
