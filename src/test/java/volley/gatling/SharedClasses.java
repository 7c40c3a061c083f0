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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * The classes of libraries and of Volley, read and verified once for all processes of the tests (the JVM's class data
 * sharing): a third of what a short run takes of the processor goes there otherwise. Kept in {@code target}, by JVM and
 * classes. The JVM shares classes out of jars only, so that Volley's go into jars for it; where single tests are run, in
 * between of which these change, they stay in their folders.
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

    private static boolean isShared(Path entry) {
        return Files.isRegularFile(entry) || !SINGLE_TESTS;
    }

    private static String name(List<Path> entries) throws IOException {
        List<Object> contents = new ArrayList<>(List.of(Runtime.version()));
        for (Path entry : entries) {
            contents.add(entry);
            if (isShared(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                        contents.add(file + " " + Files.getLastModifiedTime(file));
                    }
                }
            }
        }
        return Integer.toHexString(contents.hashCode());
    }

    /** What is shared comes first: the JVM shares nothing behind a folder. */
    private static List<Path> inJars(String name, List<Path> entries) {
        List<Path> shared = new ArrayList<>();
        List<Path> folders = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isRegularFile(entry)) {
                shared.add(entry);
            } else if (SINGLE_TESTS) {
                folders.add(entry);
            } else {
                shared.add(FOLDER.resolve(name + "-" + entry.getFileName() + ".jar"));
            }
        }
        shared.addAll(folders);
        return shared;
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

    /** Of what runs load, with requests and in virtual time. */
    private static void make(String name, List<Path> entries, Path archive) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(FOLDER, "making");
        List<Path> jars = inJars(name, entries);
        for (Path entry : entries) {
            Path jar = FOLDER.resolve(name + "-" + entry.getFileName() + ".jar");
            if (jars.contains(jar)) {
                pack(entry, jar);
            }
        }
        Set<String> classes = new LinkedHashSet<>();
        for (boolean virtual : new boolean[] {false, true}) {
            classes.addAll(loaded(Files.createDirectories(work.resolve(virtual ? "virtual" : "real")), jars, virtual));
        }
        Path list = Files.write(work.resolve("classes.txt"), classes);
        Path made = work.resolve(archive.getFileName());
        Process process = new ProcessBuilder(
                        GatlingProcess.JAVA,
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + made,
                        "-cp",
                        joined(jars.stream().filter(Files::isRegularFile).toList()))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("dump.txt").toFile())
                .start();
        failed = !process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0;
        process.destroyForcibly();
        if (failed) {
            System.err.println("tests go on without shared classes, and slower: see " + work);
        } else {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static List<String> loaded(Path work, List<Path> classPath, boolean virtual)
            throws IOException, InterruptedException {
        Path list = work.resolve("loaded.txt");
        GatlingProcess run = GatlingProcess.withClassPath(work, joined(classPath));
        if (virtual) {
            run.with("simulate", true);
        }
        run.with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 2)
                .with("fixed-output-len", 4)
                .with("request-rate", "inf")
                .jvm("-XX:DumpLoadedClassList=" + list)
                .patience(PATIENCE)
                .run("volley.Multiturn");
        return Files.readAllLines(list);
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
