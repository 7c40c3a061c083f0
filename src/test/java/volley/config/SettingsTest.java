package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAnythingTheSampleRunsAgainstTheSimulatedServer() {
        Settings settings = settings();
        assertThat(settings.server().baseUrl()).isEmpty();
        assertThat(settings.workload().conversations()).isEmpty();
        assertThat(settings.load().requestsPerSecond()).isEqualTo(8);
    }

    @Test
    void conversationsThinkAsLongAsTheyAreTold() {
        assertThat(settings().load().thinkTime()).isZero();
        Settings thoughtful = settings("think-time-seconds", "1.5");
        assertThat(thoughtful.load().thinkTime()).hasMillis(1500);
        assertThat(thoughtful.atRate(3).load().thinkTime()).hasMillis(1500);
    }

    @Test
    void withADatasetTheDefaultsAreTheOriginals() {
        Settings settings = settings("dataset-path", "x.json");
        assertThat(settings.workload().conversations()).isEqualTo(OptionalInt.of(1000));
        assertThat(settings.load().requestsPerSecond()).isInfinite();
        assertThat(settings.load().order()).isEqualTo(OrderPolicy.FIFO);
        assertThat(settings.workload().seed()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"sglang, 30000", "vllm, 8000", "lmdeploy, 23333", "llamacpp, 8080"})
    void aHostAloneMeansTheBackendsPort(String backend, int port) {
        assertThat(settings("backend", backend, "host", "gpu7").server().baseUrl())
                .contains(URI.create("http://gpu7:" + port));
    }

    @Test
    void ofAnyServerNoPortIsAssumed() {
        assertThatThrownBy(() -> settings("backend", "openai", "host", "gpu7"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("volley.host=gpu7")
                .hasMessageContaining("needs a port, since -Dvolley.backend=openai has none of its own");
        assertThat(settings("backend", "openai", "host", "gpu7", "port", "81")
                        .server()
                        .baseUrl())
                .contains(URI.create("http://gpu7:81"));
    }

    @Test
    void llamacppTakesNoAdapterByItsName() {
        assertThatThrownBy(() -> settings("backend", "llamacpp", "lora-name", "ada"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.lora-name=ada")
                .hasMessageContaining("llama.cpp's server takes no adapter by its name");
    }

    @Test
    void theFilesValuesLieUnderTheSystemProperties() throws IOException {
        Path file = folder.resolve("run.conf");
        Files.writeString(file, "volley { request-rate = 3, seed = 5, simulated.inter-token-ms = 1.5 }");
        Settings settings = settings("config", file.toString(), "seed", "9");
        assertThat(settings.load().requestsPerSecond()).isEqualTo(3);
        assertThat(settings.workload().seed()).isEqualTo(9);
        assertThat(settings.simulated().interToken()).hasNanos(1_500_000);
        assertThat(settings.effective()).containsEntry("seed", "9").containsEntry("request-rate", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    request-rate        | abc     | not a number above 0, nor inf
                    request-rate        | 0       | not a number above 0
                    request-rate        | -3      | not a number above 0
                    request-rate        | NaN     | not a number above 0
                    num-prompts         | 0       | not a whole number from 1 up
                    num-prompts         | 1.5     | not a whole number from 1 up
                    num-prompts         | 3000000000 | is more than 2147483647
                    fixed-output-len    | 3       | not a whole number from 4 up
                    port                | 70000   | not a whole number from 1 to 65535
                    backend             | tgi     | not one of llamacpp, lmdeploy, openai, sglang, vllm
                    order               | lifo    | not one of fifo, random, started-first, strict
                    disable-shuffle     | yes     | not one of false, true
                    host                | a b     | not the name or address of a host
                    request-rate        | 1d      | not a number above 0
                    request-rate        | 0x1p3   | not a number above 0
                    seed                | \u0663 | not a whole number
                    find-saturation     | 1f:8    | not two rates
                    goodput             | ttft:5d | not a number from 0 up: 5d
                    watchdog-seconds    | 1e300   | is more than 10000 days
                    base-url            | gpu7:80 | not a URL
                    request-rates       | 4       | the nearest is volley.request-rate
                    num-promts          | 4       | the nearest is volley.num-prompts
                    simulated.cach-tokens | 4     | the nearest is volley.simulated.cache-tokens
                    enable-multiturn    | true    | -Dgatling.simulationClass=volley.Multiturn
                    burstiness          | 2       | add -Dvolley.arrivals=gamma
                    ramp-up-seconds     | 2       | give a rate
                    goodput             | ttft=5  | not a list such as ttft:500,tpot:50
                    goodput             | ttft:5s | not a number from 0 up: 5s
                    goodput             | ttft:5, tpot:1,ttft:6 | has two limits of ttft
                    lora-name           | a,b, a  | has a twice
                    find-saturation     | 8:2     | not two rates, the lower first, such as 1:64
                    find-saturation     | 8       | not two rates
                    find-saturation     | 1:8     | -Dvolley.slo.ttft.p99=500
                    think-time-seconds  | -1      | not a number from 0 up
                    think-time-seconds  | inf     | not a number from 0 up
                    think-time-seconds  | soon    | not a number from 0 up
                    think-time-seconds  | 1e5     | is more than a day; give seconds
                    think-time-cv       | 2       | shapes only lognormal think times
                    think-time-distribution | normal | not one of constant, exponential, lognormal, uniform
                    think-time-distribution | lognormal | has no mean
                    iterations          | 0       | not a whole number from 1
                    slo.ttft            | 5       | a limit such as slo.ttft.p99
                    slo.ttft.p99        | fast    | not a number from 0 up: fast
                    """)
    void whatCannotBeMeantIsRefusedInOneLineThatNamesIt(String name, String value, String hint) {
        assertThatThrownBy(() -> settings("dataset-path", "x.json", name, value))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley." + name)
                .hasMessageContaining(hint)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request-rate",
                "request_rate",
                "tls.ca",
                "slo.ttft.p99",
                "Volley.request-rate",
                "volley-order",
                "volley_rder"
            })
    void aPropertyThatWasMeantToBeAParameterIsRefused(String key) {
        Properties given = new Properties();
        given.setProperty(key, "1");
        assertThatThrownBy(() -> SettingsReader.read(given, SimulationKind.MULTITURN))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("-D" + key + " is not a parameter of Volley; did you mean -Dvolley.")
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "host", "user.dir", "java-order", "volleyball"})
    void aPropertyOfAnotherProgramIsLeftAlone(String key) {
        Properties given = new Properties();
        given.setProperty(key, "1");
        assertThatCode(() -> SettingsReader.read(given, SimulationKind.MULTITURN))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"base-url", "dataset-name", "dataset-path", "tokenizer", "num-prompts", "slo.ttft.p99", "dry-run"
            })
    void anEmptyValueIsNoDefault(String name) throws IOException {
        for (String empty : new String[] {"", "  "}) {
            assertThatThrownBy(() -> settings(name, empty))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(
                            "-Dvolley." + name + "= is empty, as from a shell variable that is not set");
        }
        Path file = Files.writeString(folder.resolve("empty.conf"), "volley." + name + " = \"\"");
        assertThatThrownBy(() -> settings("config", file.toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("empty.conf: volley." + name + " is empty");
        assertThat(settings("salt", "").workload().salt()).isEmpty();
    }

    @Test
    void numbersAreThoseThatUsersWrite() {
        assertThat(settings("request-rate", ".5").load().requestsPerSecond()).isEqualTo(0.5);
        assertThat(settings("request-rate", "1e-3").load().requestsPerSecond()).isEqualTo(0.001);
        assertThat(settings("seed", "-7").workload().seed()).isEqualTo(-7);
    }

    @Test
    void limitsAreNamedByTheUser() throws IOException {
        Path file = Files.writeString(folder.resolve("slo.conf"), "volley.slo { ttft.p99 = 400, tpot.mean = 20 }");
        Settings settings =
                settings("config", file.toString(), "slo.ttft.p99", "500", "goodput", "ttft:500, tpot:50.5");
        assertThat(settings.slo().objectives())
                .extracting(limit -> limit.metric() + " " + limit.statistic() + " " + limit.value())
                .containsExactly("tpot mean 20.0", "ttft p99 500.0");
        assertThat(settings.slo().goodput())
                .extracting(limit -> limit.metric() + " " + limit.value())
                .containsExactly("ttft 500.0", "tpot 50.5");
        assertThat(settings.effective()).containsEntry("slo.ttft.p99", "500").containsEntry("slo.tpot.mean", "20");
        assertThat(settings().slo().objectives()).isEmpty();
    }

    @Test
    void contradictionsNameBoth() {
        assertThatThrownBy(() -> settings("base-url", "http://gpu7:80", "port", "81"))
                .hasMessageContaining("volley.port=81")
                .hasMessageContaining("volley.base-url");
        assertThatThrownBy(() -> settings("find-saturation", "1:8", "slo.ttft.p99", "5", "iterations", "2"))
                .hasMessageContaining("volley.find-saturation=1:8")
                .hasMessageContaining("leave out iterations");
        assertThatThrownBy(() -> settings("host", "gpu7", "simulated.inter-token-ms", "3"))
                .hasMessageContaining("volley.simulated.inter-token-ms=3");
    }

    @Test
    void aFileThatIsNotThereOrHasATypoIsRefused() throws IOException {
        assertThatThrownBy(() -> settings("config", "nowhere.conf"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("nowhere.conf");
        Path file = Files.writeString(folder.resolve("typo.conf"), "volley.sed = 3");
        assertThatThrownBy(() -> settings("config", file.toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("typo.conf: volley.sed")
                .hasMessageContaining("volley.seed");
        Path broken = Files.writeString(folder.resolve("broken.conf"), "volley { seed = ");
        assertThatThrownBy(() -> settings("config", broken.toString()))
                .isInstanceOf(BadInputException.class)
                .message()
                .contains("broken.conf")
                .doesNotContain("\n");
    }

    @Test
    void helpNamesEveryParameterWithItsMeaning() {
        String help = ParameterHelp.text();
        for (String name : ParameterLayers.referenceTypes().keySet()) {
            assertThat(help).containsPattern("volley\\." + name + "  \\(default: .*\\)\n      \\S");
        }
        assertThat(help).doesNotContain("----");
    }

    static Settings settings(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsReader.read(properties);
    }
}
