package volley.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.ConversationSource;
import volley.dataset.Turn;
import volley.prepare.ComparisonPlan;
import volley.prepare.NumberedPlan;
import volley.prepare.OwnSimulation;
import volley.prepare.PlanWithoutServer;
import volley.prepare.Preparation;
import volley.prepare.SweepOnServers;
import volley.prepare.SweepPlan;
import volley.report.folder.RunFacts;
import volley.results.RepeatCommand;
import volley.results.ServerCache;

class PlanRecoveryTest {
    /** Nobody answers there. */
    private static final String GONE = "http://127.0.0.1:1";

    @TempDir
    Path folder;

    @Test
    void everySimulationsPlanIsTheOneThatWasPlayed() throws IOException {
        for (SimulationKind plan : SimulationKind.allThatCan(SimulationKind.Ability.CALIBRATED)) {
            if (plan != SimulationKind.SYNTHETIC_MULTITURN && plan != SimulationKind.MULTIMODAL) {
                Properties given = given("num-prompts", "4", "seed", "5");
                Preparation played = PlanWithoutServer.of(plan, SettingsReader.read(given, plan));
                assertSame(played, PlanRecovery.of(left(plan.simulation(), given, "run"), facts(played)));
            }
        }
    }

    @Test
    void eachRateOfASweepIsFound() throws IOException {
        Properties given = given("num-clients", "3", "request-length", "8", "sweep-rates", "4,2", "history", "ids");
        SimulationKind plan = SimulationKind.SYNTHETIC_MULTITURN;
        List<Preparation> played = SweepPlan.prepare(
                PlayedSimulation.of(plan), SettingsReader.read(given, plan), PlanWithoutServer.NO_SERVER);
        assertThat(played).hasSize(2);
        for (Preparation rate : played) {
            assertSame(
                    rate,
                    PlanRecovery.of(left(plan.simulation(), given, rate.phase().folder()), facts(rate)));
        }
    }

