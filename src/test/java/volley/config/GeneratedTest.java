package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parameters of generated texts, and what modes have as defaults. */
class GeneratedTest {
    @TempDir
    Path folder;

    @Test
    void againstAServerTheDefaultsAreTheOriginals() {
        Settings settings = synthetic("host", "gpu7");
        Generated.Dialogues dialogues = settings.generated().dialogues();
        assertThat(dialogues.clients()).isEqualTo(256);
        assertThat(dialogues.minRounds()).isEqualTo(5);
        assertThat(dialogues.maxRounds()).isEqualTo(5);
        assertThat(dialogues.firstPromptTokens()).isEqualTo(512);
        assertThat(dialogues.furtherPromptTokens()).isEqualTo(512);
        assertThat(dialogues.outputTokens()).isEqualTo(64);
        assertThat(dialogues.requestsPerSecond())
                .containsExactly(16.0, 14.0, 12.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0);
        assertThat(settings.load().order()).isEqualTo(OrderPolicy.RANDOM);
        assertThat(settings.load().maxConcurrency()).hasValue(128);
        assertThat(settings.load().arrivals()).isEqualTo(ArrivalKind.POISSON);
        assertThat(settings.output().outputFile()).contains(Path.of("performance_metrics.jsonl"));
        assertThat(settings.generated().random()).isEqualTo(new Generated.RandomRequests(1024, 1024, 0));
        assertThat(settings.generated().groups()).isEqualTo(new Generated.PrefixGroups(64, 16, 2048, 128, 256, false));
    }

    @Test
    void withoutAServerTheSyntheticRunIsShort() {
        assertThat(synthetic().generated().dialogues().clients()).isLessThan(20);
        assertThat(synthetic().generated().dialogues().requestsPerSecond()).hasSizeGreaterThan(1);
    }

    @Test
    void aRateOfOnesOwnIsTheOnlyOne() {
        assertThat(synthetic("request-rate", "5").generated().dialogues().requestsPerSecond())
                .containsExactly(5.0);
        assertThat(synthetic("disable-auto-run", "true").generated().dialogues().requestsPerSecond())
                .containsExactly(1.0);
        assertThat(synthetic("sweep-rates", "9, 2.5").generated().dialogues().requestsPerSecond())
                .containsExactly(9.0, 2.5);
        Settings atRate = synthetic().atRate(2.5);
        assertThat(atRate.load().requestsPerSecond()).isEqualTo(2.5);
        assertThat(atRate.effective()).containsEntry("request-rate", "2.5");
    }

