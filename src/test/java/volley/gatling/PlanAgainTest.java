package volley.gatling;

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
import volley.config.CalibratedPlan;
import volley.config.Settings;
import volley.report.folder.RunFacts;

class PlanAgainTest {
    /** Nobody answers there. */
    private static final String GONE = "http://127.0.0.1:1";

    @TempDir
    Path folder;

    @Test
    void everySimulationsPlanIsTheOneThatWasPlayed() throws IOException {
        for (CalibratedPlan plan : CalibratedPlan.values()) {
            if (plan != CalibratedPlan.SYNTHETIC_MULTITURN && plan != CalibratedPlan.MULTIMODAL) {
                Properties given = given("num-prompts", "4", "seed", "5");
                Preparation played = CalibrationRun.planned(plan, Settings.from(given, plan.mode()));
                assertSame(played, PlanAgain.of(left(plan.simulation(), given, "run"), facts(played)));
            }
        }
    }

    @Test
    void eachRateOfASweepIsFound() throws IOException {
        Properties given = given("num-clients", "3", "request-length", "8", "sweep-rates", "4,2", "history", "ids");
        CalibratedPlan plan = CalibratedPlan.SYNTHETIC_MULTITURN;
        List<Preparation> played =
                Sweep.prepare(plan.mode(), Settings.from(given, plan.mode()), CalibrationRun.NO_SERVER);
        assertThat(played).hasSize(2);
        for (Preparation rate : played) {
            assertSame(
                    rate,
                    PlanAgain.of(left(plan.simulation(), given, rate.phase().folder()), facts(rate)));
        }
    }

    @Test
    void aComparisonsRunHasItsOwnEngine() throws IOException {
        Properties given = given("num-clients", "3", "request-length", "8");
        Preparation played = ComparisonPlan.of("compareservers", given).leg("hierarchical-1");
        Preparation again = PlanAgain.of(left("volley.CompareServers", given, "hierarchical-1"), facts(played));
        assertSame(played, again);
        assertThat(ServerCache.size(again.settings(), Optional.empty()))
                .isEqualTo(ServerCache.size(played.settings(), Optional.empty()))
                .isNotEqualTo(ServerCache.size(
                        ComparisonPlan.of("compareservers", given).base().settings(), Optional.empty()));
        assertThatThrownBy(() -> PlanAgain.of(left("volley.CompareServers", given, "other-1"), facts(played)))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void aCalibrationsTextsAreNumberedAgain() throws IOException {
        Properties given = given("num-prompts", "4");
        Preparation played = NumberedPlan.of(
                CalibrationRun.planned(CalibratedPlan.MULTITURN, Settings.from(given, CalibratedPlan.MODE)));
        assertSame(played, PlanAgain.of(left("volley.Calibrate", given, "run"), facts(played)));
    }

    @Test
    void noServerIsAskedAndTheTokenizerIsThatOfTheRun() throws IOException {
        Properties given = given("num-prompts", "4", "base-url", GONE);
        Properties played =
                given("num-prompts", "4", "base-url", GONE, "tokenizer", "data/tokenizer", "dry-run", "true");
        Preparation prepared = CalibrationRun.planned(CalibratedPlan.MULTITURN, Settings.from(played, "multiturn"));
        assertSame(prepared, PlanAgain.of(left("volley.Multiturn", given, "run"), facts(prepared)));
    }

    @Test
    void aDatasetThatChangedIsNoticed() throws IOException {
        Path dataset = Files.copy(Path.of("data", "sharegpt.sample.json"), folder.resolve("sharegpt.json"));
        Properties given = given("num-prompts", "4", "dataset-path", dataset.toString());
        Preparation played = CalibrationRun.planned(CalibratedPlan.MULTITURN, Settings.from(given, "multiturn"));
        Path run = left("volley.Multiturn", given, "run");
        String texts = Files.readString(dataset);
        Files.writeString(
                dataset,
                texts.replace(
                        played.plan().conversations().get(0).turns().get(0).prompt(), "Another question"));
        assertThatThrownBy(() -> PlanAgain.of(run, facts(played)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not the one that was played");
        Files.delete(dataset);
        assertThatThrownBy(() -> PlanAgain.of(run, facts(played)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(dataset.toString());
        assertThatThrownBy(() -> PlanAgain.of(left("my.Own", given, "run"), facts(played)))
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
        RepeatCommand.write(run, RepeatCommand.text(Optional.of(simulation), given));
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