    @Test
    void aSweepsRateOnOneOfSeveralServersIsFound() throws IOException {
        Properties given = given(
                "num-clients",
                "3",
                "request-length",
                "8",
                "sweep-rates",
                "4,2",
                "endpoints",
                "a=http://127.0.0.1:1,b=http://127.0.0.1:2",
                "dry-run",
                "true");
        SweepOnServers sweep = SweepOnServers.of(PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN), given);
        assertThat(sweep.runs()).hasSize(2 * 2 * 3);
        for (SweepOnServers.Run run : sweep.runs()) {
            Preparation played = sweep.rates().get(run.rate());
            assertSame(
                    played,
                    PlanRecovery.of(
                            left(
                                    SimulationKind.SYNTHETIC_MULTITURN.simulation(),
                                    given,
                                    run.phase().folder()),
                            facts(played)));
        }
        assertThat(sweep.runs())
                .extracting(run -> run.phase().folder())
                .doesNotHaveDuplicates()
                .startsWith("a/rate-4", "b/rate-4", "b/repeats/2/rate-4", "a/repeats/2/rate-4", "a/repeats/3/rate-4");
    }

    @Test
    void aComparisonsRunHasItsOwnEngine() throws IOException {
        Properties given = given("num-clients", "3", "request-length", "8");
        Preparation played = ComparisonPlan.of(PlayedSimulation.of(SimulationKind.COMPARE_SERVERS), given)
                .leg("hierarchical-1");
        Preparation again = PlanRecovery.of(left("volley.CompareServers", given, "hierarchical-1"), facts(played));
        assertSame(played, again);
        assertThat(ServerCache.size(again.settings(), Optional.empty()))
                .isEqualTo(ServerCache.size(played.settings(), Optional.empty()))
                .isNotEqualTo(ServerCache.size(
                        ComparisonPlan.of(PlayedSimulation.of(SimulationKind.COMPARE_SERVERS), given)
                                .base()
                                .settings(),
                        Optional.empty()));
        assertThatThrownBy(() -> PlanRecovery.of(left("volley.CompareServers", given, "other-1"), facts(played)))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void aCalibrationsTextsAreNumberedAgain() throws IOException {
        Properties given = given("num-prompts", "4");
        Preparation played = NumberedPlan.of(
                PlanWithoutServer.of(SimulationKind.MULTITURN, SettingsReader.read(given, SimulationKind.CALIBRATE)));
        assertSame(played, PlanRecovery.of(left("volley.Calibrate", given, "run"), facts(played)));
    }

    @Test
    void noServerIsAskedAndTheTokenizerIsThatOfTheRun() throws IOException {
        Properties given = given("num-prompts", "4", "base-url", GONE);
        Properties played =
                given("num-prompts", "4", "base-url", GONE, "tokenizer", "data/tokenizer", "dry-run", "true");
        Preparation prepared =
                PlanWithoutServer.of(SimulationKind.MULTITURN, SettingsReader.read(played, SimulationKind.MULTITURN));
        assertSame(prepared, PlanRecovery.of(left("volley.Multiturn", given, "run"), facts(prepared)));
    }

    @Test
    void theConversationsOfAnOwnSimulationAreThoseThatTheRunKept() throws IOException {
        Properties given = given("num-prompts", "1", "dry-run", "true", "salt", "once \u00e9");
        ConversationSource source = tokenizer -> List.of(
                new Conversation(
                        "a", List.of(Turn.of("how are you?", 5, tokenizer), Turn.of("and \"you\"", 6, tokenizer))),
                new Conversation("b", List.of(Turn.of("not asked for", 7, tokenizer))));
        PlayedSimulation own = new PlayedSimulation(SimulationKind.MULTITURN, "example.Own");
        Preparation played = Preparation.of(own, given, source);
        Path run = left("example.Own", given, "run");
        assertThatThrownBy(() -> PlanRecovery.of(run, facts(played)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("what example.Own plays is not known here");
        OwnSimulation.write(run, played);
        assertSame(played, PlanRecovery.of(run, facts(played)));
    }

    @Test
    void anOwnSimulationOfADatasetIsPlannedAsTheOneItPlaysAs() throws IOException {
        Properties given = given("num-prompts", "4", "dry-run", "true");
        Preparation played = Preparation.of(new PlayedSimulation(SimulationKind.SINGLE_TURN, "example.Own"), given);
        Path run = left("example.Own", given, "run");
        OwnSimulation.write(run, played);
        assertThat(run.resolve(OwnSimulation.FILE_NAME)).hasContent("{\"plays_as\":\"singleturn\"}");
        assertSame(played, PlanRecovery.of(run, facts(played)));
    }

    @Test
    void aDatasetThatChangedIsNoticed() throws IOException {
        Path dataset = Files.copy(Path.of("data", "sharegpt.sample.json"), folder.resolve("sharegpt.json"));
        Properties given = given("num-prompts", "4", "dataset-path", dataset.toString());
        Preparation played =
                PlanWithoutServer.of(SimulationKind.MULTITURN, SettingsReader.read(given, SimulationKind.MULTITURN));
        Path run = left("volley.Multiturn", given, "run");
        String texts = Files.readString(dataset);
        Files.writeString(
                dataset,
                texts.replace(
                        played.plan().conversations().get(0).turns().get(0).prompt(), "Another question"));
        assertThatThrownBy(() -> PlanRecovery.of(run, facts(played)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not the one that was played");
        Files.delete(dataset);
        assertThatThrownBy(() -> PlanRecovery.of(run, facts(played)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(dataset.toString());
        assertThatThrownBy(() -> PlanRecovery.of(left("my.Own", given, "run"), facts(played)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("my.Own");
    }

    private static void assertSame(Preparation played, Preparation again) {
        assertThat(again.format()).isEqualTo(played.format());
        assertThat(texts(again)).isEqualTo(texts(played));
        assertThat(again.plan().hash()).isEqualTo(played.plan().hash());
    }

    private static List<String> texts(Preparation prepared) {
        return prepared.plan().conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .map(turn -> turn.prompt())
                .toList();
    }

    private Path left(String simulation, Properties given, String name) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        RepeatCommand.write(run, new PlayedSimulation(SimulationKind.MULTITURN, simulation), given);
        return run;
    }

    private static RunFacts facts(Preparation played) {
        return RunFacts.builder()
                .simulation(played.plan().mode())
                .startedAt(OffsetDateTime.parse("2026-03-07T12:34:56Z"))
                .planSha256(played.plan().hash())
                .seed(1)
                .plannedTurns(played.plan().turns())
                .parameters(Map.of("tokenizer", "data/tokenizer"))
                .build();
    }

    private static Properties given(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }
}
