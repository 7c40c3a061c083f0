package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import volley.config.Settings;

class VolleyCommandTest {
    @TempDir
    Path folder;

    @Test
    void aCommandLineOfTheOriginalsReadme() {
        Launch launch = launch("bench_serving --backend sglang --dataset-path longdep_qa.json --dataset-name loogle"
                + " --request-rate 10 --num-prompts 10 --port 8001 --enable-multiturn --disable-shuffle");
        assertThat(launch.simulation()).isEqualTo("volley.Multiturn");
        assertThat(launch.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "volley.backend", "sglang",
                        "volley.dataset-path", "longdep_qa.json",
                        "volley.dataset-name", "loogle",
                        "volley.request-rate", "10",
                        "volley.num-prompts", "10",
                        "volley.port", "8001",
                        "volley.disable-shuffle", "true"));
    }

    @ParameterizedTest
    @CsvSource({
        "bench_serving, volley.SingleTurn",
        "bench_serving --dataset-name random, volley.SingleTurn",
        "bench_serving --enable-multiturn, volley.Multiturn",
        "bench_serving --dataset-name loogle --enable-shared-prefix, volley.SharedPrefix",
        "bench_serving --dataset-name=generated-shared-prefix, volley.SharedPrefix",
        "bench_serving --dataset-name nextqa, volley.Multimodal",
        "bench_multiturn, volley.SyntheticMultiturn",
        "multiturn, volley.Multiturn",
        "shared-prefix, volley.SharedPrefix",
        "single-turn, volley.SingleTurn",
        "synthetic-multiturn, volley.SyntheticMultiturn"
    })
    void eachCommandRunsItsSimulation(String line, String simulation) {
        assertThat(launch(line).simulation()).isEqualTo(simulation);
    }

    /** Every flag of bench_multiturn, with a value that is not the default, reaches the settings. */
    @Test
    void allFlagsOfBenchMultiturnAreTaken() {
        Launch launch = launch("bench_multiturn --num-clients 11 --max-parallel 12 --request-length 13"
                + " --output-length 14 --num-rounds 7 --min-rounds 6 --max-rounds 8 --range-ratio 0.5"
                + " --sub-question-input-length 15 --distribution uniform --request-rate 2.5 --host gpu7 --port 81"
                + " --model-path some/model --dataset-path a.json --log-file b.jsonl --disable-auto-run"
                + " --disable-random-sample --enable-round-barrier --ready-queue-policy fifo --tag try --seed 9"
                + " --lora-path ada --api-format openai");
        Properties properties = new Properties();
        properties.putAll(launch.properties());
        Settings settings = Settings.from(properties, "syntheticmultiturn");
        assertThat(settings.generated().dialogues().toString())
                .isEqualTo("Dialogues[clients=11, minRounds=6, maxRounds=8, firstPromptTokens=13,"
                        + " furtherPromptTokens=15, outputTokens=14, rangeRatio=0.5, api=OPENAI, history=TEXT,"
                        + " requestsPerSecond=[2.5], tag=Optional[try]]");
        assertThat(settings.generated().wordsOnly()).isTrue();
        assertThat(settings.load().roundBarrier()).isTrue();
        assertThat(settings.load().toString()).contains("UNIFORM", "FIFO", "OptionalInt[12]");
        assertThat(settings.server().toString()).contains("http://gpu7:81", "some/model", "ada");
        assertThat(settings.workload().datasetPath()).contains(Path.of("a.json"));
        assertThat(settings.workload().seed()).isEqualTo(9);
        assertThat(settings.output().outputFile()).contains(Path.of("b.jsonl"));
    }

    @Test
    void theOriginalsCommandsAskTheOwnMachineUnlessToldNotTo() {
        assertThat(launch("bench_serving").properties()).containsEntry("volley.host", "127.0.0.1");
        assertThat(launch("bench_serving --simulated").properties()).isEmpty();
        assertThat(launch("bench_multiturn --port 81").properties()).containsExactly(Map.entry("volley.port", "81"));
        assertThat(launch("multiturn").properties()).isEmpty();
    }

    @Test
    void anyPropertyMayBeAdded() {
        assertThat(launch("bench_serving --simulated -Dvolley.order=strict -D a=b")
                        .properties())
                .containsOnly(Map.entry("volley.order", "strict"), Map.entry("a", "b"));
    }

    @Test
    void whatContradictsOrIsUnknownIsRefusedInOneLine() {
        assertThatThrownBy(() -> launch("bench_serving --enable-multiturn --enable-shared-prefix"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("exclude each other");
        StringWriter err = new StringWriter();
        CommandLine line = VolleyCommand.commandLine().setErr(new PrintWriter(err, true));
        assertThat(line.execute("multiturn", "--ordr", "fifo")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("--ordr", "volley multiturn --help");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void helpNamesEveryOptionWithItsDefault(Mode mode) {
        StringWriter out = new StringWriter();
        VolleyCommand.commandLine().getSubcommands().get(mode.command()).usage(new PrintWriter(out, true));
        assertThat(mode.options()).isNotEmpty().allSatisfy(option -> assertThat(out.toString())
                .contains("--" + option));
        if (mode == Mode.BENCH_MULTITURN) {
            assertThat(out.toString().replaceAll("\\s+", " "))
                    .contains("client's queue time. Default: 128.", "as a turn is ready. Default: 1.");
        }
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        StringWriter out = new StringWriter();
        CommandLine line = VolleyCommand.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute("generate-completion")).isZero();
        assertThat(out.toString()).contains("bench_serving", "'--enable-multiturn'");
    }

    /** The whole way: a JVM with the command, another with Gatling in it, the simulated server in that. */
    @Test
    void theCommandRunsGatlingAndGivesItsExitCode() throws Exception {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty(
                                                "surefire.test.class.path", System.getProperty("java.class.path")),
                                        VolleyCommand.class.getName()),
                                Stream.of(("bench_serving --simulated --request-rate inf --num-prompts 2"
                                                + " --fixed-output-len 4 --tokenizer "
                                                + Path.of("data/tokenizer").toAbsolutePath() + " --dataset-path "
                                                + Path.of("data/sharegpt.sample.json")
                                                        .toAbsolutePath()
                                                + " --output-file line.jsonl")
                                        .split(" ")))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        assertThat(Files.readString(out)).contains("singleturn: the first turn of each conversation");
        assertThat(Files.readString(folder.resolve("line.jsonl"))).contains("\"completed\":2");
    }

    private static Launch launch(String line) {
        ParseResult parsed = VolleyCommand.commandLine().parseArgs(line.split(" "));
        Mode mode = (Mode) parsed.subcommand().commandSpec().userObject();
        return VolleyCommand.launch(mode, parsed.subcommand());
    }
}
