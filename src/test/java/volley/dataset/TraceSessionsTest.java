package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.TurnSelection;
import volley.hub.Hub;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** One small trace of each format, and what was worked out by hand for it: order, waits, and tokens in common. */
class TraceSessionsTest {
    private static final Path FOLDER = Path.of("src/test/resources/volley/dataset/traces");
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static Dataset dataset(Path trace, OptionalInt count) {
        return Datasets.load(
                new DatasetRequest(
                        DatasetFormat.MOONCAKE,
                        trace,
                        count,
                        false,
                        1,
                        OptionalInt.empty(),
                        TurnSelection.FIRST_TURN,
                        false),
                tokenizer);
    }

    private static List<String> described(Dataset dataset) {
        List<String> lines = new ArrayList<>();
        List<String[]> earlier = new ArrayList<>();
        for (int i = 0; i < dataset.conversations().size(); i++) {
            Turn turn = dataset.conversations().get(i).turns().get(0);
            String[] words = turn.prompt().split(" ");
            assertThat(words).as("a word a token").hasSize(turn.promptTokens());
            int shared = earlier.stream()
                    .mapToInt(other -> {
                        int differs = Arrays.mismatch(words, other);
                        return differs < 0 ? words.length : differs;
                    })
                    .max()
                    .orElse(0);
            earlier.add(words);
            lines.add(String.format(
                    Locale.ROOT,
                    "%d: at %d ms, %d -> %d, waits for %s, shares %d",
                    i,
                    Math.round(dataset.arrivalsNs().orElseThrow()[i] / 1e6),
                    turn.promptTokens(),
                    turn.outputTokens(),
                    dataset.graph().map(graph -> waits(graph, lines.size())).orElse("nothing"),
                    shared));
        }
        return lines;
    }

    private static String waits(RequestGraph graph, int request) {
        if (graph.parents(request).length == 0) {
            return "nothing";
        }
        return Arrays.toString(graph.parents(request))
                + (Double.isNaN(graph.thinkMs(request))
                        ? " until its time"
                        : " and " + Math.round(graph.thinkMs(request)) + " ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mooncake.jsonl",
                "mooncake-sessions.jsonl",
                "bailian.jsonl",
                "kv-cache-tester.json",
                "kv-cache-tester-deep.json",
                "tracelab.jsonl",
                "tracelab-table.csv",
                "burstgpt.csv",
                "azure.csv"
            })
    void orderWaitsAndSharedTokensAreAsWorkedOut(String name) throws IOException {
        Path expected = FOLDER.resolve(name.substring(0, name.lastIndexOf('.')) + ".expected");
        assertThat(described(dataset(FOLDER.resolve(name), OptionalInt.empty())))
                .containsExactlyElementsOf(Files.readAllLines(expected));
    }

    /** Whoever waits for a request that is not played waits for what that one waited for. */
    @Test
    void requestsLeftOutAreBridged() {
        TraceFile trace = TraceFile.read(FOLDER.resolve("kv-cache-tester.json"), TraceOptions.NONE);
        RequestGraph without = trace.graph().of(new int[] {0, 2, 3, 6, 7});
        assertThat(without.parents(1)).containsExactly(0);
        assertThat(without.parents(3)).containsExactlyInAnyOrder(1, 2);
        assertThat(without.thinkMs(3)).isEqualTo(2000);
        assertThat(dataset(FOLDER.resolve("kv-cache-tester.json"), OptionalInt.of(1))
                        .graph())
                .isEmpty();
    }
}
