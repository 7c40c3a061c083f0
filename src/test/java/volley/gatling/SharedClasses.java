package volley.gatling;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * The classes of libraries and of Volley, read and verified once for all processes of the tests (the JVM's class data
 * sharing): a third of what a short run takes of the processor goes there otherwise. Kept in {@code target}, by JVM and
 * classes. The JVM shares classes out of jars only, so that Volley's go into jars for it. Where single tests are run, nothing is
 * shared: what is changed between them would have to be read anew each time.
 */
public final class SharedClasses {
    private static final Path FOLDER = Path.of("target", "shared-classes").toAbsolutePath();
    private static final String LOCK = "lock";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final boolean SINGLE_TESTS =
            System.getProperty("surefire.real.class.path") == null || System.getProperty("test") != null;

    private static final Map<String, String> NAMES = new HashMap<>();

    private static boolean failed;

    private SharedClasses() {}

    /**
     * The options of a JVM that has a class path, and shares its classes unless they are just being made into an archive by
     * another process of the tests, or that failed.
     */
    public static synchronized List<String> options(String classPath) throws IOException, InterruptedException {
        if (SINGLE_TESTS) {
            return unshared(classPath);
        }
        List<Path> entries = Stream.of(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
        // what one process tests does not change
        String name = NAMES.get(classPath);
        if (name == null) {
            name = name(entries);
            NAMES.put(classPath, name);
        }
        Path archive = FOLDER.resolve(name + ".jsa");
        if (!Files.exists(archive) && !failed) {
            Files.createDirectories(FOLDER);
            try (FileChannel channel = FileChannel.open(
                            FOLDER.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null && !Files.exists(archive)) {
                    deleteOlder();
                    make(name, entries, archive);
                }
            }
        }
        return Files.exists(archive)
                ? List.of("-XX:SharedArchiveFile=" + archive, "-cp", joined(inJars(name, entries)))
                : unshared(classPath);
    }

    /** The same for a JVM that reads its classes from where they are. */
    static List<String> unshared(String classPath) {
        return List.of("-cp", classPath);
    }

    private static String name(List<Path> entries) throws IOException {
        List<Object> contents = new ArrayList<>(List.of(Runtime.version()));
        for (Path entry : entries) {
            contents.add(entry);
            try (Stream<Path> files = Files.walk(entry)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    contents.add(file + " " + Files.getLastModifiedTime(file));
                }
            }
        }
        return Integer.toHexString(contents.hashCode());
    }

    private static List<Path> inJars(String name, List<Path> entries) {
        return entries.stream()
                .map(entry -> Files.isRegularFile(entry) ? entry : jar(name, entry))
                .toList();
    }

    private static Path jar(String name, Path folder) {
        return FOLDER.resolve(name + "-" + folder.getFileName() + ".jar");
    }

    private static String joined(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void deleteOlder() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(FOLDER) && !file.equals(FOLDER.resolve(LOCK))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Of what a run loads. */
    private static void make(String name, List<Path> entries, Path archive) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(FOLDER, "making");
        for (Path entry : entries) {
            if (!Files.isRegularFile(entry)) {
                pack(entry, jar(name, entry));
            }
        }
        Path made = work.resolve(archive.getFileName());
        GatlingProcess.withClassPath(work, joined(inJars(name, entries)))
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 2)
                .with("fixed-output-len", 4)
                .with("request-rate", "inf")
                .jvm("-XX:ArchiveClassesAtExit=" + made)
                .patience(PATIENCE)
                .run("volley.Multiturn");
        failed = !Files.exists(made);
        if (failed) {
            System.err.println("tests go on without shared classes, and slower: see " + work);
        } else {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            out.setLevel(Deflater.BEST_SPEED);
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
    }
}
