package volley.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

class TrialsTest {
    private static Properties given(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void oneRunNeedsNoProcessOfItsOwn() {
        assertThat(Trials.of(given(), PlayedSimulation.of(SimulationKind.MULTITURN))
                        .wanted())
                .isFalse();
        assertThat(Trials.of(given("request-rate", "2"), PlayedSimulation.of(SimulationKind.MULTITURN))
                        .wanted())
                .isFalse();
        assertThat(Trials.of(given("request-rate", "2,4"), PlayedSimulation.of(SimulationKind.MULTITURN))
                        .wanted())
                .isTrue();
        assertThat(Trials.of(given("warmup", "1"), PlayedSimulation.of(SimulationKind.MULTITURN))
                        .wanted())
                .isTrue();
        assertThat(Trials.of(
                                given("find-saturation", "1:8", "slo.ttft.p99", "5", "ramp-up-seconds", "1"),
                                PlayedSimulation.of(SimulationKind.MULTITURN))
                        .wanted())
                .isTrue();
    }

    @Test
    void warmUpComesBeforeTheMeasuredRunsOfEachFork() {
        List<Trial> trials = Trials.of(
                        given("request-rate", "2,4", "forks", "2", "warmup", "1", "iterations", "2"),
                        PlayedSimulation.of(SimulationKind.MULTITURN))
                .trials();

        assertThat(trials)
                .extracting(Trial::text)
                .hasSize(12)
                .startsWith(
                        "request-rate=2, fork 1, warm-up 1",
                        "request-rate=2, fork 1, iteration 1",
                        "request-rate=2, fork 1, iteration 2",
                        "request-rate=2, fork 2, warm-up 1");
        assertThat(trials.get(11).text()).isEqualTo("request-rate=4, fork 2, iteration 2");
        assertThat(trials).extracting(Trial::number).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void seedsRepeatAcrossCombinationsAndSaltsNever() {
        Settings settings = SettingsReader.read(given("seed", "40", "forks", "2", "warmup", "1", "iterations", "2"));
        List<Trial> trials = Trials.of(
                        given("seed", "40", "request-rate", "2,4", "forks", "2", "warmup", "1", "iterations", "2"),
                        PlayedSimulation.of(SimulationKind.MULTITURN))
                .trials();
        List<Map<String, String>> parameters =
                trials.stream().map(trial -> trial.parameters(settings)).toList();

        assertThat(parameters)
                .extracting(each -> each.get("seed"))
                .containsExactly("40", "41", "42", "43", "44", "45", "40", "41", "42", "43", "44", "45");
        assertThat(parameters)
                .extracting(each -> each.get("salt"))
                .doesNotHaveDuplicates()
                .allMatch(salt -> salt.matches("[0-9a-f]{8}"));
        assertThat(parameters.get(6)).containsEntry("request-rate", "4").containsEntry("iterations", "1");
    }

    @Test
    void theSamePlanIsLeftAsItIs() {
        Properties given = given("same-plan", "true", "iterations", "2");
        assertThat(Trials.of(given, PlayedSimulation.of(SimulationKind.MULTITURN))
                        .trials())
                .extracting(trial -> trial.parameters(SettingsReader.read(given)))
                .allSatisfy(parameters -> assertThat(parameters).doesNotContainKeys("seed", "salt"));
    }

    @ParameterizedTest
    @CsvSource({
        "start-at, 4102444800, -Dvolley.start-at is the start of one run",
        "shard, 0/4, -Dvolley.shard is a part of one run"
    })
    void aListIsRefusedOfAShardAndOfAStart(String name, String value, String reason) {
        Properties given = given(name, value, "base-url", "http://127.0.0.1:9", "request-rate", "2,4");
        assertThatThrownBy(() -> Trials.of(given, PlayedSimulation.of(SimulationKind.MULTITURN)))
                .isInstanceOf(BadInputException.class)
                .hasMessage("-Dvolley.request-rate=2,4 is a list, and makes a run of each value, but " + reason
                        + "; give one value");
    }

    @Test
    void everyCombinationIsCheckedBeforeTheFirstRun() {
        assertThatThrownBy(
                        () -> Trials.of(given("request-rate", "2,fast"), PlayedSimulation.of(SimulationKind.MULTITURN)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.request-rate=fast");
        assertThatThrownBy(() -> Trials.of(
                        given("find-saturation", "1:8", "slo.ttft.p99", "5", "order", "fifo,strict"),
                        PlayedSimulation.of(SimulationKind.MULTITURN)))
                .hasMessageContaining("volley.find-saturation");
        assertThatThrownBy(() -> Trials.of(
                        given("find-saturation", "1:8", "slo.ttft.p99", "5", "request-rate", "3"),
                        PlayedSimulation.of(SimulationKind.MULTITURN)))
                .hasMessageContaining("leave out -Dvolley.request-rate");
    }

    @Test
    void whatRepeatsOrComparesItselfIsNotRepeated() {
        assertThat(Trials.of(given(), PlayedSimulation.of(SimulationKind.COMPARE_SERVERS))
                        .wanted())
                .isFalse();
        assertThat(Trials.of(given("max-concurrency", "1,2"), PlayedSimulation.of(SimulationKind.COMPARE_SERVERS))
                        .trials())
                .as("but under other loads")
                .hasSize(2);
        assertThatThrownBy(
                        () -> Trials.of(given("iterations", "3"), PlayedSimulation.of(SimulationKind.COMPARE_SERVERS)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley.repeats=3")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> Trials.of(
                        given("iterations", "3", "simulate", "true", "simulated.configurations", "fcfs,lpm"),
                        PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("-Dvolley.repeats=3");
    }

    @Test
    void eachRateOfASweepCountsAsIfItWereCrossed() {
        Trial trial = Trials.of(
                        given("order", "fifo,random", "iterations", "2"),
                        PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN))
                .trials()
                .get(1);

        Path gatlings = Path.of("trial-002", "syntheticmultiturn-1");
        assertThat(trial.of(TrialPart.of(gatlings, gatlings, false))).isEqualTo(trial);
        assertThat(trial.of(TrialPart.of(gatlings, gatlings.resolve("rate-8"), false))
                        .text())
                .isEqualTo("order=fifo, request-rate=8, fork 1, iteration 2");
    }

    @ParameterizedTest
    @CsvSource({
        "lpm-2, lpm,",
        "my-server-1-12, my-server-1,",
        "lpm, lpm,",
        "lpm/rate-0.5, lpm, 0.5",
        "lpm/repeats/3/rate-8, lpm, 8",
        "lpm-1/repeats/3, lpm-1,"
    })
    void eachServerOfAComparisonCountsAsIfItWereCrossed(String folder, String server, String rate) {
        Path gatlings = Path.of("trial-002", "compareservers-1");
        assertThat(TrialPart.of(gatlings, gatlings.resolve(folder), true))
                .isEqualTo(new TrialPart(Optional.of(server), Optional.ofNullable(rate)));
    }

    @Test
    void aRunsProcessHasItsOwnParametersInPlaceOfThoseGiven() {
        Properties given = new Properties();
        given.putAll(System.getProperties());
        given.putAll(given("request-rate", "2,4", "goodput", "ttft:500,tpot:50"));
        List<String> command = new TrialProcess("volley.Multiturn", given)
                .command(Map.of("request-rate", "4", "iterations", "1"), Path.of("there"));

        assertThat(command.get(0)).endsWith("java");
        assertThat(command)
                .contains("-Dvolley.request-rate=4", "-Dvolley.iterations=1", "-Dvolley.goodput=ttft:500,tpot:50")
                .doesNotContain("-Dvolley.request-rate=2,4")
                .endsWith("io.gatling.app.Gatling", "-s", "volley.Multiturn", "-rf", "there");
    }

    /** Its messages name flags then, as those of this process do. */
    @Test
    void aRunsProcessKnowsTheCommandThatThisOneIsOf() {
        Properties given = new Properties();
        given.putAll(System.getProperties());
        given.setProperty("launcher.command", "multiturn");
        assertThat(new TrialProcess("volley.Multiturn", given).command(Map.of(), Path.of("there")))
                .contains("-Dlauncher.command=multiturn");
    }
}
