package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        Map<String, String> said = execute(
                "volley",
                "multiturn",
                "--simulate",
                "--num-prompts",
                "2",
                "--dataset-path",
                "my data.json",
                "--tag",
                "it's");
        assertThat(said).containsEntry("exit code", "0");
        try (Stream<Path> files = Files.walk(user.resolve("volley-results"))) {
            Path command = files.filter(file -> file.endsWith("command.txt"))
                    .findFirst()
                    .orElseThrow();
            assertThat(command.resolveSibling("summary.json")).exists();
            assertThat(Files.readString(command))
                    .as("can be repeated in the checkout")
                    .contains("dataset-path=" + user.toString().replace("'", "'\\''") + "/my data.json");
        }
        try (Stream<Path> files = Files.list(user)) {
            assertThat(files).as("the result line").anyMatch(file -> file.toString()
                    .endsWith("_2_sharegpt.jsonl"));
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
        script.environment().put("JVM_ARGS", "-XX:TieredStopAtLevel=1 -Xms64M -Xmn32M -XX:-AlwaysPreTouch");
        Process process = script.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new TreeMap<>(Map.of(
                "exit code",
                String.valueOf(process.exitValue()),
                "stdout",
                Files.readString(out),
                "stderr",
                Files.readString(err)));
    }
}
