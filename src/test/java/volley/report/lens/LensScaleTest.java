package volley.report.lens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.prefix.MissRatioCurve;
import volley.report.folder.GivenAnswer;
import volley.report.folder.RunRequests;

/**
 * Round robin over many conversations of four turns, with known hits. How long a million requests take is measured with
 * {@code mvn test -Dtest=LensScaleTest -DargLine="-Xmx700m -Dvolley.lens.requests=1000000"}; the line it prints has the
 * memory of the whole process where Linux tells it.
 */
class LensScaleTest {
    private static final int TURNS = 4;
    private static final int SYSTEM_TOKENS = 64;
    private static final int QUESTION_TOKENS = 100;
    private static final int ANSWER_TOKENS = 60;

    @TempDir
    Path folder;

    /** Turn k reuses the system prompt, or the whole of turn k - 1 but for its answer's last token. */
    @Test
    void hitsOfManyConversationsAreThoseOfTheirLengths() throws IOException {
        int conversations = Integer.getInteger("volley.lens.requests", 20_000) / TURNS;
        writeRequests(conversations);
        long startNs = System.nanoTime();
        RunRequests requests = RunRequests.read(folder);
        long readNs = System.nanoTime();
        long[] sums = new long[3];
        MissRatioCurve curve = CacheLens.analyse(
                requests,
                new Prompts(),
                order -> GivenAnswer.of(order % conversations + " " + order / conversations),
                new CacheSize(1, OptionalLong.empty(), OptionalLong.empty()),
                verdict -> {
                    sums[0] += verdict.promptTokens();
                    sums[1] += verdict.ideal();
                    sums[2] += verdict.lost();
                });
        System.out.printf(
                Locale.ROOT,
                "%d requests, %d prompt tokens: read in %.1f s, analysed in %.1f s, heap of at most %d MB, %s%n",
                requests.size(),
                sums[0],
                (readNs - startNs) / 1e9,
                (System.nanoTime() - readNs) / 1e9,
                Runtime.getRuntime().maxMemory() >> 20,
                mostMemory());

        long n = conversations;
        long round = QUESTION_TOKENS + ANSWER_TOKENS;
        long expected = (n - 1) * SYSTEM_TOKENS;
        for (int turn = 1; turn < TURNS; turn++) {
            expected += n * (SYSTEM_TOKENS + turn * round - 1);
        }
        assertThat(sums[1]).isEqualTo(expected);
        assertThat(curve.idealHitTokens()).isEqualTo(expected);
        assertThat(sums[2]).isEqualTo(expected - n * TURNS * SYSTEM_TOKENS + SYSTEM_TOKENS);
        // everything but the first conversation's last question and answers' last tokens was used since at most once
        assertThat(curve.hitTokens(SYSTEM_TOKENS)).isGreaterThanOrEqualTo((n - 1) * SYSTEM_TOKENS);
        assertThat(curve.largestDistanceTokens()).isLessThanOrEqualTo(SYSTEM_TOKENS + n * TURNS * round);
    }

    /** The largest resident set of this process so far. */
    private static String mostMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("\\s+", " ")
                : "memory of the process not known";
    }

    /** The server reports the system prompt only. */
    private void writeRequests(int conversations) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("requests.jsonl"))) {
            for (int order = 0; order < conversations * TURNS; order++) {
                long sent = order * 1000L;
                out.write("{\"order\":" + order + ",\"conversation\":" + order % conversations
                        + ",\"conversation_id\":\"conversation-" + order % conversations + "\",\"turn\":"
                        + order / conversations + ",\"outcome\":\"ok\",\"error\":null,\"http_status\":200,\"sent_ns\":"
                        + sent + ",\"first_token_ns\":" + (sent + 100) + ",\"end_ns\":" + (sent + 900)
                        + ",\"ttft_ns\":100,\"e2e_latency_ns\":900,\"cached_tokens\":"
                        + (order == 0 ? 0 : SYSTEM_TOKENS) + "}\n");
            }
        }
    }

    private static final class Prompts implements SentPrompts {
        @Override
        public int[] promptIds(int conversation, int turn, List<GivenAnswer> answers) {
            int[] ids = new int[SYSTEM_TOKENS + turn * (QUESTION_TOKENS + ANSWER_TOKENS) + QUESTION_TOKENS];
            Arrays.setAll(ids, i -> i < SYSTEM_TOKENS ? i : id(conversation, i));
            return ids;
        }

        @Override
        public GeneratedIds generatedIds(int ofConversation, int ofTurn, List<GivenAnswer> answers, GivenAnswer given) {
            String answer = given.text();
            int blank = answer.indexOf(' ');
            int turn = Integer.parseInt(answer.substring(blank + 1));
            int conversation = Integer.parseInt(answer.substring(0, blank));
            int from = SYSTEM_TOKENS + turn * (QUESTION_TOKENS + ANSWER_TOKENS) + QUESTION_TOKENS;
            int[] ids = new int[ANSWER_TOKENS];
            Arrays.setAll(ids, i -> id(conversation, from + i));
            return GeneratedIds.of(ids);
        }

        private static int id(int conversation, int place) {
            return (conversation + 1) * 1000 + place;
        }
    }
}
