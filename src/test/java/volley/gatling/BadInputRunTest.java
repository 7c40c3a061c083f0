package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;

/**
 * What a user gave wrongly ends the process before anything is sent: one line, exit code 64, no file. A process shows it
 * for each kind of simulation and each place where it is found; other lines are those of the simulations' preparation.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadInputRunTest {
    private static final String CHAT = "{\"id\":\"a\",\"conversations\":["
            + "{\"from\":\"human\",\"value\":\"how are you doing today\"},"
            + "{\"from\":\"gpt\",\"value\":\"quite well I thank you\"}]}";

    @TempDir
    Path folder;

    @Test
    void moreConversationsThanThereAre() throws Exception {
        notPrepared(
                run().with("dataset-path", dataset("[" + CHAT + "]")).with("num-prompts", 7), "num-prompts", "7", "1");
    }

    @Test
    void anEmptyDataset() throws Exception {
        notPrepared(run().with("dataset-path", dataset("[]")), "x.json", "has no records");
    }

    @Test
    void aDatasetOfWhichNothingIsLeft() throws Exception {
        String odd = "{\"id\":\"a\",\"conversations\":[{\"from\":\"human\",\"value\":\"hello there my friend\"}]}";
        notPrepared(run().with("dataset-path", dataset("[" + odd + "]")), "x.json", "1 fewer than two entries");
    }

    @Test
    void aFileThatIsNotThere() throws Exception {
        refused(run().with("dataset-path", "nowhere.json"), "nowhere.json");
    }

    @ParameterizedTest
    @EnumSource(
            value = SimulationKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPARE_SERVERS", "CALIBRATE"})
    void aFileThatIsNotThereInEachSimulation(SimulationKind simulation) {
        notPrepared(simulation, run().with("dataset-path", "nowhere.json"), "nowhere.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"volley.SyntheticMultiturn", "volley.CompareServers"})
    void anUnknownParameterInEachKindOfSimulation(String simulation) throws Exception {
        refusedBy(simulation, run().with("reqest-rate", 4), "volley.reqest-rate", "volley.request-rate");
    }

    @Test
    void aWrongRecordInTheMiddle() throws Exception {
        String lines =
                """
                {"id":"1","data":["how are you doing","well enough I think"]}
                {"id":"2","data":["how are you", oops
                {"id":"3","data":["how are you doing","well enough I think"]}
                """;
        notPrepared(run().with("dataset-name", "ultrachat").with("dataset-path", dataset(lines)), "x.json", "line 2");
    }

    @Test
    void anUnknownParameter() {
        notPrepared(run().with("reqest-rate", 4), "volley.reqest-rate", "volley.request-rate");
    }

    @Test
    void aRateThatIsNoNumber() {
        notPrepared(run().with("request-rate", "abc"), "volley.request-rate=abc", "not a number");
    }

    @Test
    void aPortNobodyListensOn() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        notPrepared(run().with("port", free).with("model", "m"), "127.0.0.1:" + free, "start the server");
    }

    @Test
    void aModelWithoutATokenizer() throws Exception {
        refused(
                run().with("dry-run", true)
                        .with("port", 30000)
                        .with("model", "nobody/nothing")
                        .without("tokenizer")
                        .environment("HF_ENDPOINT", "http://127.0.0.1:9"),
                "nobody/nothing",
                "-Dvolley.tokenizer=" + Path.of("data", "tokenizer").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anExtraBodyThatIsNoObjectAlsoInADryRun(boolean dry) throws Exception {
        refused(
                run().with("num-prompts", 2).with("extra-request-body", "[1]").with("dry-run", dry),
                "volley: The extra request body is not a JSON object (-Dvolley.extra-request-body)");
    }

    private Path dataset(String text) throws IOException {
        return Files.writeString(folder.resolve("x.json"), text);
    }

    private GatlingProcess run() {
        return new GatlingProcess(folder)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath());
    }

    private static void notPrepared(GatlingProcess process, String... named) {
        notPrepared(SimulationKind.MULTITURN, process, named);
    }

    /** What the process would do first. */
    private static void notPrepared(SimulationKind simulation, GatlingProcess process, String... named) {
        assertThatThrownBy(() -> prepare(simulation, process.parameters()))
                .isInstanceOf(BadInputException.class)
                .message()
                .hasLineCount(1)
                .contains(named);
    }

    private static void prepare(SimulationKind simulation, Properties given) {
        if (simulation == SimulationKind.SYNTHETIC_MULTITURN) {
            SweepPlan.prepare(PlayedSimulation.of(simulation), given);
        } else {
            Preparation.of(PlayedSimulation.of(simulation), given);
        }
    }

    private void refused(GatlingProcess process, String... named) throws Exception {
        refusedBy("volley.Multiturn", process, named);
    }

    private void refusedBy(String simulation, GatlingProcess process, String... named) throws Exception {
        GatlingProcess.Ended run = process.run(simulation);
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(64);
        assertThat(run.stderr().lines()).as(run.stderr()).hasSize(1);
        assertThat(run.stderr()).startsWith("volley: ").contains(named);
        assertThat(run.leftBehind())
                .filteredOn(file -> !file.getFileName().toString().equals("x.json"))
                .isEmpty();
    }
}
