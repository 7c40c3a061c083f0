package volley.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import volley.report.folder.RunFile;
import volley.report.page.RunPage;

/**
 * The folders of a run's shards in a volume that all of them write: {@code shard-0}, {@code shard-1} and so on, each with a
 * run's folder for every time it was played, as the manifests lay them.
 */
public final class ShardFolders {
    private static final String SHARD = "shard-";
    /** Where {@code bin/volley} has its results below the folder it stands in. */
    private static final String RESULTS = "volley-results";
    /** Written last. */
    private static final String END = RunPage.FILE_NAME;

    private final Path volume;
    private final int shards;

    /** @param volume which has the shards' folders, at the latest when they write */
    public ShardFolders(Path volume, int shards) {
        this.volume = volume;
        this.shards = shards;
    }

    /** The folders of all runs that were begun, shard by shard, the earliest first; those that never ended, too. */
    public List<Path> runs() {
        return IntStream.range(0, shards)
                .boxed()
                .flatMap(shard -> runs(shard).stream())
                .toList();
    }

    /** The shards of which no run has ended. */
    public List<Integer> missing() {
        return IntStream.range(0, shards)
                .filter(shard -> runs(shard).stream().noneMatch(run -> Files.exists(run.resolve(END))))
                .boxed()
                .toList();
    }

    private List<Path> runs(int shard) {
        Path results = volume.resolve(SHARD + shard).resolve(RESULTS);
        try (Stream<Path> folders = Files.list(results)) {
            return folders.filter(folder -> Files.exists(folder.resolve(RunFile.FILE_NAME)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the shards' files are like just now: a text that is another one once a shard has written. */
    String written() {
        List<String> files = new ArrayList<>();
        for (Path run : runs()) {
            try (Stream<Path> all = Files.list(run)) {
                for (Path file : all.sorted().toList()) {
                    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                    files.add(file + " " + now.size() + " " + now.lastModifiedTime());
                }
            } catch (NoSuchFileException e) {
                files.add(e.getFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return String.join("\n", files);
    }
}
