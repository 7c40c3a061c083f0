package volley.gatling;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The libraries' classes, read and verified once for all processes of the tests (the JVM's class data sharing): a third
 * of what a short run takes of the processor goes there otherwise. Kept in {@code target}, by JVM and jars.
 */
final class SharedClasses {
    private static final Path FOLDER = Path.of("target", "shared-classes").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static boolean failed;

    private SharedClasses() {}

    /** The class path with its jars first: the JVM shares classes from jars only, and only if no folder is before them. */
    static String jarsFirst(String classPath) {
        return String.join(File.pathSeparator, jars(classPath, true))
                + File.pathSeparator
                + String.join(File.pathSeparator, jars(classPath, false));
    }

    private static List<String> jars(String classPath, boolean wanted) {
        return List.of(classPath.split(File.pathSeparator, -1)).stream()
                .filter(entry -> Files.isRegularFile(Path.of(entry)) == wanted)
                .toList();
    }

    /** Options of a JVM that shares them; none while another process of the tests makes them, or where it failed. */
    static synchronized List<String> options(String classPath) throws IOException, InterruptedException {
        List<String> jars = jars(classPath, true);
        Path archive = FOLDER.resolve(name(jars));
        if (!Files.exists(archive) && !failed) {
            Files.createDirectories(FOLDER);
            try (FileChannel channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null && !Files.exists(archive)) {
                    make(jars, archive);
                }
            }
        }
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
    }

    private static String name(List<String> jars) {
        int hash = Objects.hash(
                Runtime.version(),
                jars,
                jars.stream().map(SharedClasses::changed).toList());
        return Integer.toHexString(hash) + ".jsa";
    }

    private static String changed(String jar) {
        try {
            return Files.getLastModifiedTime(Path.of(jar)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of what a run loads. */
    private static void make(List<String> jars, Path archive) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(FOLDER, "making");
        Path list = work.resolve("classes.txt");
        GatlingProcess.Ended run = GatlingProcess.withoutSharedClasses(work)
                .with("simulate", true)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 2)
                .with("fixed-output-len", 4)
                .with("request-rate", "inf")
                .jvm("-XX:DumpLoadedClassList=" + list)
                .patience(PATIENCE)
                .run("volley.Multiturn");
        Path made = work.resolve(archive.getFileName());
        Process process = new ProcessBuilder(
                        GatlingProcess.JAVA,
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + made,
                        "-cp",
                        String.join(File.pathSeparator, jars))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("dump.txt").toFile())
                .start();
        failed = !process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                || process.exitValue() != 0
                || run.exitCode() != 0;
        process.destroyForcibly();
        if (failed) {
            System.err.println("tests go on without shared classes, and slower: see " + work);
        } else {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
