package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

/** Runs that one simulation makes one after the other, on one server. */
class RunsInTurnTest {
    @TempDir
    Path temp;

    /** What the server counted for a run is that run's, although results are written when all are over. */
    @Test
    void theServersCountersOfARunEndBeforeTheNextOneBegins() throws Exception {
        SimulationKind kind = SimulationKind.SYNTHETIC_MULTITURN;
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 0.1, 100_000)),
                        new WordTokenizer())
                .start()) {
            Properties given = ExactRun.properties(
                    "base-url",
                    server.baseUrl(),
                    "tokenizer",
                    Path.of("data", "tokenizer").toString(),
                    "dataset-path",
                    Path.of("data", "sharegpt.sample.json").toString(),
                    "num-clients",
                    "3",
                    "num-rounds",
                    "3",
                    "request-length",
                    "8",
                    "output-length",
                    "4",
                    "sweep-rates",
                    "8,4,2",
                    "server-metrics",
                    server.baseUrl() + "/metrics",
                    "output-file",
                    temp.resolve("line.jsonl").toString());
            List<Preparation> rates = SweepPlan.prepare(
                    PlayedSimulation.of(kind), SettingsReader.read(given, kind), (its, running, mine) -> running);
            List<ExactRun> runs = ExactRun.playInTurn(rates, temp.resolve("run"));
            assertThat(runs).hasSize(3);
            for (ExactRun run : runs) {
                assertThat(run.console())
                        .contains("The server's counters")
                        .containsPattern("Requests +requests +9 +9 +0")
                        .doesNotContain("other traffic");
            }
        }
    }
}
