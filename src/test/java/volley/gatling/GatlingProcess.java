package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a simulation as Maven's plugin does: in a JVM of its own, with parameters as system properties. */
public final class GatlingProcess {
    static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private final Path folder;
    private final String classPath;
    private final boolean sharesClasses;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path results;
    private Duration patience = Duration.ofMinutes(2);
    private int openFiles;

    /** @param folder working folder of the process; results go to {@code results} in it */
    public GatlingProcess(Path folder) {
        this(folder, CLASS_PATH, true);
    }

    private GatlingProcess(Path folder, String classPath, boolean sharesClasses) {
        this.folder = folder;
        this.classPath = classPath;
        this.sharesClasses = sharesClasses;
        this.results = folder.resolve("results");
        with("client-warmup-seconds", 0);
        // Servers of tests count what they are asked; whether a cache is cold, and its metrics, have tests of their
        // own.
        with("server-metrics", "none");
        with("cold-canaries", 0);
        with("cache-salt", "never");
        with("require-cold", "never");
    }

    /** One that reads its classes from where they are, as a user's does. */
    public static GatlingProcess withoutSharedClasses(Path folder) {
        return withClassPath(folder, CLASS_PATH);
    }

    static GatlingProcess withClassPath(Path folder, String classPath) {
        return new GatlingProcess(folder, classPath, false);
    }

    /** @param name without {@code volley.} */
    public GatlingProcess with(String name, Object value) {
        properties.put("volley." + name, String.valueOf(value));
        return this;
    }

    /** Results go there instead. */
    GatlingProcess resultsIn(Path other) {
        results = other;
        return this;
    }

    public GatlingProcess without(String name) {
        properties.remove("volley." + name);
        return this;
    }

    /** The parameters as system properties. */
    public Properties parameters() {
        Properties parameters = new Properties();
        parameters.putAll(properties);
        return parameters;
    }

    public GatlingProcess jvm(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** How many files and connections it may have open. */
    public GatlingProcess openFiles(int limit) {
        openFiles = limit;
        return this;
    }

    /** How long it may take; two minutes unless told. */
    public GatlingProcess patience(Duration limit) {
        patience = limit;
        return this;
    }

    public GatlingProcess environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What a test does to the process while it runs. */
    interface Meanwhile {
        void accept(Process process) throws IOException, InterruptedException;
    }

    public Ended run(String simulation) throws IOException, InterruptedException {
        return run(simulation, process -> {});
    }

    public Ended run(String simulation, Meanwhile meanwhile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(JAVA, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(sharesClasses ? SharedClasses.options(classPath) : SharedClasses.unshared(classPath));
        command.addAll(jvmOptions);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("io.gatling.app.Gatling", "-s", simulation, "-rf", results.toString()));
        if (openFiles > 0) {
            command.addAll(0, List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh"));
        }
        Path out = folder.resolve("stdout.txt");
        Path err = folder.resolve("stderr.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("OPENAI_API_KEY", "HF_TOKEN"));
        builder.environment().keySet().removeIf(name -> name.matches("(?i)(https?|all|no)_proxy"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            meanwhile.accept(process);
            assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                    .as("the simulation ends by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err), folder);
    }

    /** What a run left behind. */
    public record Ended(int exitCode, String stdout, String stderr, Path folder) {
        /** Gatling's folder of this run. */
        public Path runFolder() {
            try (Stream<Path> runs = Files.list(folder.resolve("results"))) {
                List<Path> found = runs.toList();
                assertThat(found)
                        .as("runs in %s%n%s%n%s", folder, stdout, stderr)
                        .hasSize(1);
                return found.get(0);
            } catch (IOException e) {
                throw new UncheckedIOException(stdout + stderr, e);
            }
        }

        public String result(String name) {
            try {
                return Files.readString(runFolder().resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(stdout + stderr, e);
            }
        }

        /** Files the process left, but for what this class wrote itself. */
        public List<Path> leftBehind() {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> !List.of("stdout.txt", "stderr.txt")
                                .contains(file.getFileName().toString()))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