    @Test
    void theOriginalsNamesMeanWhatOursDo() throws IOException {
        Settings settings = synthetic(
                "max-parallel", "7", "distribution", "uniform", "ready-queue-policy", "fifo", "log-file", "a.jsonl");
        assertThat(settings.load().maxConcurrency()).hasValue(7);
        assertThat(settings.load().arrivals()).isEqualTo(ArrivalKind.UNIFORM);
        assertThat(settings.load().order()).isEqualTo(OrderPolicy.FIFO);
        assertThat(settings.output().outputFile()).contains(Path.of("a.jsonl"));
        Path file = Files.writeString(folder.resolve("run.conf"), "volley { max-parallel = 9, lora-path = ada }");
        Settings fromFile = synthetic("config", file.toString());
        assertThat(fromFile.load().maxConcurrency()).hasValue(9);
        assertThat(fromFile.server().loraName()).contains("ada");
        assertThatThrownBy(() -> synthetic("max-parallel", "7", "max-concurrency", "8"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.max-concurrency");
    }

    @Test
    void textsMadeForAServerAreNoSampleRun() {
        assertThat(settings("singleturn", "dataset-name", "random", "port", "81")
                        .load()
                        .requestsPerSecond())
                .isInfinite();
        assertThat(settings("singleturn", "dataset-name", "random").load().requestsPerSecond())
                .isEqualTo(8);
        assertThat(settings("singleturn", "port", "81").load().requestsPerSecond())
                .isEqualTo(8);
    }

    @Test
    void roundsMayDiffer() {
        Generated.Dialogues least = synthetic("min-rounds", "2").generated().dialogues();
        assertThat(least.minRounds()).isEqualTo(2);
        assertThat(least.maxRounds()).isEqualTo(3);
        Generated.Dialogues most = synthetic("max-rounds", "2").generated().dialogues();
        assertThat(most.minRounds()).isEqualTo(2);
        assertThat(most.maxRounds()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    random-range-ratio | 1.1    | not a number from 0 to 1
                    random-range-ratio | -1     | not a number from 0
                    range-ratio        | 2      | not a number from 0 to 1
                    random-output-len  | 0      | not a whole number from 1 up
                    gsp-question-len   | 3      | not a whole number from 4 up
                    num-rounds         | 0      | not a whole number from 1 up
                    min-rounds         | -1     | not a whole number from 0 up
                    sweep-rates        | 4,,2   | not a list of numbers above 0
                    sweep-rates        | 4,0    | not a list of numbers above 0
                    sweep-rates        | 4,2,4.0 | has the rate 4.0 twice; give each once
                    api-format         | vllm   | not one of completions, openai, sglang
                    history            | tokens | not one of auto, ids, text
                    """)
    void whatCannotBeMeantIsRefused(String name, String value, String hint) {
        assertThatThrownBy(() -> synthetic(name, value))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley." + name)
                .hasMessageContaining(hint);
    }

    @Test
    void contradictionsAreRefused() {
        assertThatThrownBy(() -> synthetic("min-rounds", "4", "max-rounds", "2"))
                .hasMessageContaining("volley.min-rounds=4");
        assertThatThrownBy(() -> synthetic("sweep-rates", "4,2", "request-rate", "3"))
                .hasMessageContaining("volley.sweep-rates=4,2");
    }

    @Test
    void aFileOfWhichNothingWouldBeReadIsRefused() {
        assertThatThrownBy(() -> synthetic("disable-random-sample", "true", "dataset-path", "a.json"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        "volley.dataset-path=a.json (system property) is not read while words are drawn")
                .hasMessageContaining("-Dvolley.disable-random-sample=false")
                .message()
                .doesNotContain("dataset-name", "\n");
        assertThatThrownBy(() -> settings("compareservers", "dataset-path", "a.json"))
                .hasMessageContaining("-Dvolley.disable-random-sample=false")
                .hasMessageContaining("-Dvolley.dataset-name=sharegpt");
        assertThatThrownBy(() -> settings(
                        "singleturn",
                        "dataset-name",
                        "random",
                        "disable-random-sample",
                        "true",
                        "dataset-path",
                        "a.json"))
                .hasMessageContaining("-Dvolley.dataset-name=sharegpt");
        assertThatThrownBy(() ->
                        settings("sharedprefix", "dataset-name", "generated-shared-prefix", "dataset-path", "a.json"))
                .hasMessageContaining("generated-shared-prefix draws its words; leave it out");
    }

    @Test
    void aFileThatIsReadIsTaken() {
        assertThat(synthetic("dataset-path", "a.json").workload().datasetPath()).contains(Path.of("a.json"));
        assertThat(settings("compareservers", "dataset-path", "a.json", "disable-random-sample", "false")
                        .generated()
                        .wordsOnly())
                .isFalse();
        assertThat(settings("compareservers", "dataset-path", "a.json", "dataset-name", "sharegpt")
                        .workload()
                        .datasetName())
                .isEqualTo("sharegpt");
    }

    private static Settings synthetic(String... namesAndValues) {
        return settings("syntheticmultiturn", namesAndValues);
    }

    private static Settings settings(String mode, String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsReader.read(properties, SimulationKind.ofMode(mode).orElseThrow());
    }
}
