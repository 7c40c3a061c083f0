package volley.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import volley.os.FolderTree;

/**
 * The files of the {@code data} folder as they are on the class path, for projects that have Volley as a library. Out of a jar
 * they are copied to a folder that is deleted when the process ends.
 */
final class BundledResources {
    private static final String ROOT = "volley/bundled/";

    private BundledResources() {}

    /**
     * @param path with slashes, such as {@code data/tokenizer}
     * @return nothing if no such file or folder comes with Volley
     */
    static Optional<Path> find(String path) {
        URL found = BundledResources.class.getClassLoader().getResource(ROOT + path);
        if (found == null || path.isBlank()) {
            return Optional.empty();
        }
        boolean file = found.getProtocol().equals("file");
        return Optional.of(file ? Path.of(uri(found)) : Copied.FOLDER.resolve(path));
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made when the first file is asked for. All of them: a sample names files beside it. */
    private static final class Copied {
        static final Path FOLDER = copy();

        private static Path copy() {
            URI inJar = uri(BundledResources.class.getClassLoader().getResource(ROOT));
            try (FileSystem jar = FileSystems.newFileSystem(inJar, Map.of());
                    Stream<Path> files = Files.walk(jar.getPath(ROOT))) {
                Path folder = Files.createTempDirectory("volley-bundled");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copied =
                            folder.resolve(jar.getPath(ROOT).relativize(file).toString());
                    Files.createDirectories(copied.getParent());
                    Files.copy(file, copied);
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path folder) {
            try {
                FolderTree.delete(folder);
            } catch (IOException e) {
                System.err.println("volley: " + folder + " is left behind (" + IoReason.withFile(e) + ")");
            }
        }
    }
}
