package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

/** The flags of the original as it is today: each is taken by the run, or refused with a reason. */
class OriginalFlagsTest {
    /** Flags of bench_serving.py, with a value that the original takes; - for those without one. */
    private static final Map<String, String> BENCH_SERVING = flags(
            """
            backend vllm, base-url http://127.0.0.1:8000, host 127.0.0.1, port 8001, dataset-name loogle,
            dataset-path a.json, model a/b, tokenizer c/d, chat-template t.jinja, num-prompts 10, fixed-output-len 64,
            random-input-len 100, random-output-len 100, random-range-ratio 0.5, request-rate 10, max-concurrency 4,
            output-file o.jsonl, enable-multiturn -, enable-shared-prefix -, disable-shuffle -, disable-tqdm -,
            disable-stream -, seed 7, disable-ignore-eos -, extra-request-body {"top_k":1}, profile -, lora-name l,
            gsp-num-groups 2, gsp-prompts-per-group 3, gsp-system-prompt-len 50, gsp-question-len 20, gsp-output-len 9,
            max-frames 16
            """);

    private static final Map<String, String> BENCH_MULTITURN = flags(
            """
            num-clients 256, max-parallel 128, request-length 512, output-length 64, num-rounds 5,
            distribution uniform, request-rate 1.0, host localhost, port 30000, model-path a/b, dataset-path d.json,
            log-file performance_metrics.jsonl, disable-auto-run -, disable-random-sample -, enable-round-barrier -,
            sub-question-input-length 0, ready-queue-policy fifo, tag t, min-rounds 0, max-rounds 0, range-ratio 1.0,
            seed 1, lora-path l, api-format openai
            """);

    private static final Map<String, String> BENCH_MIX =
            flags("model-path a/b, dataset-path d.json, host localhost, port 30000, duration 120");

    private static final List<String> REFUSED = List.of(
            "bench_mix log-level debug",
            "bench_mix debug-log-file debug.log.jsonl",
            "bench_serving sharegpt-context-len 10",
            "bench_serving multi -",
            "bench_serving request-rate-range 2,34,2",
            "bench_serving return-logprob -",
            "bench_serving apply-chat-template -",
            "bench_multiturn cache-report -",
            "bench_multiturn duration 60",
            "bench_multiturn min-session-rounds 5",
            "bench_multiturn max-session-rounds 25",
            "bench_multiturn flush-between-rounds -",
            "bench_multiturn served-model-name m",
            "bench_serving temperature 0.7",
            "bench_serving top-p 0.9",
            "bench_serving flush-cache-timeout 5",
            "bench_serving output-details -",
            "bench_serving use-trace-timestamps -");

    private static Map<String, String> flags(String list) {
        Map<String, String> flags = new TreeMap<>();
        for (String each : list.strip().split(",\\s+")) {
            flags.put(each.split(" ")[0], each.split(" ")[1]);
        }
        return flags;
    }

    @Test
    void theListsAreWhole() {
        assertThat(BENCH_SERVING.size() + 5).isEqualTo(38);
        assertThat(BENCH_MULTITURN).hasSize(24);
        assertThat(BENCH_MIX.size() + 2).isEqualTo(7);
    }

    private static Stream<String> taken() {
        return Stream.of(
                        lines("bench_serving", BENCH_SERVING),
                        lines("bench_multiturn", BENCH_MULTITURN),
                        lines("bench_mix", BENCH_MIX))
                .flatMap(each -> each);
    }

    private static Stream<String> lines(String command, Map<String, String> flags) {
        return flags.entrySet().stream().map(each -> command + " " + each.getKey() + " " + each.getValue());
    }

    @ParameterizedTest
    @MethodSource("taken")
    void eachFlagReachesTheRun(String line) {
        String[] words = words(line);
        Launch launch = launch(words);
        Properties given = new Properties();
        given.putAll(launch.properties());
        Map<String, String> effective =
                SettingsReader.read(given, launch.kind()).effective();
        String name = line.split(" ")[1];
        if (name.startsWith("enable-") && !name.equals("enable-round-barrier")) {
            assertThat(launch.kind())
                    .isEqualTo(
                            name.equals("enable-multiturn") ? SimulationKind.MULTITURN : SimulationKind.SHARED_PREFIX);
        } else {
            assertThat(effective).containsValue(words.length > 2 ? words[2] : "true");
        }
    }

    static List<String> refused() {
        return REFUSED;
    }

