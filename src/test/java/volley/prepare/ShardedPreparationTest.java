package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Conversation;

/** Shards as their processes prepare them: each by itself, from the same parameters. */
class ShardedPreparationTest {
    private static final int SHARDS = 3;

    @ParameterizedTest
    @CsvSource({
        "MULTITURN, salt, run-1",
        "SHARED_PREFIX, dataset-name, generated-shared-prefix",
        "SINGLE_TURN, dataset-name, random",
        "MULTITURN, dataset-name, long-context",
        "SHARED_PREFIX, num-prompts, 3",
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
        Properties properties = new Properties();
        properties.setProperty("volley.dry-run", "true");
        properties.setProperty("volley.gsp-num-groups", "4");
        properties.setProperty("volley.gsp-system-prompt-len", "64");
        properties.setProperty("volley.gsp-prompts-per-group", "3");
        properties.setProperty("volley.dial-input-len", "64");
        properties.setProperty("volley.num-prompts", "8");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Preparation.of(PlayedSimulation.of(kind), properties);
    }
}
