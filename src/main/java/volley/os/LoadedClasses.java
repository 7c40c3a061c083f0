package volley.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads classes before they are needed. What a failure needs may else be looked for when no file can be opened any more, and
 * then whoever waits for the failure waits for ever. Classes in a jar need no file of their own: it stays open.
 */
public final class LoadedClasses {
    private static final String SUFFIX = ".class";

    private LoadedClasses() {}

    /**
     * Loads all classes of some packages with those below them, where they are files in a folder.
     *
     * @param from one of them, beside which the others are
     * @param packages such as {@code volley.client}
     */
    public static void of(Class<?> from, List<String> packages) {
        CodeSource source = from.getProtectionDomain().getCodeSource();
        try {
            Path folder = source == null || !source.getLocation().getProtocol().equals("file")
                    ? null
                    : Path.of(source.getLocation().toURI());
            if (folder != null && Files.isDirectory(folder)) {
                for (String each : packages) {
                    load(folder, folder.resolve(each.replace('.', '/')), from.getClassLoader());
                }
            }
        } catch (URISyntaxException | IOException | UncheckedIOException e) {
            // They are then loaded when they are needed, as always.
        }
    }

    private static void load(Path root, Path folder, ClassLoader loader) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), ".");
                if (name.endsWith(SUFFIX)) {
                    load(name.substring(0, name.length() - SUFFIX.length()), loader);
                }
            }
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            // One that is of no use here, such as a package's description.
        }
    }
}
