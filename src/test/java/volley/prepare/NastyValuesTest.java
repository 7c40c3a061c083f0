package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.Parameter;
import volley.config.ParameterHelp;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

/** Any value of any parameter makes a plan or is refused in one line. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NastyValuesTest {
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "0",
            "-0",
            "-1",
            "1",
            "2",
            "+3",
            "4",
            "0.0",
            "0.5",
            ".5",
            "5.",
            "1e3",
            "1e-300",
            "1e300",
            "1e999",
            "1d",
            "2f",
            "3L",
            "0x10",
            "0x1p3",
            "1_000",
            "1,5",
            "inf",
            "-inf",
            "infinity",
            "NaN",
            "2147483647",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "\u0663",
            "true",
            "TRUE",
            "false",
            "yes",
            "null",
            "none",
            "${x}",
            "${volley.seed}",
            "a=b",
            "a=http://b:1,c=http://d:2",
            "a:1",
            "a:",
            ":",
            ",",
            "2,4",
            "1:8",
            "http://",
            "http://a b",
            "http://[::1]:1",
            "http://h:99999999999",
            "//",
            ".",
            "..",
            "/",
            "a\u0000b",
            "a\nb",
            "\u2028",
            "\"",
            "\\",
            "{",
            "}",
            "[1]",
            "{\"a\": 1}",
            "fifo",
            "random",
            "synthetic",
            "roofline",
            "sglang",
            "x".repeat(5000),
            "\ud800",
            "\u0000",
            "\uff11",
            "\u22121",
            "1 000",
            "1\u00a0000",
            "1'000",
            "1/2",
            "50%",
            "5s",
            "00",
            "0e0",
            "-0.0",
            "4.9e-324",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "0b1",
            "010",
            "1;2",
            "1,",
            ",1",
            "\t",
            "-",
            "--",
            "=",
            "~",
            "*",
            "/dev/null",
            "/dev/full",
            "/dev/zero",
            "/proc/self/mem",
            "/etc",
            "file:///etc/hosts",
            "%s%n",
            "-Dvolley.seed=1");

    /** What is looked up on the network, asks a running server, or names where to write. */
    private static final Set<String> NOT_PREPARED = Set.of("tokenizer", "model", "config", "media-cache");

    /** What a plan may write: below the test's folder only. */
    private static final Set<String> WRITTEN = Set.of("media-cache", "output-file", "log-file", "download-path");

    private static final int PAIRS = 250;

    private static final List<String> NO_FILES =
            List.of("/dev/null", "/dev/zero", "/dev/full", "/proc/self/mem", "/", "/etc", "no/such", "a\u0000b", " ");

    private static final List<Parameter> ALL =
            List.copyOf(ParameterHelp.byName(SimulationKind.MULTITURN).values());

    private static final List<SimulationKind> KINDS = List.of(SimulationKind.values());

    @TempDir
    Path folder;

    @Test
    void anyValueOfAnyParameterIsReadOrRefusedInOneLine() {
        int number = 0;
        for (Parameter parameter : ALL) {
            for (String value : NASTY) {
                SimulationKind kind = KINDS.get(number++ % KINDS.size());
                settings(kind, given(parameter.name(), value));
            }
        }
        for (String value : NASTY) {
            settings(SimulationKind.MULTITURN, given("slo." + value, "5"));
            settings(SimulationKind.MULTITURN, given("slo.ttft.p99" + value, "5"));
            settings(SimulationKind.MULTITURN, given("slo.ttft.p99", value));
            settings(SimulationKind.MULTITURN, given(value, "5"));
            settings(SimulationKind.MULTITURN, given("header.X", value));
            settings(SimulationKind.MULTITURN, given("header." + value, "5"));
        }
    }

    @Test
    void pairsOfValuesMakeAPlanOrAreRefusedInOneLine() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(18);
        List<Parameter> all = ALL.stream()
                .filter(parameter -> !NOT_PREPARED.contains(parameter.name()))
                .toList();
        for (int i = 0; i < PAIRS; i++) {
            SimulationKind kind = KINDS.get(random.nextInt(KINDS.size()));
            Properties given = new Properties();
            for (int parameters = 1 + random.nextInt(2); parameters > 0; parameters--) {
                String name = all.get(random.nextInt(all.size())).name();
                String value = NASTY.get(random.nextInt(NASTY.size()));
                given.setProperty("volley." + name, WRITTEN.contains(name) ? folder + "/" + value : value);
            }
            given.setProperty("volley.dry-run", "true");
            given.setProperty("volley.media-cache", folder.resolve("media").toString());
            settings(kind, given).ifPresent(settings -> prepared(kind, given));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MULTITURN, sharegpt",
        "MULTITURN, ultrachat",
        "SHARED_PREFIX, loogle",
        "MULTITURN, long-context",
        "TRACE_REPLAY, mooncake",
        "MULTIMODAL, images"
    })
    void pathsToWhatIsNoDatasetAreRefusedInOneLine(SimulationKind kind, String dataset) {
        for (String path : NO_FILES) {
            Properties given = given("dataset-path", path);
            given.setProperty("volley.dataset-name", dataset);
            given.setProperty("volley.dry-run", "true");
            given.setProperty("volley.media-cache", folder.resolve("media").toString());
            settings(kind, given).ifPresent(settings -> assertThatThrownBy(() -> prepare(kind, given))
                    .as("%s", given)
                    .isInstanceOf(BadInputException.class)
                    .satisfies(e -> isOneLine((BadInputException) e, given)));
        }
    }

    @Test
    void pathsToOtherThingsThanFilesAreReadOrRefusedInOneLine() {
        for (String path : NO_FILES) {
            for (String parameter : List.of("chat-template", "tls.ca", "tls.cert", "tls.key", "config")) {
                Properties given = given(parameter, path);
                given.setProperty("volley.num-prompts", "1");
                given.setProperty("volley.dry-run", "true");
                settings(SimulationKind.MULTITURN, given)
                        .ifPresent(settings -> prepared(SimulationKind.MULTITURN, given));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SINGLE_TURN, random, num-prompts random-input-len",
        "SHARED_PREFIX, generated-shared-prefix, gsp-num-groups gsp-prompts-per-group gsp-system-prompt-len gsp-question-len",
        "SYNTHETIC_MULTITURN, synthetic, num-clients num-rounds max-rounds request-length sub-question-input-length",
        "COMPARE_SERVERS, synthetic, num-clients num-rounds max-rounds request-length sub-question-input-length"
    })
    void moreTextThanFitsIntoMemoryIsRefusedBeforeItIsMade(SimulationKind kind, String dataset, String names) {
        for (String name : names.split(" ")) {
            Properties given = given(name, "2147483647");
            given.setProperty("volley.dataset-name", dataset);
            given.setProperty("volley.dry-run", "true");
            assertThat(settings(kind, given)).isPresent();
            assertThatThrownBy(() -> prepare(kind, given))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("volley." + name)
                    .hasMessageContaining("-Xmx");
        }
    }

    @Test
    void valuesOfAFileToo() throws IOException {
        Path file = folder.resolve("run.conf");
        List<String> values = new ArrayList<>(List.of(
                "null",
                "[]",
                "[1, 2]",
                "{}",
                "{a: 1}",
                "${x}",
                "${?x}",
                "\"\"",
                "\"a\\u0000b\"",
                "\"a\\nb\"",
                "1",
                "1e3",
                "0x1",
                "true",
                "",
                "include \"y\"",
                "\"\"\"a\"\"\"",
                "1 2",
                "1d",
                "5 s",
                "10k"));
        for (Parameter parameter : ALL) {
            for (String value : values) {
                Files.writeString(file, "volley." + parameter.name() + " = " + value + "\n");
                settings(SimulationKind.MULTITURN, given("config", file.toString()));
            }
        }
        for (String text : List.of(
                "volley = 5",
                "volley { } volley = null",
                "5",
                "[1]",
                "volley.slo = 5",
                "volley.slo {a = 1}",
                "volley.simulated = 5",
                "volley.simulated = [1]",
                "volley.a.b = 1",
                "\u0000",
                "volley { seed = ${seed} }")) {
            Files.writeString(file, text);
            settings(SimulationKind.MULTITURN, given("config", file.toString()));
        }
        settings(SimulationKind.MULTITURN, given("config", folder.toString()));
    }

    private static Properties given(String name, String value) {
        Properties given = new Properties();
        given.setProperty("volley." + name, value);
        return given;
    }

    private static Optional<Settings> settings(SimulationKind kind, Properties given) {
        try {
            return Optional.of(SettingsReader.read(given, kind));
        } catch (BadInputException e) {
            isOneLine(e, given);
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new AssertionError(kind + " with " + given, e);
        }
    }

    private static void prepared(SimulationKind kind, Properties given) {
        try {
            prepare(kind, given);
        } catch (BadInputException e) {
            isOneLine(e, given);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError(kind + " with " + given, e);
        }
    }

    private static void prepare(SimulationKind kind, Properties given) {
        PlayedSimulation simulation = PlayedSimulation.of(kind);
        if (kind.can(SimulationKind.Ability.SWEEP)) {
            SweepPlan.prepare(simulation, given);
        } else if (kind.can(SimulationKind.Ability.COMPARISON)) {
            ComparisonPlan.of(simulation, given);
        } else {
            Preparation.of(simulation, given);
        }
    }

    private static void isOneLine(BadInputException e, Properties given) {
        assertThat(e.getMessage()).as("%s", given).isNotBlank().hasLineCount(1).doesNotContain("Exception", "\u0000");
    }
}
