package volley.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.trials.Trials;

/** What needs no server to be refused is refused of a run, of a dry run and of a series alike. */
class EarlyChecksTest {
    private static final PlayedSimulation MULTITURN = PlayedSimulation.of(SimulationKind.MULTITURN);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    extra-request-body=[1]                                     | is not a JSON object
                    extra-request-body={"top_p":                               | is not JSON
                    extra-request-body={"n": 2}                                | asks for n = 2 answers
                    extra-request-body={"messages": []}                        | sets "messages"
                    extra-request-body={"input_ids": []};api-format=sglang     | sets "input_ids"
                    extra-request-body={"sampling_params": 1};api-format=sglang | is not a JSON object
                    tls.ca=nowhere.pem;base-url=https://127.0.0.1:9            | nowhere.pem is no file that can be read
                    tls.ca=pom.xml;base-url=https://127.0.0.1:9                | pom.xml has no certificates in PEM
                    tls.ca=pom.xml;endpoints=a=https://127.0.0.1:9,b=https://127.0.0.1:8 | pom.xml has no certificates
                    tls.cert=pom.xml;tls.key=nowhere.key;base-url=https://127.0.0.1:9 | nowhere.key is no file
                    calibration=nowhere                                        | calibration=nowhere cannot be read
                    calibration=src                                            | calibration=src has a calibration.json that cannot be read
                    calibration=pom.xml                                        | pom.xml is no calibration
                    simulated.engine=roofline;simulated.model-preset=gpt       | model-preset is gpt
                    simulate=true;simulated.gpu-preset=t4                      | gpu-preset is t4
                    start-at=2020-01-01T00:00:00Z                              | start-at=2020-01-01T00:00:00Z was
                    output-file=/proc/none/lines.jsonl                         | output-file=/proc/none/lines.jsonl cannot
                    dataset-name=nextqa;media-cache=/proc/none                 | media-cache=/proc/none cannot be written to
                    """)
    void isRefusedOfEveryRun(String given, String line) {
        String[] parameters = given.split("[;]");
        String real = refusal(folder, parameters);
        String dry = refusal(folder, append(parameters, "dry-run=true"));

        assertThat(real).contains(line).doesNotContain("\n");
        // of a start that is over, the line says for how long
        assertThat(dry.replaceFirst("[0-9.]+ s ago", "")).isEqualTo(real.replaceFirst("[0-9.]+ s ago", ""));
        if (!given.startsWith("start-at")) {
            assertThatThrownBy(() -> series(append(parameters, "request-rate=1,2")))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(real);
        }
    }

    @Test
    void aResultsFolderAndAPortThatCannotBeHad() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(refusal(file, "dry-run=true")).contains("results folder " + file);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(folder, "dry-run=true", "metrics-port=" + taken.getLocalPort()))
                    .contains("cannot be listened on");
        }
    }

    @Test
    void whatIsNotSentIsNotRefused() {
        assertThatCode(() -> check(folder, "simulate=true", "extra-request-body=[1]"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(folder, "tls.ca=nowhere.pem")).doesNotThrowAnyException();
        assertThatCode(() -> check(folder, "base-url=http://127.0.0.1:9", "dry-run=true"))
                .doesNotThrowAnyException();
    }

    @Test
    void theSecondPlanOfASeriesIsMadeByItsDryRun() {
        String sample =
                "dataset-path=" + Path.of("data", "sharegpt.sample.json").toAbsolutePath();
        assertThatThrownBy(() -> series(sample, "num-prompts=2,1000", "dry-run=true"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1000")
                .hasMessageContaining("24");
        assertThatCode(() -> series(sample, "num-prompts=2,3", "dry-run=true")).doesNotThrowAnyException();
    }

    private String refusal(Path results, String... given) {
        BadInputException refused = catchThrowableOfType(BadInputException.class, () -> check(results, given));
        assertThat(refused).as(String.join(" ", given)).isNotNull();
        return refused.getMessage();
    }

    private static void check(Path results, String... given) {
        EarlyChecks.check(SettingsReader.read(properties(given), SimulationKind.MULTITURN), results);
    }

    private void series(String... given) {
        SeriesCheck.check(MULTITURN, Trials.of(properties(given), MULTITURN).settings(), folder);
    }

    private static Properties properties(String... given) {
        Properties properties = new Properties();
        for (String each : given) {
            String[] parts = each.split("=", 2);
            properties.setProperty("volley." + parts[0].strip(), parts[1].strip());
        }
        return properties;
    }

    private static String[] append(String[] all, String one) {
        String[] longer = Arrays.copyOf(all, all.length + 1);
        longer[all.length] = one;
        return longer;
    }
}
