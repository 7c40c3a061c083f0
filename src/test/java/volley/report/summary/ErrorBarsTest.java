package volley.report.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.calibration.Calibration;
import volley.calibration.ClientError;
import volley.calibration.PlayedLoad;
import volley.metrics.ExchangeBuilder;
import volley.report.Results;
import volley.report.SampleRun;
import volley.report.folder.RunFacts;

/** Error bars of a run whose TTFT is 100 ms and whose tokens come every 20 ms. */
class ErrorBarsTest {
    @TempDir
    Path temp;

    @Test
    void aFigureIsMarkedWhenTheErrorIsMoreThanFivePercentOfIt() throws Exception {
        // 5 % of TTFT are 5 ms, of ITL 1 ms, of E2E 8 ms
        JsonNode marked = calibrated(new ClientError(9, 0.1, 5.1, 6), new ClientError(9, 0.1, 0.9, 6), load(1000));

        assertThat(marked.at("/errors/ttft/p50_ms").asDouble()).isEqualTo(0.1);
        assertThat(marked.at("/errors/ttft/p99_ms").asDouble()).isEqualTo(5.1);
        assertThat(marked.at("/errors/ttft/max_ms").asDouble()).isEqualTo(6);
        assertThat(marked.at("/covers_load").asBoolean()).isTrue();
        assertThat(marked.at("/simulation").asText()).isEqualTo("volley.SharedPrefix");
        assertThat(blurred(marked)).containsExactly("ttft median", "ttft p99");

        JsonNode exact = calibrated(new ClientError(9, 0.1, 4.9, 6), new ClientError(9, 0.1, 1.1, 6), load(1000));

        assertThat(blurred(exact)).containsExactly("itl median", "itl p99");
    }

    @Test
    void aCalibrationAtASmallerLoadSaysSo() throws Exception {
        JsonNode small = calibrated(new ClientError(9, 0.1, 0.2, 6), new ClientError(9, 0.1, 0.2, 6), load(0.1));

        assertThat(small.at("/covers_load").asBoolean()).isFalse();
        assertThat(console).contains("! the calibration was made at a smaller load");
    }

    @Test
    void theConsoleHasTheBarsAndTheMarks() throws Exception {
        calibrated(new ClientError(9, 0.1, 8, 60), new ClientError(9, 0.1, 0.2, 6), load(1000));

        assertThat(console)
                .contains(
                        "! Time to first token (TTFT), median 100.00 ms: the client's own error of 8.00 ms is 8 % of it;"
                                + " do not trust smaller differences")
                .containsPattern("\\+/- Time to first token \\(TTFT\\) +ms +0\\.100 +8\\.000 +60\\.000 +9")
                .contains("With the plan of volley.SharedPrefix at ")
                .contains("this machine's client adds at most (p99) 8.000 ms to Time to first token (TTFT)");
    }

    /** Several tokens came in one read: most gaps are 0. */
    @Test
    void ofAFigureOfZeroTheErrorIsNoShare() throws Exception {
        tokensAtMs = new double[] {100, 100, 100, 100, 140};
        JsonNode marked = calibrated(new ClientError(9, 0.1, 0.2, 6), new ClientError(9, 0.1, 0.2, 6), load(1000));

        assertThat(blurred(marked)).containsExactly("itl median");
        assertThat(marked.at("/exceeds_5_percent/0/value_ms").asDouble(-1)).isZero();
        assertThat(console)
                .contains("median 0.00 ms: the client's own error of 0.20 ms is - % of it; do not trust smaller")
                .doesNotContain("Infinity")
                .doesNotContain("NaN");
    }

    @Test
    void aCalibrationWithAnotherSimulationsPlanSaysSo() throws Exception {
        simulation = "multiturn";
        calibrated(SMALL, SMALL, load(1000));
        assertThat(console)
                .contains("! the calibration was made with the plan of volley.SharedPrefix, not with that of this run")
                .contains("-Dvolley.calibrate=Multiturn");

        simulation = "compareservers of lpm run 1";
        calibrated(SMALL, SMALL, load(1000));
        assertThat(console).contains("-Dvolley.calibrate=SyntheticMultiturn or -Dvolley.calibrate=Multiturn");
    }

    @ParameterizedTest
    @CsvSource({
        "sharedprefix, volley.SharedPrefix",
        "syntheticmultiturn at 8/s, volley.SyntheticMultiturn",
        "compareservers of lpm run 1, volley.SyntheticMultiturn",
        "compareservers of lpm run 1, volley.Multiturn",
        "a simulation that cannot be calibrated, volley.Multiturn"
    })
    void aCalibrationWithItsOwnPlanSaysNothing(String run, String calibratedWith) throws Exception {
        simulation = run;
        plan = calibratedWith;
        calibrated(SMALL, SMALL, load(1000));
        assertThat(console)
                .contains("With the plan of " + calibratedWith)
                .doesNotContain("the calibration was made with");
    }

    private static final ClientError SMALL = new ClientError(9, 0.1, 0.2, 6);

    private double[] tokensAtMs = {100, 120, 140, 160};
    private String simulation = "sharedprefix";
    private String plan = "volley.SharedPrefix";
    private String console;

    private JsonNode calibrated(ClientError ttft, ClientError itl, PlayedLoad load) throws Exception {
        Path folder = temp.resolve("run" + System.nanoTime());
        try (Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, null)) {
            results.accept(new ExchangeBuilder()
                    .scheduled(0)
                    .sent(0)
                    .content(tokensAtMs)
                    .done(160)
                    .usage(100, tokensAtMs.length, 0)
                    .turn(0, 0, 0, 98));
            results.calibratedBy(new Calibration("there", plan, 9, 0, load, Map.of("ttft", ttft, "itl", itl)));
            RunFacts sample = SampleRun.facts(temp.resolve("line.jsonl"), 1);
            console = results.finish(sample.toBuilder().simulation(simulation).build());
            return new JsonMapper()
                    .readTree(folder.resolve("summary.json").toFile())
                    .get("calibration");
        }
    }

    private static PlayedLoad load(double requestsPerSecond) {
        return new PlayedLoad(requestsPerSecond, 4 * requestsPerSecond, 1);
    }

    private static List<String> blurred(JsonNode calibration) {
        List<String> names = new ArrayList<>();
        calibration
                .get("exceeds_5_percent")
                .forEach(figure -> names.add(figure.get("metric").asText() + " "
                        + figure.get("statistic").asText()));
        return names;
    }
}
