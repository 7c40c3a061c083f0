package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.Multiturn;

/**
 * The scripts of {@code bin}, called through links from another folder, in a checkout that is compiled already. Both have
 * blanks in their names.
 */
class ScriptTest {
    private static final List<String> SCRIPTS =
            List.of("volley", "download", "simulated-server", "lib/test-class-path.bash", "lib/client-jvm-options");

    @TempDir
    Path temp;

    private Path user;

    @BeforeEach
    void aCompiledCheckout() throws IOException, URISyntaxException {
        assumeThat(Path.of("/bin/bash")).as("a shell").exists();
        Path checkout = temp.resolve("check out");
        for (String sources : List.of("src/main", "src/gatling", "src/jmh", "bin/lib", "target")) {
            Files.createDirectories(checkout.resolve(sources));
        }
        for (String script : SCRIPTS) {
            Files.copy(
                    Path.of("bin").resolve(script),
                    checkout.resolve("bin").resolve(script),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.copy(Path.of("pom.xml"), checkout.resolve("pom.xml"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(checkout.resolve("data"), Path.of("data").toAbsolutePath());
        Files.createSymbolicLink(checkout.resolve("target/classes"), folderOf(VolleyCommand.class));
        Files.createSymbolicLink(checkout.resolve("target/test-classes"), folderOf(Multiturn.class));
        Files.writeString(
                checkout.resolve("target/volley.classpath"),
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        user = Files.createDirectories(temp.resolve("a user's folder"));
        for (String script : List.of("volley", "download", "simulated-server")) {
            Files.createSymbolicLink(
                    user.resolve(script), checkout.resolve("bin").resolve(script));
        }
    }

    private static Path folderOf(Class<?> compiled) throws URISyntaxException {
        return Path.of(
                compiled.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void pathsAndResultsAreTheUsers() throws Exception {
        Files.copy(Path.of("data", "sharegpt.sample.json"), user.resolve("my data.json"));
        Map<String, String> said =
                execute("volley", "multiturn", "--num-prompts", "2", "--dataset-path", "my data.json", "--tag", "it's");
        assertThat(said).containsEntry("exit code", "0");
        try (Stream<Path> files = Files.walk(user.resolve("volley-results"))) {
            Path command = files.filter(file -> file.endsWith("command.txt"))
                    .findFirst()
                    .orElseThrow();
            assertThat(command.resolveSibling("summary.json")).exists();
            assertThat(Files.readString(command))
                    .as("can be repeated in the checkout")
                    .contains("dataset-path=" + user.toString().replace("'", "'\\''") + "/my data.json");
            JsonNode warmUp = new ObjectMapper()
                    .readTree(command.resolveSibling("run.json").toFile())
                    .path("client_warm_up");
            assertThat(warmUp.path("extent").asText()).as(warmUp.toString()).isEqualTo("short");
            assertThat(warmUp.path("rounds").asInt()).isEqualTo(2);
            assertThat(warmUp.path("took_ns").asLong()).isPositive();
            assertThat(warmUp.path("why").asText()).contains("due within 0.1 s", "2 under way");
        }
        assertThat(temp.resolve("jvm-" + said.get("pid") + ".txt"))
                .as("the script's process is the JVM of the run")
                .exists();
        try (Stream<Path> files = Files.list(user)) {
            assertThat(files).as("the result line").anyMatch(file -> file.toString()
                    .endsWith("_2_sharegpt.jsonl"));
        }
    }

    /** Those that it starts with the options of every run. */
    @Test
    void theScriptKnowsTheCommandsThatAreRuns() throws IOException {
        String script = Files.readString(Path.of("bin/volley"));
        String named = script.replaceFirst("(?s).*\\nruns=\"(.*?)\".*", "$1").replace("\\", " ");
        assertThat(named.strip().split("\\s+"))
                .containsExactlyInAnyOrderElementsOf(
                        Mode.all().map(Mode::command).toList());
    }

    @Test
    void classesThatWereCompiledAfterTheyWerePackedAreNotTakenFromTheJar() throws Exception {
        Path packed = Files.createFile(temp.resolve("check out/target/volley-packed.jar"));
        Instant main = newest(folderOf(VolleyCommand.class));
        Instant tests = newest(folderOf(Multiturn.class));
        Instant newest = main.isAfter(tests) ? main : tests;
        Files.setLastModifiedTime(packed, FileTime.from(newest));
        assertThat(classPath()).endsWith("/volley-packed.jar");
        Files.setLastModifiedTime(packed, FileTime.from(newest.minusSeconds(1)));
        assertThat(classPath()).endsWith("/target/classes:" + temp.resolve("check out/target/test-classes"));
        Files.delete(packed);
        assertThat(classPath()).endsWith("/target/classes:" + temp.resolve("check out/target/test-classes"));
    }

    /** As the scripts give it to Java. */
    private String classPath() throws Exception {
        Process shell = new ProcessBuilder(
                        "bash", "-c", "source \"$0\" && echo \"$classes\"", "check out/bin/lib/test-class-path.bash")
                .directory(temp.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return said.strip();
    }

    private static Instant newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(ScriptTest::changed).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theBundledSampleIsFound() throws Exception {
        assertThat(execute("volley", "multiturn", "--dry-run"))
                .containsEntry("exit code", "0")
                .hasEntrySatisfying("stdout", out -> assertThat(out).contains("24 conversations"));
    }

    @Test
    void mistakesAreOneLine() throws Exception {
        for (List<String> typed : List.of(
                List.of("volley", "multiturn", "--ordr", "fifo"),
                List.of("volley", "report", "no run's folder"),
                List.of("download", "it's none"),
                List.of("download", "sharegpt", "--to"),
                List.of("simulated-server", "--port", "70000"),
                List.of("simulated-server", "--prt", "7"))) {
            Map<String, String> said = execute(typed.toArray(String[]::new));
            assertThat(said)
                    .as(typed.toString())
                    .containsEntry("exit code", "64")
                    .containsEntry("stdout", "");
            assertThat(said.get("stderr").lines()).as(said.get("stderr")).hasSize(1);
        }
    }

    /** What a script says, and its exit code. */
    private Map<String, String> execute(String... command) throws Exception {
        Path out = temp.resolve("out.txt");
        Path err = temp.resolve("err.txt");
        command[0] = user.resolve(command[0]).toString();
        ProcessBuilder script = new ProcessBuilder(command)
                .directory(user.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // nothing is measured here
        script.environment()
                .put(
                        "JVM_ARGS",
                        "-XX:TieredStopAtLevel=1 -Xms64M -Xmn32M -XX:-AlwaysPreTouch" + " -Xlog:gc:file=../jvm-%p.txt");
        Process process = script.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new TreeMap<>(Map.of(
                "pid",
                String.valueOf(process.pid()),
                "exit code",
                String.valueOf(process.exitValue()),
                "stdout",
                Files.readString(out),
                "stderr",
                Files.readString(err)));
    }
}
