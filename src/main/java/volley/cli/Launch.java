package volley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import volley.config.BundledFiles;
import volley.config.GivenAs;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.os.LauncherWatch;
import volley.trials.Trials;

/**
 * A simulation to run.
 *
 * @param command the command of {@code bin/volley} that it is of
 * @param kind the simulation
 * @param properties system properties, {@code volley.} and others
 */
record Launch(String command, SimulationKind kind, SortedMap<String, String> properties) {
    /** The file of the options that every measuring JVM has; bin/volley says where it is. */
    private static final String JVM_OPTIONS = System.getProperty("client.jvm-options", "bin/lib/client-jvm-options");

    /** The libraries' classes as JVMs share them; bin/volley says where they are, if they are. */
    private static final String SHARED_CLASSES = System.getProperty("client.shared-classes");

    /** Whether this JVM has the options of every run, so that the run can be played in it; bin/volley says so. */
    private static final boolean HAS_OPTIONS_OF_RUNS = Boolean.getBoolean("client.jvm-is-this");

    private static final String OF_VOLLEY = "volley.";

    /** In the checkout as with Maven; elsewhere a name that says whose results they are. */
    private static final Path RESULTS_IN_CHECKOUT = Path.of("target", "gatling");

    private static final Path RESULTS = Path.of("volley-results");

    /**
     * Checks the parameters as the run will, so that a mistake is told before a JVM is started for it.
     *
     * @throws volley.config.BadInputException for what the run would refuse
     */
    void check() {
        Properties given = new Properties();
        given.putAll(properties);
        GivenAs.flagsOf(command, () -> Trials.of(given, PlayedSimulation.of(kind)));
    }

    /** After those of every run, so that they win. */
    static List<String> moreOptions(String given) {
        return given == null || given.isBlank()
                ? List.of()
                : List.of(given.strip().split("\\s+"));
    }

    /** The folder for results, relative to where the user stands. */
    static Path results() {
        return BundledFiles.standsInCheckout() ? RESULTS_IN_CHECKOUT : RESULTS;
    }

    /** The command of a JVM that runs it, with this JVM's class path. */
    List<String> jvm() {
        List<String> jvm = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + JVM_OPTIONS));
        if (SHARED_CLASSES != null) {
            jvm.add("-XX:SharedArchiveFile=" + SHARED_CLASSES);
        }
        jvm.addAll(moreOptions(System.getenv(GivenAs.JVM_ARGS)));
        jvm.addAll(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-D" + GivenAs.COMMAND_PROPERTY + "=" + command,
                LauncherWatch.OPTION));
        properties.forEach((name, value) -> jvm.add("-D" + name + "=" + value));
        jvm.addAll(List.of("-cp", System.getProperty("java.class.path"), GatlingHere.MAIN_CLASS));
        jvm.addAll(gatlingsArguments());
        return jvm;
    }

    private List<String> gatlingsArguments() {
        return List.of("-s", kind.simulation(), "-rf", results().toString());
    }

    /** Whether it is played in this JVM. Other properties than Volley's may have to be there when a JVM starts. */
    private boolean canBePlayedHere() {
        return HAS_OPTIONS_OF_RUNS && properties.keySet().stream().allMatch(name -> name.startsWith(OF_VOLLEY));
    }

    /**
     * Runs it on this terminal: in this JVM, if that can be, else in one of its own. Its standard input is then a pipe from this
     * process, by whose end it knows that this one is gone.
     *
     * @return Gatling's exit code
     */
    int run() throws IOException, InterruptedException {
        return canBePlayedHere() ? GatlingHere.play(command, properties, gatlingsArguments()) : runApart();
    }

    private int runApart() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(jvm())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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
