package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.prepare.ComparisonPlan;
import volley.prepare.Preparation;
import volley.report.compare.RunUnit;
import volley.simulator.Engines;

/** Configurations under a user's own traffic. */
class TraceComparisonTest {
    private static final Path MOONCAKE = Path.of("../shared/data/mooncake/conversation_trace.jsonl");

    private static final String SERVERS = "a=http://127.0.0.1:1,b=http://127.0.0.1:2";

    @TempDir
    Path folder;

    @Test
    void everyConfigurationHasTheTracesOwnArrivals() throws IOException {
        Assumptions.assumeTrue(Files.exists(MOONCAKE), "the trace is not there");
        int requests = 2000;
        ComparisonPlan plan = plan(
                SimulationKind.TRACE_REPLAY,
                Map.of("dataset-path", MOONCAKE.toString(), "num-prompts", String.valueOf(requests)));
        List<Long> fileNs = new ArrayList<>();
        try (Stream<String> lines = Files.lines(MOONCAKE)) {
            for (String line : lines.limit(requests).toList()) {
                fileNs.add(1_000_000
                        * new ObjectMapper().readTree(line).path("timestamp").asLong());
            }
        }
        List<Preparation> runs = plan.legs();
        assertThat(runs)
                .as("nothing is drawn, so a second run would be the first")
                .hasSize(4);
        assertThat(plan.rule().unit()).isEqualTo(RunUnit.STRETCH);
        for (Preparation run : runs) {
            assertThat(run.plan().arrivalsNs()).hasSize(requests);
            for (int i = 0; i < requests; i++) {
                assertThat(run.plan().arrivalsNs()[i]).isEqualTo(fileNs.get(i) - fileNs.get(0));
            }
        }
    }

    /** What is written of each request is its time in the file. */
    @Test
    void requestsAreScheduledAtTheTimesOfTheFile() throws IOException {
        StringBuilder trace = new StringBuilder();
        long[] timesMs = {7_000, 7_001, 7_001, 9_500, 60_000};
        for (long ms : timesMs) {
            trace.append("{\"timestamp\": ")
                    .append(ms)
                    .append(", \"input_length\": 600, \"output_length\": 4, \"hash_ids\": [1, 2]}\n");
        }
        Path file = Files.writeString(folder.resolve("trace.jsonl"), trace);
        ComparisonPlan plan = plan(SimulationKind.TRACE_REPLAY, Map.of("dataset-path", file.toString()));
        for (Preparation run : plan.legs()) {
            long[] scheduledNs = new long[timesMs.length];
            SimulatedEngine engine = run.settings().simulated().engine();
            new VirtualPlaying(
                            run,
                            VirtualRun.answers(run, engine),
                            Engines.config(engine),
                            turn -> scheduledNs[turn.conversation()] =
                                    turn.exchange().scheduledNs())
                    .play();
            for (int i = 0; i < timesMs.length; i++) {
                assertThat(scheduledNs[i]).isEqualTo((timesMs[i] - timesMs[0]) * 1_000_000);
            }
        }
    }

    /** In virtual time, with what the simulation has by default. */
    @ParameterizedTest
    @EnumSource(
            value = SimulationKind.class,
            names = {"MULTITURN", "SHARED_PREFIX", "SINGLE_TURN", "TRACE_REPLAY", "COMPARE_SERVERS"})
    void everySimulationIsCompared(SimulationKind kind) {
        ComparisonPlan plan = plan(kind, Map.of("simulated.configurations", "lpm,hierarchical"));
        assertThat(plan.simulated()).containsOnlyKeys("lpm", "hierarchical");
        assertThat(plan.legs()).hasSize(kind == SimulationKind.TRACE_REPLAY ? 2 : 16);
        List<String> hashes =
                plan.legs().stream().map(run -> run.plan().hash()).distinct().toList();
        assertThat(hashes)
                .as("a plan for each repeat, the same for both")
                .hasSize(kind == SimulationKind.TRACE_REPLAY ? 1 : 8);
        assertThat(plan.legs().get(0).plan().conversations().get(0).turns().size())
                .as("the turns that the simulation plays")
                .isGreaterThanOrEqualTo(kind == SimulationKind.MULTITURN ? 2 : 1);
    }

