package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.gatling.SharedClasses;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.Fault;
import volley.simulator.http.SimulatedServer;

/** The command in a JVM of its own, and the run that it starts in another: what is said, exit codes, signals. */
class CommandProcessTest {
    private static final Path SAMPLE = Path.of("data", "sharegpt.sample.json").toAbsolutePath();

    @TempDir
    Path folder;

    /** The whole way: a JVM with the command, another with Gatling in it, the simulated server in that. */
    @Test
    void theCommandRunsGatlingAndGivesItsExitCode() throws Exception {
        assertThat(execute("bench_serving --simulated --client-warmup-seconds 0 --request-rate inf --num-prompts 2"
                        + " --fixed-output-len 4 --tokenizer "
                        + Path.of("data/tokenizer").toAbsolutePath() + " --dataset-path " + SAMPLE
                        + " --output-file line.jsonl"))
                .as("exit code")
                .isZero();
        assertThat(Files.readString(folder.resolve("out.txt")))
                .contains("singleturn: the first turn of each conversation");
        assertThat(Files.readString(folder.resolve("line.jsonl"))).contains("\"completed\":2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bench_multiturn --simulated --disable-random-sample |
                    synthetic-multiturn --disable-random-sample         |
                    compare-servers                                     | --dataset-name sharegpt
                    """)
    void aDatasetThatNothingIsReadOfIsRefusedInOneLine(String line, String otherWay) throws Exception {
        assertThat(execute(line + " --dataset-path " + SAMPLE)).as("exit code").isEqualTo(64);
        String said = Files.readString(folder.resolve("out.txt"));
        assertThat(said.lines()).as(said).hasSize(1);
        assertThat(said)
                .startsWith("volley: --dataset-path " + SAMPLE)
                .contains("is not read while words are drawn", "--disable-random-sample false");
        assertThat(said.contains("--dataset-name sharegpt"))
                .as("only where it would be taken")
                .isEqualTo(otherWay != null);
    }

    /** As the original does: what there is is played, and that it is less is said. Volley's own commands refuse it. */
    @Test
    void fewerConversationsThanAskedForAreAWarningUnderTheOriginalsCommands() throws Exception {
        assertThat(execute("bench_serving --simulated --dry-run --num-prompts 1000 --dataset-path " + SAMPLE))
                .as("exit code")
                .isZero();
        assertThat(Files.readString(folder.resolve("out.txt")))
                .contains(
                        "volley: warning: --num-prompts asks for 1000 conversations, but only 24 are usable",
                        "24 conversations, 24 turns");
        assertThat(execute("single-turn --dry-run --num-prompts 1000 --dataset-path " + SAMPLE))
                .as("exit code")
                .isEqualTo(64);
    }

    /** What only the run finds, when it reads the dataset. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --dataset-path nowhere.json                           | nowhere.json does not exist; check --dataset-path
                    --dataset-path .                                      | is a folder, pipe or device; set --dataset-path
                    --dataset-name sharegtp --dataset-path nowhere.json   | "sharegtp" in --dataset-name; use one of
                    """)
    void aWrongDatasetIsRefusedInOneLine(String options, String said) throws Exception {
        assertThat(execute("multiturn --dry-run " + options)).as("exit code").isEqualTo(64);
        assertThat(Files.readString(folder.resolve("out.txt")).lines())
                .singleElement()
                .asString()
                .contains(said);
    }

    /** SIGTERM to the command alone: it passes it on, and ends when the run's results are written. */
    @Test
    void aSignalToTheCommandEndsTheRunWithItsResults() throws Exception {
        Process command = playUntil(Process::destroy);
        assertThat(command.exitValue()).isEqualTo(143);
    }

    /** kill -9 of the command: the run ends as by SIGTERM. */
    @Test
    void aKillOfTheCommandEndsTheRunWithItsResults() throws Exception {
        playUntil(Process::destroyForcibly);
    }

    /** Plays until a request is under way, ends the command, and waits for it and for the run. */
    private Process playUntil(Consumer<Process> end) throws Exception {
        CountDownLatch under = new CountDownLatch(1);
        Process process;
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 1, 100_000)),
                        text -> text.codePoints().toArray())
                .faults(request -> {
                    under.countDown();
                    return Fault.extraLatency(Duration.ofMinutes(10));
                })
                .start()) {
            process = start("synthetic-multiturn --base-url " + server.baseUrl() + " --tokenizer "
                    + Path.of("data/tokenizer").toAbsolutePath()
                    + " --disable-random-sample --request-rate inf --num-clients 2 --num-rounds 2"
                    + " --warmup-requests 0 --client-warmup-seconds 0");
            List<ProcessHandle> runs = List.of();
            try {
                assertThat(under.await(120, TimeUnit.SECONDS)).isTrue();
                runs = process.descendants().toList();
                assertThat(runs).isNotEmpty();
                end.accept(process);
                assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
                for (ProcessHandle run : runs) {
                    run.onExit().get(120, TimeUnit.SECONDS);
                }
            } finally {
                process.destroyForcibly();
                runs.forEach(ProcessHandle::destroyForcibly);
            }
        }
        try (Stream<Path> files = Files.walk(folder.resolve("volley-results"))) {
            assertThat(files).anyMatch(file -> file.endsWith("summary.json"));
        }
        assertThat(Files.readString(folder.resolve("out.txt"))).contains("stopped; what is under way is cancelled");
        return process;
    }

    /** Runs the command in a JVM of its own; what it says goes to {@code out.txt}. Gives its exit code. */
    private int execute(String line) throws Exception {
        Process process = start(line);
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private Process start(String line) throws Exception {
        List<String> classes = SharedClasses.options(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(classes);
        command.add(
                "-Dclient.jvm-options=" + Path.of("bin/lib/client-jvm-options").toAbsolutePath());
        command.add(VolleyCommand.class.getName());
        command.addAll(List.of(line.split(" ")));
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        // nothing is measured here
        String options = "-XX:TieredStopAtLevel=1 -Xms64M -Xmn32M -XX:-AlwaysPreTouch";
        String archive = classes.get(0).startsWith("-XX:SharedArchiveFile=") ? " " + classes.get(0) : "";
        process.environment().put("JVM_ARGS", options + archive);
        return process.start();
    }
}
