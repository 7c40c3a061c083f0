package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.TurnSelection;
import volley.hub.Hub;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

class MooncakeTraceTest {
    private static final int BLOCK_TOKENS = 512;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Tokenizer TOKENIZER = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @ParameterizedTest
    @CsvSource({"data/mooncake.sample.jsonl, 37", "../shared/data/mooncake/conversation_trace.jsonl, 40"})
    void promptsHaveTheTracesLengthsAndShareTokensWhereTheyShareBlocks(Path trace, int count) throws IOException {
        assumeThat(Files.exists(trace)).as("%s is not here", trace).isTrue();
        Dataset dataset = load(trace, count, 1);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(trace).subList(0, count)) {
            lines.add(JSON.readTree(line));
        }
        long[] arrivalsNs = dataset.arrivalsNs().orElseThrow();
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Turn turn = dataset.conversations().get(i).turns().get(0);
            int[] ids = TOKENIZER.encode(turn.prompt());
            assertThat(ids).hasSize(lines.get(i).path("input_length").asInt());
            assertThat(turn.promptTokens()).isEqualTo(ids.length);
            assertThat(turn.outputTokens())
                    .isEqualTo(lines.get(i).path("output_length").asInt());
            assertThat(arrivalsNs[i]).isEqualTo(lines.get(i).path("timestamp").asLong() * 1_000_000);
            for (int j = 0; j < i; j++) {
                assertThat(shared(ids, prompts.get(j)))
                        .as("request %d with %d", i, j)
                        .isEqualTo(sharedByHashes(lines.get(i), lines.get(j)));
            }
            prompts.add(ids);
        }
    }

    /** Common tokens at the beginning, as the hashes promise: whole blocks, and the shorter one's last if it is cut. */
    private static int sharedByHashes(JsonNode a, JsonNode b) {
        JsonNode one = a.path("hash_ids");
        JsonNode other = b.path("hash_ids");
        int blocks = 0;
        while (blocks < Math.min(one.size(), other.size()) && one.get(blocks).equals(other.get(blocks))) {
            blocks++;
        }
        int shorter =
                Math.min(a.path("input_length").asInt(), b.path("input_length").asInt());
        return Math.min(blocks * BLOCK_TOKENS, shorter);
    }

    private static int shared(int[] a, int[] b) {
        int difference = Arrays.mismatch(a, b);
        // blocks of different ids may begin with the same words by chance: count whole blocks, and whole prompts
        int least = Math.min(a.length, b.length);
        return difference < 0 || difference == least ? least : difference / BLOCK_TOKENS * BLOCK_TOKENS;
    }

    @Test
    void theSeedChangesTextsAndNothingElse() {
        Path trace = Path.of("data/mooncake.sample.jsonl");
        Turn one = load(trace, 1, 1).conversations().get(0).turns().get(0);
        Turn again = load(trace, 1, 1).conversations().get(0).turns().get(0);
        Turn other = load(trace, 1, 2).conversations().get(0).turns().get(0);
        assertThat(again.prompt()).isEqualTo(one.prompt());
        assertThat(again.text().identity()).isEqualTo(one.text().identity());
        assertThat(other.prompt()).isNotEqualTo(one.prompt());
        assertThat(other.text().identity()).isNotEqualTo(one.text().identity());
        assertThat(other.promptTokens()).isEqualTo(one.promptTokens());
    }

    @Test
    void requestsOutOfOrderAreSortedAndTimesCountFromTheFirst() throws IOException {
        Path trace = Files.writeString(
                folder.resolve("t.jsonl"),
                line(900, 10, 5, "[7]") + "\n\n" + line(400, 20, 6, "[8]") + "\n" + line(650, 30, 7, "[9]") + "\n");
        Dataset dataset = load(trace, 3, 1);
        assertThat(dataset.arrivalsNs().orElseThrow()).containsExactly(0, 250_000_000, 500_000_000);
        assertThat(dataset.conversations())
                .extracting(each -> each.turns().get(0).promptTokens())
                .containsExactly(20, 30, 10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"timestamp\": 0}|line 2|input_length",
                "{\"timestamp\":0,\"input_length\":600,\"output_length\":5,\"hash_ids\":[1]}|request 2|needs 2 \"hash_ids\"",
                "{\"timestamp\":-1,\"input_length\":6,\"output_length\":5,\"hash_ids\":[1]}|line 2|timestamp",
                "{\"timestamp\":0,\"input_length\":6,\"output_length\":-1,\"hash_ids\":[1]}|line 2|output_length",
                "{\"timestamp\":0,\"input_length\":6.5,\"output_length\":1,\"hash_ids\":[1]}|line 2|input_length",
                "{\"timestamp\":0,\"input_length\":6,\"output_length\":1,\"hash_ids\":[true]}|line 2|no whole number",
                "not json|line 2|not a request of a Mooncake trace"
            })
    void aBadLineIsNamed(String bad, String where, String what) throws IOException {
        Path trace = Files.writeString(folder.resolve("t.jsonl"), line(0, 10, 5, "[7]") + "\n" + bad + "\n");
        assertThatThrownBy(() -> load(trace, 1, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aTraceThatIsTooShortIsRefused() {
        assertThatThrownBy(() -> load(Path.of("data/mooncake.sample.jsonl"), 38, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("37 requests");
    }

    private static String line(int timestampMs, int input, int output, String ids) {
        return "{\"timestamp\": " + timestampMs + ", \"input_length\": " + input + ", \"output_length\": " + output
                + ", \"hash_ids\": " + ids + "}";
    }

    private static Dataset load(Path trace, int count, long seed) {
        return Datasets.load(
                new DatasetRequest(
                        DatasetFormat.MOONCAKE,
                        trace,
                        OptionalInt.of(count),
                        true,
                        seed,
                        OptionalInt.empty(),
                        TurnSelection.FIRST_TURN,
                        false),
                TOKENIZER);
    }
}