    /** Nothing is drawn: all at once, first in first out. */
    @Test
    void aSeedThatDrawsNothingIsNoRepeat() {
        ComparisonPlan plan = plan(SimulationKind.MULTITURN, Map.of("request-rate", "inf"));
        assertThat(plan.rule().unit()).isEqualTo(RunUnit.STRETCH);
        assertThat(plan.legs()).hasSize(4);
        assertThat(plan(SimulationKind.MULTITURN, Map.of("request-rate", "inf", "order", "random"))
                        .rule()
                        .unit())
                .isEqualTo(RunUnit.SEED);
    }

    @Test
    void whatHasNoSeveralServersSaysWhoHas() {
        assertThatThrownBy(() ->
                        SettingsReader.read(given(Map.of("endpoints", SERVERS), false), SimulationKind.MULTIMODAL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "Multiturn, SharedPrefix, SingleTurn, SyntheticMultiturn, TraceReplay and CompareServers do");
        assertThatThrownBy(() -> SettingsReader.read(
                        given(Map.of("simulated.configurations", "lpm"), false), SimulationKind.MULTITURN))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.simulate=true");
    }

    /** What a simulation has by default contradicts nothing that is asked for, be it servers or simulated ones. */
    @ParameterizedTest
    @EnumSource(
            value = SimulationKind.class,
            names = {
                "MULTITURN",
                "SHARED_PREFIX",
                "SINGLE_TURN",
                "SYNTHETIC_MULTITURN",
                "TRACE_REPLAY",
                "COMPARE_SERVERS"
            })
    void noDefaultContradictsTheComparison(SimulationKind kind) throws IOException {
        Path trace = Files.writeString(
                folder.resolve("trace.jsonl"),
                "{\"timestamp\": 0, \"input_length\": 20, \"output_length\": 4, \"hash_ids\": [1]}\n");
        List<Map<String, String>> asked = new ArrayList<>(List.of(
                Map.of(),
                Map.of("request-rate", "4"),
                Map.of("request-rate", "inf"),
                Map.of("max-concurrency", "4"),
                Map.of("order", "strict"),
                Map.of("seed", "7", "repeats", "4")));
        if (kind != SimulationKind.SYNTHETIC_MULTITURN) {
            asked.add(Map.of("dataset-path", "data/sharegpt.sample.json", "dataset-name", "sharegpt"));
            asked.add(Map.of("dataset-path", trace.toString(), "dataset-name", "mooncake"));
            asked.add(Map.of("dataset-path", trace.toString(), "dataset-name", "mooncake", "max-concurrency", "8"));
        }
        for (Map<String, String> parameters : asked) {
            boolean ownTimes = kind == SimulationKind.TRACE_REPLAY
                    || parameters.getOrDefault("dataset-name", "").equals("mooncake");
            if (ownTimes && (parameters.containsKey("request-rate") || parameters.containsKey("order"))) {
                continue;
            }
            Properties servers = given(parameters, false);
            servers.setProperty("volley.endpoints", SERVERS);
            assertThat(SettingsReader.read(servers, kind).comparesServers(kind)).isTrue();
            Properties engines = given(parameters, true);
            engines.setProperty("volley.simulated.configurations", "lpm,hierarchical");
            assertThat(SettingsReader.read(engines, kind).comparesServers(kind)).isTrue();
        }
    }

    private static ComparisonPlan plan(SimulationKind kind, Map<String, String> namesAndValues) {
        Properties given = given(namesAndValues, true);
        given.putIfAbsent("volley.simulated.configurations", "none,fcfs,lpm,hierarchical");
        return ComparisonPlan.of(PlayedSimulation.of(kind), given);
    }

    private static Properties given(Map<String, String> namesAndValues, boolean virtual) {
        Properties given = new Properties();
        given.setProperty("volley.disable-tqdm", "true");
        if (virtual) {
            given.setProperty("volley.simulate", "true");
        }
        namesAndValues.forEach((name, value) -> given.setProperty("volley." + name, value));
        return given;
    }
}
