package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import volley.config.ApiFormat;
import volley.config.ApiSettings;
import volley.config.HistoryForm;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

/** What a command line is read as: its simulation, its parameters, and what help says of both. */
class VolleyCommandTest {
    @Test
    void aCommandLineOfTheOriginalsReadme() {
        Launch launch = launch("bench_serving --backend sglang --dataset-path longdep_qa.json --dataset-name loogle"
                + " --request-rate 10 --num-prompts 10 --port 8001 --enable-multiturn --disable-shuffle");
        assertThat(launch.kind().simulation()).isEqualTo("volley.Multiturn");
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
        "bench_serving --dataset-name nextqa --enable-multiturn, volley.Multimodal",
        "bench_serving --dataset-name nextqa --enable-shared-prefix, volley.SharedPrefix",
        "bench_multiturn, volley.SyntheticMultiturn",
        "multiturn, volley.Multiturn",
        "shared-prefix, volley.SharedPrefix",
        "single-turn, volley.SingleTurn",
        "synthetic-multiturn, volley.SyntheticMultiturn",
        "multimodal, volley.Multimodal",
        "trace-replay, volley.TraceReplay",
        "compare-servers, volley.CompareServers",
        "calibrate --calibrate shared-prefix, volley.Calibrate"
    })
    void eachCommandRunsItsSimulation(String line, String simulation) {
        assertThat(launch(line).kind().simulation()).isEqualTo(simulation);
    }

    /** The commands of the original's README as they stand there, but for the interpreter and a stray backslash. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bench_serving --model mistralai/Mistral-7B-Instruct-v0.3 --backend sglang --dataset-path"
                        + " longdep_qa.json --dataset-name loogle --request-rate 10 --num-prompts 10 --port 8001"
                        + " --enable-multiturn --disable-shuffle",
                "bench_serving --model mistralai/Mistral-7B-Instruct-v0.3 --backend sglang --dataset-path"
                        + " longdep_qa.json --dataset-name loogle --request-rate 10 --num-prompts 10 --port 8001"
                        + " --enable-shared-prefix --disable-shuffle",
                "bench_serving --model lmms-lab/LLaVA-NeXT-Video-7B --backend sglang --dataset-path NExTVideo"
                        + " --dataset-name nextqa --request-rate 10 --num-prompts 1 --disable-shuffle --port 8001"
                        + " --enable-multiturn --max-frames 16 --tokenizer llava-hf/llava-1.5-7b-hf"
                        + " --fixed-output-len 2048",
                "bench_multiturn --model-path Qwen/Qwen2.5-14B-Instruct"
            })
    void whatTheOriginalsReadmeRunsIsTakenByTheRun(String line) {
        Launch launch = launch(line);
        Properties properties = new Properties();
        properties.putAll(launch.properties());
        assertThatCode(() -> SettingsReader.read(properties, launch.kind())).doesNotThrowAnyException();
    }

    /** Every command in the document's table runs the simulation, and with the parameters, that its row says. */
    @Test
    void theDocumentedCommandsAreWhatTheyAreSaidToBe() throws IOException {
        List<List<String>> rows = documented(Path.of("docs", "original-commands.md"));
        assertThat(rows).hasSize(8);
        Set<String> simulations = new HashSet<>();
        for (List<String> row : rows) {
            Launch maven = maven(row.get(2));
            simulations.add(maven.kind().simulation());
            List<String> lines = new ArrayList<>(commands(row.get(1), "bin/volley "));
            lines.add(commands(row.get(0), "python3 ").get(0).replaceFirst("\\.py", ""));
            assertThat(lines).hasSize(3).allSatisfy(line -> {
                Launch launch = launch(line);
                assertThat(launch.kind().simulation())
                        .as(line)
                        .isEqualTo(maven.kind().simulation());
                String mode = launch.kind()
                        .simulation()
                        .replaceFirst("^volley\\.", "")
                        .toLowerCase(Locale.ROOT);
                assertThat(effective(launch, mode)).as(line).containsAllEntriesOf(maven.properties());
            });
        }
        assertThat(simulations)
                .containsExactlyInAnyOrder(
                        "volley.Multiturn",
                        "volley.SharedPrefix",
                        "volley.SingleTurn",
                        "volley.Multimodal",
                        "volley.SyntheticMultiturn");
    }

    @Test
    void theReadmesTableIsTrue() throws IOException {
        List<List<String>> rows = documented(Path.of("README.md"));
        assertThat(rows).hasSize(7).allSatisfy(row -> {
            String simulation = row.get(1).replaceFirst(".*which is `(volley\\.\\w+)`.*", "$1");
            assertThat(launch(commands(row.get(0), "python3 ").get(0).replaceFirst("\\.py", ""))
                            .kind()
                            .simulation())
                    .isEqualTo(simulation);
            assertThat(launch(commands(row.get(1), "bin/volley ").get(0)).kind().simulation())
                    .isEqualTo(simulation);
        });
    }

    /** Rows of the table whose first cell is a command of the original, as cells. */
    private static List<List<String>> documented(Path document) throws IOException {
        try (Stream<String> lines = Files.lines(document)) {
            return lines.filter(line -> line.startsWith("| `python3 "))
                    .map(line -> List.of(line.substring(1).split("\\|")))
                    .toList();
        }
    }

    private static List<String> commands(String cell, String beginning) {
        return Pattern.compile("`" + beginning + "([^`]*)`")
                .matcher(cell)
                .results()
                .map(found -> found.group(1).replace("…", "").strip())
                .toList();
    }

    private static Launch maven(String cell) {
        TreeMap<String, String> properties = new TreeMap<>();
        for (String word : commands(cell, "mvn gatling:test ").get(0).split(" ")) {
            String[] pair = word.replaceFirst("^-D", "").split("=", 2);
            properties.put(pair[0], pair[1]);
        }
        SimulationKind kind = SimulationKind.ofClass(properties.remove("gatling.simulationClass"))
                .orElseThrow();
        return new Launch(kind.command(), kind, properties);
    }

    /** Its parameters and the defaults, by their property. */
    private static Map<String, String> effective(Launch launch, String mode) {
        Properties properties = new Properties();
        properties.putAll(launch.properties());
        Map<String, String> effective = new TreeMap<>();
        SettingsReader.read(properties, SimulationKind.ofMode(mode).orElseThrow())
                .effective()
                .forEach((name, value) -> effective.put("volley." + name, value));
        return effective;
    }

    /** Every flag of bench_multiturn, with a value that is not the default, reaches the settings. */
    @Test
    void allFlagsOfBenchMultiturnAreTaken() {
        Launch launch = launch("bench_multiturn --num-clients 11 --max-parallel 12 --request-length 13"
                + " --output-length 14 --num-rounds 7 --min-rounds 6 --max-rounds 8 --range-ratio 0.5"
                + " --sub-question-input-length 15 --distribution uniform --request-rate 2.5 --host gpu7 --port 81"
                + " --model-path some/model --dataset-path a.json --log-file b.jsonl --disable-auto-run"
                + " --enable-round-barrier --ready-queue-policy fifo --tag try --seed 9"
                + " --lora-path ada --api-format openai");
        Settings settings = synthetic(launch);
        assertThat(settings.generated().dialogues().toString())
                .isEqualTo("Dialogues[clients=11, minRounds=6, maxRounds=8, firstPromptTokens=13,"
                        + " furtherPromptTokens=15, outputTokens=14, rangeRatio=0.5,"
                        + " requestsPerSecond=[2.5], newSessions=false, tag=Optional[try]]");
        assertThat(settings.server().api()).isEqualTo(new ApiSettings(ApiFormat.OPENAI, HistoryForm.TEXT));
        assertThat(synthetic(launch("bench_multiturn")).server().api().format()).isEqualTo(ApiFormat.SGLANG);
        assertThat(settings.generated().wordsOnly()).isFalse();
        assertThat(settings.load().roundBarrier()).isTrue();
        assertThat(settings.load().toString()).contains("UNIFORM", "FIFO", "OptionalInt[12]");
        assertThat(settings.server().toString()).contains("http://gpu7:81", "some/model", "ada");
        assertThat(settings.workload().datasetPath()).contains(Path.of("a.json"));
        assertThat(settings.workload().seed()).isEqualTo(9);
        assertThat(settings.output().outputFile()).contains(Path.of("b.jsonl"));
        // its words are drawn, so that a file beside it would not be read
        assertThat(synthetic(launch("bench_multiturn --disable-random-sample"))
                        .generated()
                        .wordsOnly())
                .isTrue();
    }

    private static Settings synthetic(Launch launch) {
        Properties properties = new Properties();
        properties.putAll(launch.properties());
        return SettingsReader.read(properties, SimulationKind.SYNTHETIC_MULTITURN);
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
        assertThat(line.execute("multiturn", "--ordr", "fifo")).isEqualTo(64);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("--ordr", "volley multiturn --help");
    }

    static Stream<Mode> modes() {
        return Mode.all();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void helpNamesEveryOptionWithItsDefault(Mode mode) {
        StringWriter out = new StringWriter();
        VolleyCommand.commandLine().getSubcommands().get(mode.command()).usage(new PrintWriter(out, true));
        assertThat(mode.options()).isNotEmpty().allSatisfy(option -> assertThat(out.toString())
                .contains("--" + option));
        String words = out.toString().replaceAll("\\s+", " ");
        assertThat(words).doesNotContain("volley.Multi", "volley.Synth", "-Dvolley.request-rate", "`");
        assertThat(mode.options())
                .allSatisfy(option -> assertThat(mode.help(option).split("Default:", -1))
                        .as(option)
                        .hasSizeLessThanOrEqualTo(2));
        if (mode == Mode.BENCH_MULTITURN) {
            assertThat(words)
                    .contains("client's queue time. Default: 128.", "one after the other; 1 with --disable-auto-run.");
        }
    }

    @Test
    void helpTellsOneOptionAndOneTopic() {
        assertThat(said("multiturn", "--help", "--think-time-seconds"))
                .contains("--think-time-seconds", "takes no place under --max-concurrency")
                .doesNotContain("--seed");
        assertThat(said("bench_serving", "--help", "random")).contains("--random-input-len", "--dataset-name random:");
        assertThat(said("multiturn", "--help", "request-rate")).contains("Default: inf; on the bundled sample 8.");
    }

    @Test
    void versionNamesVersionAndCommit() {
        assertThat(said("--version")).containsPattern("^Volley \\d\\S* \\(commit ([0-9a-f]{12}(-dirty)?|unknown)\\) ");
    }

    private static String said(String... args) {
        StringWriter out = new StringWriter();
        CommandLine line = VolleyCommand.commandLine().setOut(new PrintWriter(out, true));
        assertThat(VolleyCommand.run(line, args)).isZero();
        return out.toString().replaceAll("\\s+", " ");
    }

    @Test
    void completionIsAScriptThatKnowsTheCommands() {
        StringWriter out = new StringWriter();
        CommandLine line = VolleyCommand.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute("generate-completion")).isZero();
        assertThat(out.toString()).contains("bench_serving", "'--enable-multiturn'");
    }

    private static Launch launch(String line) {
        ParseResult parsed = VolleyCommand.commandLine().parseArgs(line.split(" "));
        Mode mode = (Mode) parsed.subcommand().commandSpec().userObject();
        return VolleyCommand.launch(mode, parsed.subcommand());
    }
}