    @ParameterizedTest
    @MethodSource("refused")
    void orIsRefusedWithAReason(String line) {
        StringWriter said = new StringWriter();
        CommandLine command = VolleyCommand.commandLine();
        command.getSubcommands().values().forEach(each -> each.setErr(new PrintWriter(said, true)));
        assertThat(VolleyCommand.run(command, words(line))).isEqualTo(64);
        assertThat(said.toString().lines())
                .singleElement()
                .asString()
                .startsWith("volley: --" + line.split(" ")[1])
                .containsPattern(" is not (a parameter of Volley|an option): \\w+");
    }

    /** Lines of the original's README as they are printed there, split by a shell. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "python bench_multiturn.py --model-path Qwen/Qwen2.5-14B-Instruct",
                """
                python3 bench_serving.py --model mistralai/Mistral-7B-Instruct-v0.3 --backend sglang \\
                --dataset-path longdep_qa.json --dataset-name loogle --request-rate 10 --num-prompts 10  \\
                --port 8001 --enable-multiturn --disable-shuffle""",
                """
                python3 bench_serving.py --model lmms-lab/LLaVA-NeXT-Video-7B --backend sglang  --dataset-path \\
                NExTVideo  --dataset-name nextqa --request-rate 10 --num-prompts 1 --disable-shuffle --port 8001 \\ --enable-multiturn --max-frames 16 --tokenizer llava-hf/llava-1.5-7b-hf --fixed-output-len 2048""",
                "python3 bench_serving.py --port 8001 \\ \n --num-prompts 3"
            })
    void theReadmesLinesRunAsPrinted(String printed) throws Exception {
        String line = printed.lines()
                .limit(printed.contains("\\ \n") ? 1 : 9)
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow();
        Process shell = new ProcessBuilder("sh", "-c", line.replaceFirst("^python3? ", "printf '%s\\\\0' "))
                .redirectErrorStream(true)
                .start();
        String[] words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0");
        words[0] = words[0].replace(".py", "");
        Launch launch = launch(words);
        Properties given = new Properties();
        given.putAll(launch.properties());
        assertThat(SettingsReader.read(given, launch.kind()).effective()).isNotEmpty();
        if (printed.contains("nextqa")) {
            assertThat(words).as("the shell's").contains(" --enable-multiturn");
            assertThat(launch.kind()).isEqualTo(SimulationKind.MULTIMODAL);
            assertThat(launch.properties())
                    .containsEntry("volley.max-frames", "16")
                    .containsEntry("volley.port", "8001");
        }
    }

    /** Its workload is the file that the environment names, and its interface SGLang's own. */
    @Test
    void benchMixPlaysUsersAsTheyAreInItsFile() {
        Launch launch = launch("bench_mix", "--duration", "5", "--simulated");
        assertThat(launch.kind()).isEqualTo(SimulationKind.MULTITURN);
        assertThat(launch.properties())
                .containsEntry("volley.dataset-name", "mix")
                .containsEntry("volley.api-format", "sglang")
                .containsEntry("volley.duration-seconds", "5");
        assertThat(launch("bench_mix", "--api-format", "openai").properties())
                .containsEntry("volley.api-format", "openai");
        assertThat(Mode.BENCH_MIX.presets(Map.of("CONFIG_PATH", "my.json"))).containsEntry("mix-config", "my.json");
        assertThat(Mode.BENCH_MIX.presets(Map.of())).doesNotContainKey("mix-config");
        assertThat(Mode.BENCH_SERVING.presets(Map.of("CONFIG_PATH", "my.json"))).isEmpty();
    }

    @Test
    void aBlankThatIsAValueStays() {
        assertThat(StrayBlanks.without("multiturn", "--salt", " ", " ", " --order", "fifo", ""))
                .containsExactly("multiturn", "--salt", " ", "--order", "fifo", "");
    }

    private static String[] words(String line) {
        String[] parts = line.split(" ");
        return Arrays.stream(new String[] {parts[0], "--" + parts[1], parts[2]})
                .filter(word -> !word.equals("-"))
                .toArray(String[]::new);
    }

    private static Launch launch(String... words) {
        ParseResult parsed = VolleyCommand.commandLine().parseArgs(StrayBlanks.without(words));
        Mode mode = (Mode) parsed.subcommand().commandSpec().userObject();
        return VolleyCommand.launch(mode, parsed.subcommand());
    }
}
