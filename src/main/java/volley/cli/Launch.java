package volley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A simulation to run.
 *
 * @param simulation its class
 * @param properties system properties, {@code volley.} and others
 */
record Launch(String simulation, SortedMap<String, String> properties) {
    /** The file of the options that every measuring JVM has; bin/volley says where it is. */
    private static final String JVM_OPTIONS = System.getProperty("client.jvm-options", "bin/lib/client-jvm-options");

    private static final Path RESULTS = Path.of("target", "gatling");

    /** The command of a JVM that runs it, with this JVM's class path. */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + JVM_OPTIONS,
                "--add-opens=java.base/java.lang=ALL-UNNAMED"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatling.app.Gatling",
                "-s",
                simulation,
                "-rf",
                RESULTS.toString()));
        return command;
    }

    /**
     * Runs it on this terminal.
     *
     * @return Gatling's exit code
     */
    int run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command()).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAfter(process), "volley-end-after-run"));
        return process.waitFor();
    }

    /**
     * Ctrl-C goes to both JVMs, a kill perhaps to this one alone. It passes it on, and lives until the other has written
     * its results: else the shell would go on before them.
     */
    private static void endAfter(Process run) {
        run.destroy();
        try {
            run.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
