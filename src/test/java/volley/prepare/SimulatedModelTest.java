package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BundledFiles;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.hub.Hub;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

class SimulatedModelTest {
    /** {@code bin/simulated-server} is a server as any other, but no hub has its model. */
    @Test
    void aSimulatedServerThatRunsByItselfIsCountedWithTheBundledTokenizer() {
        SimulatedTiming timing = new SimulatedTiming(0, Double.POSITIVE_INFINITY, 0, 0);
        try (Tokenizer bundled = Tokenizers.load(BundledFiles.tokenizer().toString(), Hub.ofThisProcess());
                SimulatedServer server = SimulatedServer.with(new FixedRateModel(timing), bundled::encode)
                        .start()) {
            Properties given = new Properties();
            given.setProperty("volley.base-url", server.baseUrl());
            given.setProperty("volley.dataset-path", "data/sharegpt.sample.json");
            given.setProperty("volley.num-prompts", "2");
            Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
            try (Tokenizer tokenizer = prepared.tokenizer()) {
                String text = "What is a prefix cache?";
                assertThat(tokenizer.encode(text)).isEqualTo(bundled.encode(text));
            }
            assertThat(prepared.target().orElseThrow().model()).isEqualTo(SimulatedServer.MODEL);
        }
    }

    /** Of two servers that are compared, too. A path may stand for a hub's id. */
    @Test
    void anotherServerIsCountedWithTheTokenizerOfItsModel(@TempDir Path folder) throws IOException {
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Path.of("data", "tokenizer", file), folder.resolve(file));
        }
        SimulatedTiming timing = new SimulatedTiming(0, Double.POSITIVE_INFINITY, 0, 0);
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(timing), text -> text.codePoints().toArray())
                .model(folder.toString())
                .start()) {
            Properties given = new Properties();
            given.setProperty("volley.endpoints", "a=" + server.baseUrl() + ",b=" + server.baseUrl());
            given.setProperty("volley.num-prompts", "2");
            given.setProperty("volley.dataset-path", "data/sharegpt.sample.json");
            Preparation base = ComparisonPlan.of(PlayedSimulation.of(SimulationKind.MULTITURN), given)
                    .base();
            try (Tokenizer tokenizer = base.tokenizer()) {
                assertThat(tokenizer.name()).isEqualTo(folder.toString());
            }
        }
    }
}
