package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.gatling.FaultyServer.Kind;

/**
 * 200 requests a second, one of ten failing in some way: every turn has its line, its class and its own answer. Eight
 * seconds of it; a minute with {@code -Dvolley.long-tests=true}.
 */
class MixedFaultsRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int RATE = 200;
    private static final int SECONDS = Boolean.getBoolean("volley.long-tests") ? 60 : 8;
    private static final double FAULTS = 0.1;

    @TempDir
    Path folder;

    @Test
    void everyTurnHasItsLineAndItsOwnAnswer() throws Exception {
        List<Kind> faults = Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.PLAIN && !kind.whenStreamed.isEmpty())
                .toList();
        SplittableRandom random = new SplittableRandom(18);
        List<Kind> kinds = IntStream.range(0, RATE * SECONDS)
                .mapToObj(i -> random.nextDouble() < FAULTS ? faults.get(random.nextInt(faults.size())) : Kind.PLAIN)
                .toList();
        try (FaultyServer server = new FaultyServer()) {
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", server.url())
                    .with("backend", "openai")
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-path", dataset(kinds))
                    .with("disable-shuffle", true)
                    .with("num-prompts", kinds.size())
                    .with("request-rate", RATE)
                    .with("arrivals", "constant")
                    .with("warmup-requests", 0)
                    .with("fixed-output-len", 8)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            check(run, kinds);
        }
    }

    private Path dataset(List<Kind> kinds) throws IOException {
        String conversations = IntStream.range(0, kinds.size())
                .mapToObj(i -> "{\"id\":\"" + i
                        + "\",\"conversations\":[{\"from\":\"human\",\"value\":\"Please answer Q c" + i + " "
                        + kinds.get(i) + " now\"},{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}]}")
                .collect(Collectors.joining(",", "[", "]"));
        return Files.writeString(folder.resolve("dataset.json"), conversations);
    }

    private static void check(GatlingProcess.Ended run, List<Kind> kinds) throws IOException {
        BitSet lines = new BitSet();
        int ok = 0;
        for (String line : run.result("requests.jsonl").lines().toList()) {
            JsonNode turn = JSON.readTree(line);
            int conversation = turn.path("conversation").asInt();
            assertThat(lines.get(conversation)).as("a second line: %s", line).isFalse();
            lines.set(conversation);
            Kind kind = kinds.get(conversation);
            assertThat(turn.path("outcome").asText()).as("%s: %s", kind, line).matches(kind.whenStreamed);
            ok += turn.path("outcome").asText().equals("ok") ? 1 : 0;
        }
        assertThat(lines.cardinality()).isEqualTo(kinds.size());
        JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
        assertThat(turns.path("planned").asInt()).isEqualTo(kinds.size());
        assertThat(turns.path("ok").asInt()).isEqualTo(ok);
        assertThat(turns.path("failed").asInt()).isEqualTo(kinds.size() - ok).isPositive();
        List<String> answers = run.result("answers.jsonl").lines().toList();
        assertThat(answers).hasSize(ok);
        for (String line : answers) {
            JsonNode answer = JSON.readTree(line);
            assertThat(answer.path("answer").asText())
                    .isEqualTo(FaultyServer.answer(
                            "c" + answer.path("conversation").asInt()));
        }
    }
}
