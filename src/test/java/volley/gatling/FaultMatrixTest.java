package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.gatling.FaultyServer.Kind;

/**
 * Every way in which a server or proxy fails, mixed, over connections that are kept: each turn has its class and its own
 * answer, and none is lost.
 */
class FaultMatrixTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TURNS = 3;

    /** So that every way of failing comes behind every other on some connection. */
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    @Test
    void streams() throws Exception {
        play(kind -> kind.whenStreamed, false);
    }

    @Test
    void answersInOnePiece() throws Exception {
        play(kind -> kind.whenWhole, true);
    }

    private void play(Function<Kind, String> expected, boolean whole) throws Exception {
        List<Kind> kinds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int shift = 7 * round;
            List<Kind> all = Arrays.stream(Kind.values())
                    .filter(kind -> !expected.apply(kind).isEmpty())
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                kinds.add(all.get((i * (round + 1) + shift) % all.size()));
                kinds.add(Kind.PLAIN);
            }
        }
        try (FaultyServer server = new FaultyServer()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", server.url() + "/v1/")
                    .with("backend", "openai")
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-path", dataset(kinds))
                    .with("disable-shuffle", true)
                    .with("disable-stream", whole)
                    .with("num-prompts", kinds.size())
                    .with("max-concurrency", 6)
                    .with("warmup-requests", 0)
                    .with("fixed-output-len", 8)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            check(run, kinds, expected);
        }
    }

    /** The second of each conversation's turns fails, so that its connection was used before. */
    private Path dataset(List<Kind> kinds) throws IOException {
        List<String> conversations = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            StringBuilder turns = new StringBuilder();
            for (int turn = 0; turn < TURNS; turn++) {
                Kind kind = turn == 1 ? kinds.get(i) : Kind.PLAIN;
                turns.append(turn == 0 ? "" : ",")
                        .append("{\"from\":\"human\",\"value\":\"Please answer Q " + id(i, turn) + " " + kind
                                + " now\"},")
                        .append("{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}");
            }
            conversations.add("{\"id\":\"" + i + "\",\"conversations\":[" + turns + "]}");
        }
        return Files.writeString(folder.resolve("dataset.json"), "[" + String.join(",", conversations) + "]");
    }

    private static String id(int conversation, int turn) {
        return "c" + conversation + "t" + turn;
    }

    private static void check(GatlingProcess.Ended run, List<Kind> kinds, Function<Kind, String> expected)
            throws IOException {
        Map<String, Integer> byOutcome = new TreeMap<>();
        for (String line : run.result("requests.jsonl").lines().toList()) {
            JsonNode turn = JSON.readTree(line);
            Kind kind = kinds.get(turn.path("conversation").asInt());
            int number = turn.path("turn").asInt();
            String outcome = turn.path("outcome").asText();
            String due = number == 0 ? "ok" : expected.apply(kind);
            if (number == 2 && !due.equals("ok")) {
                due = "skipped_after_failure";
            }
            assertThat(outcome).as("%s turn %s: %s", kind, number, line).matches(due);
            byOutcome.merge(outcome, 1, Integer::sum);
            turn.properties().forEach(field -> {
                if (field.getKey().endsWith("_ns") && field.getValue().isNumber()) {
                    assertThat(field.getValue().asLong())
                            .as("%s of %s: %s", field.getKey(), kind, line)
                            .isNotNegative();
                }
            });
        }
        JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
        int planned = kinds.size() * TURNS;
        assertThat(byOutcome.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(planned);
        assertThat(turns.path("planned").asInt()).isEqualTo(planned);
        assertThat(turns.path("ok").asInt()
                        + turns.path("failed").asInt()
                        + turns.path("skipped_after_failure").asInt()
                        + turns.path("cancelled").asInt())
                .isEqualTo(planned);
        byOutcome.forEach((outcome, count) -> {
            if (!outcome.equals("ok")) {
                assertThat(turns.at("/by_outcome/" + outcome).asInt())
                        .as(outcome)
                        .isEqualTo(count);
            }
        });
        assertThat(turns.path("ok").asInt()).isEqualTo(byOutcome.get("ok"));
        Map<String, String> answers = run.result("answers.jsonl")
                .lines()
                .map(FaultMatrixTest::json)
                .collect(Collectors.toMap(
                        line -> id(
                                line.path("conversation").asInt(),
                                line.path("turn").asInt()),
                        line -> line.path("answer").asText()));
        assertThat(answers).hasSizeGreaterThanOrEqualTo(byOutcome.get("ok"));
        answers.forEach((id, answer) -> assertThat(FaultyServer.answer(id)).startsWith(answer));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
