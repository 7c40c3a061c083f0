package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.Turn;

/** Shards as their processes prepare them: each by itself, from the same parameters. */
class ShardedPreparationTest {
    private static final int SHARDS = 3;
    private static final int OWN = 7;

    @ParameterizedTest
    @CsvSource({
        "MULTITURN, salt, run-1",
        "SHARED_PREFIX, dataset-name, generated-shared-prefix",
        "SINGLE_TURN, dataset-name, random",
        "MULTITURN, dataset-name, long-context",
        "SHARED_PREFIX, num-prompts, 3",
        "MULTITURN, dataset-name, mix",
        "SYNTHETIC_MULTITURN, request-rate, 5",
        "TRACE_REPLAY, trace-sessions, false",
        "TRACE_REPLAY, mooncake-slowdown-factor, 2"
    })
    void theyArePartsOfOnePlan(SimulationKind kind, String name, String value) {
        Preparation whole = prepare(kind, name, value);
        List<Preparation> parts = IntStream.range(0, SHARDS)
                .mapToObj(index -> prepare(kind, name, value, "shard", index + "/" + SHARDS))
                .toList();
        List<Long> times = new ArrayList<>();
        for (int index = 0; index < SHARDS; index++) {
            Preparation part = parts.get(index);
            assertThat(part.plan().hash()).isEqualTo(whole.plan().hash());
            assertThat(PlanText.of(part)).contains("shard      " + index + "/" + SHARDS + ": ");
            Arrays.stream(part.plan().arrivalsNs()).forEach(times::add);
        }
        assertThat(times)
                .containsExactlyInAnyOrder(
                        Arrays.stream(whole.plan().arrivalsNs()).boxed().toArray(Long[]::new));
        for (int c = 0; c < whole.plan().conversations().size(); c++) {
            int number = c;
            List<Conversation> having = parts.stream()
                    .map(part -> part.plan().conversations().get(number))
                    .filter(conversation -> !conversation.turns().isEmpty())
                    .toList();
            assertThat(having).hasSize(1);
            assertThat(texts(having.get(0)))
                    .isEqualTo(texts(whole.plan().conversations().get(c)));
        }
    }

    /** As the others, and what each keeps of them makes the plan again once they are merged. */
    @Test
    void conversationsOfASimulationsOwnAreSplitToo(@TempDir Path folder) throws IOException {
        Preparation whole = own("salt", "run-1");
        List<Path> runs = new ArrayList<>();
        for (int index = 0; index < SHARDS; index++) {
            Preparation part = own("salt", "run-1", "shard", index + "/" + SHARDS);
            assertThat(part.plan().hash()).isEqualTo(whole.plan().hash());
            for (int c = index; c < OWN; c += SHARDS) {
                assertThat(texts(part.plan().conversations().get(c)))
                        .isEqualTo(texts(whole.plan().conversations().get(c)));
            }
            runs.add(Files.createDirectory(folder.resolve("shard-" + index)));
            OwnSimulation.write(runs.get(index), part);
        }
        Settings settings = SettingsReader.read(properties("salt", "run-1"), SimulationKind.MULTITURN);
        Preparation again = OwnSimulation.read(runs, "example.Own").prepare("example.Own", settings);
        assertThat(again.plan().hash()).isEqualTo(whole.plan().hash());
        assertThatThrownBy(() -> OwnSimulation.read(runs.subList(0, 2), "example.Own"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("conversation own-2 went with the generator");
    }

    /** No more of them are made than are asked for. */
    @Test
    void ownConversationsAreMadeAsTheyAreAskedFor() {
        AtomicInteger made = new AtomicInteger();
        Preparation.of(
                new PlayedSimulation(SimulationKind.MULTITURN, "example.Own"),
                properties("num-prompts", "2"),
                tokenizer -> () -> IntStream.iterate(0, i -> i + 1)
                        .mapToObj(i -> new Conversation(
                                "own-" + made.incrementAndGet(), List.of(Turn.of("how are you", 4, tokenizer))))
                        .iterator());
        assertThat(made).hasValue(2);
    }

    private static Preparation own(String... namesAndValues) {
        return Preparation.of(
                new PlayedSimulation(SimulationKind.MULTITURN, "example.Own"),
                properties(namesAndValues),
                tokenizer -> () -> IntStream.range(0, OWN)
                        .mapToObj(i -> new Conversation(
                                "own-" + i,
                                List.of(
                                        Turn.of("what is worth a look in city " + i, 4, tokenizer),
                                        Turn.of("and in town " + i, 4, tokenizer))))
                        .iterator());
    }

    /** What other generators send is held by nothing that lives as long as the run. */
    @Test
    void theTextsOfOthersAreLetGoOf() {
        Preparation part = prepare(SimulationKind.MULTITURN, "shard", "1/3");
        assertThat(part.source().dataset().conversations())
                .isEqualTo(part.plan().conversations())
                .hasSize(8)
                .filteredOn(conversation -> !conversation.turns().isEmpty())
                .hasSize(3);
    }

    /** Each request of such a workload is behind all those before it. */
    @Test
    void whatCannotBeSplitIsRefused() {
        assertThatThrownBy(() -> prepare(SimulationKind.SINGLE_TURN, "dataset-name", "cache-dial", "shard", "1/3"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("play it with one");
    }

    private static List<String> texts(Conversation conversation) {
        return conversation.turns().stream().map(turn -> turn.prompt()).toList();
    }

    private static Preparation prepare(SimulationKind kind, String... namesAndValues) {
        Properties properties = properties(namesAndValues);
        return kind.can(SimulationKind.Ability.SWEEP)
                ? SweepPlan.prepare(PlayedSimulation.of(kind), properties).get(0)
                : Preparation.of(PlayedSimulation.of(kind), properties);
    }

    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        properties.setProperty("volley.dry-run", "true");
        properties.setProperty("volley.gsp-num-groups", "4");
        properties.setProperty("volley.gsp-system-prompt-len", "64");
        properties.setProperty("volley.gsp-prompts-per-group", "3");
        properties.setProperty("volley.dial-input-len", "64");
        properties.setProperty("volley.num-prompts", "8");
        properties.setProperty("volley.num-clients", "5");
        properties.setProperty("volley.request-length", "32");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }
}
