package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.ConversationSource;
import volley.dataset.Turn;
import volley.prepare.Preparation;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.Fault;
import volley.simulator.http.FaultRule;
import volley.simulator.http.SimulatedServer;

/** A simulation of a user's own, with conversations of its own. That it plays beside others is tested by {@code .ci/library}. */
class OwnSimulationRunTest {
    private static final String SIMULATION = "volley.samples.Sample01OwnPrompts";
    private static final ConversationSource TWO = tokenizer -> List.of(
            new Conversation("a", List.of(Turn.of("how are you", 5, tokenizer), Turn.of("and you", 6, tokenizer))),
            new Conversation("b", List.of(Turn.of("hello", 7, tokenizer))));

    @TempDir
    Path folder;

    @Test
    void itsFailedTurnsFailTheBuildAndStandInJunitXml() throws Exception {
        FaultRule fault = FaultRule.when(
                request -> request.firstUserMessage().endsWith("city 1?"), Fault.status(500, Duration.ZERO));
        SimulatedTiming timing = new SimulatedTiming(5, Double.POSITIVE_INFINITY, 1, 100_000);
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(timing), text -> text.codePoints().toArray())
                .faults(fault)
                .start()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", server.baseUrl())
                    .with("tokenizer", Path.of("data/tokenizer").toAbsolutePath())
                    .run(SIMULATION);
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            assertThat(run.stdout())
                    .contains("Volley turns: count of failed events is less than or equal to 0.0 : false");
            assertThat(run.stderr()).contains("docs/library.md");
            assertThat(run.result("junit.xml"))
                    .contains("failures=\"1\"")
                    .contains("8 planned, 6 ok, 1 failed, 1 skipped, 0 cancelled");
        }
    }

    /** What Gatling judges is in junit.xml when the process has ended. */
    @Test
    void itsOwnAssertionsStandInJunitXml() throws Exception {
        SimulatedTiming timing = new SimulatedTiming(5, Double.POSITIVE_INFINITY, 1, 100_000);
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(timing), text -> text.codePoints().toArray())
                .start()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", server.baseUrl())
                    .with("tokenizer", Path.of("data/tokenizer").toAbsolutePath())
                    .jvm("-Dmost-ms=0")
                    .run("volley.gatling.TwoOwnAssertions");

            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            assertThat(run.result("junit.xml"))
                    .contains("tests=\"5\"", "failures=\"1\"")
                    .contains("name=\"TTFT: max of response time is less than 60000.0\"/>")
                    .containsPattern("<failure message=\"TTFT: max of response time is less than 0.0 : actual [1-9]");
        }
    }

    @Test
    void itsConversationsAreThePlan() {
        Preparation prepared = prepare(TWO, "num-prompts", "1");
        assertThat(prepared.plan().conversations()).singleElement().satisfies(conversation -> {
            assertThat(conversation.id()).isEqualTo("a");
            assertThat(conversation.turns()).extracting(Turn::prompt).containsExactly("how are you", "and you");
            assertThat(conversation.turns()).extracting(Turn::outputTokens).containsExactly(5, 6);
        });
        assertThat(prepare(TWO, "seed", "1").plan().turns()).isEqualTo(3);
    }

    @Test
    void aDatasetBesideItsConversationsIsRefused() {
        assertThatThrownBy(() -> prepare(TWO, "dataset-path", "data/sharegpt.sample.json"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dataset-path");
        assertThatThrownBy(() -> prepare(tokenizer -> List.of(), "seed", "1"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("conversations");
    }

    private static Preparation prepare(ConversationSource source, String name, String value) {
        Properties given = new Properties();
        given.setProperty("volley.dry-run", "true");
        given.setProperty("volley." + name, value);
        return Preparation.of(new PlayedSimulation(SimulationKind.MULTITURN, "example.Own"), given, source);
    }
}
