package volley.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.dataset.TraceFile;
import volley.dataset.TraceOptions;

class TraceSurveyTest {
    private static final Path SHARED = Path.of("../shared/data");

    @TempDir
    Path folder;

    private static TraceSurvey survey(Path file) {
        return TraceSurvey.of(TraceFile.read(file, TraceOptions.NONE));
    }

    private static Path shared(String file) {
        Path path = SHARED.resolve(file);
        assumeThat(Files.exists(path)).as("%s is not here", path).isTrue();
        return path;
    }

    /**
     * The last request knows block 3, but not behind 9: a hit ends at the first unknown one. Its tokens are 16 of 40; those
     * of the second request, which has the first one's whole prompt, 20 of 20.
     */
    @Test
    void aTraceByHand() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.jsonl"),
                line(1, -1, 0, 20, "[1, 2]")
                        + line(2, 1, 1.5, 20, "[1, 2]")
                        + line(3, -1, 2, 16, "[4]")
                        + line(4, 2, 10, 40, "[1, 9, 3]"));
        TraceSurvey survey = survey(file);

        assertThat(survey.requests()).isEqualTo(4);
        assertThat(survey.sessions()).isEqualTo(2);
        assertThat(survey.mostTurns()).isEqualTo(3);
        assertThat(survey.seconds()).isEqualTo(10);
        assertThat(survey.inputTokens()).isEqualTo(96);
        assertThat(survey.outputTokens()).isEqualTo(36);
        assertThat(survey.blocks()).isEqualTo(8);
        assertThat(survey.differentBlocks()).isEqualTo(5);
        assertThat(survey.sharedBlocks()).isEqualTo(2);
        assertThat(survey.hits().idealHitTokens()).isEqualTo(3);
        assertThat(survey.hitTokens()).isEqualTo(36);
        // blocks 1 and 2 lie on top of the stack for the second request; for the last, 4 lies above 1, and 2 below
        assertThat(survey.hits().hitTokens(1)).isEqualTo(1);
        assertThat(survey.hits().hitTokens(2)).isEqualTo(3);
        assertThat(SurveyText.of(file, TraceOptions.NONE, "none", TieredCaches.NONE))
                .isEqualTo(
                        file
                                + """
                        : Bailian trace (-Dvolley.dataset-name=mooncake)
                          requests    4 over 10.0 s
                          sessions    2, the longest of 3 requests
                          tokens      96 (mean 24) in prompts, 36 (mean 9) in answers
                          blocks      8 of 16 tokens, 5 different, 2 of them in more than one request
                          ideal hits  3 blocks = 37.50 %, 36 tokens = 37.50 %
                          LRU hits    all of the ideal from 2 blocks (32 tokens) on
                          distances   of reuse: half of the hits within 2 blocks, 90 % within 2""");
    }

    /** Figures of hits that there are none of are not told; times that are likely of another unit are asked about. */
    @Test
    void whatIsNotThereIsNotTold() throws IOException {
        String request = ", \"input_length\": 20, \"output_length\": 3, \"hash_ids\": ";
        Path file = Files.writeString(
                folder.resolve("s.jsonl"),
                "{\"timestamp\": 0" + request + "[1]}\n{\"timestamp\": 1" + request + "[2]}\n{\"timestamp\": 1"
                        + request + "[3]}\n");
        assertThat(SurveyText.of(file, TraceOptions.NONE, "none", TieredCaches.NONE))
                .isEqualTo(
                        file
                                + """
                        : Mooncake trace (-Dvolley.dataset-name=mooncake)
                          requests    3 over 0.0 s
                          times       taken as milliseconds; were they seconds, that would be 1.0 s: --trace-time-unit s
                          sessions    not told: each request stands for itself
                          tokens      60 (mean 20) in prompts, 9 (mean 3) in answers
                          blocks      3 of 512 tokens, 3 different, 0 of them in more than one request
                          ideal hits  0 blocks = 0.00 %, 0 tokens = 0.00 %""");
        Path chats = Files.writeString(
                folder.resolve("chats.jsonl"), line(1, -1, 0, 20, "[1, 2]") + line(2, 1, 7_200_000, 20, "[1, 2]"));
        assertThat(SurveyText.of(chats, TraceOptions.NONE, "none", TieredCaches.NONE))
                .contains("taken as seconds; were they milliseconds, that would be 7,200.0 s: --trace-time-unit ms");
    }

    /** Times since 1970, in the format's unit and in the other one. */
    @ParameterizedTest
    @CsvSource({
        "1767225600, true, --trace-time-unit s",
        "1767225600000, true, ''",
        "1767225600, false, ''",
        "1767225600000, false, --trace-time-unit ms"
    })
    void timesSince1970(long first, boolean mooncake, String hint) throws IOException {
        String request = ", \"input_length\": 16, \"output_length\": 3, \"hash_ids\": [1]}\n";
        String chat = mooncake ? "{" : "{\"chat_id\": 1, ";
        Path file = Files.writeString(
                folder.resolve("t.jsonl"),
                chat + "\"timestamp\": " + first + request + chat + "\"timestamp\": " + (first + 600) + request);
        String told = SurveyText.of(file, TraceOptions.NONE, "none", TieredCaches.NONE);
        if (hint.isEmpty()) {
            assertThat(told).doesNotContain("  times ");
        } else {
            assertThat(told).contains(hint);
        }
    }

    private static String line(int chat, int parent, double seconds, int input, String ids) {
        return "{\"chat_id\": " + chat + ", \"parent_chat_id\": " + parent + ", \"timestamp\": " + seconds
                + ", \"input_length\": " + input + ", \"output_length\": 9, \"hash_ids\": " + ids + "}\n";
    }

    @Test
    void chatsAreCountedByTheTokenizer() {
        assertThat(SurveyText.of(
                        Path.of("data/sharegpt.sample.json"), TraceOptions.NONE, "data/tokenizer", TieredCaches.NONE))
                .contains("sharegpt (-Dvolley.dataset-name=sharegpt)", "24 usable conversations of 72 turns");
    }

    /** Each file has block ids and times of its own; the second session is the first one again, and shares nothing. */
    @Test
    void aFolderOfSessionsIsOneTrace() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            Files.writeString(
                    folder.resolve(name + ".json"),
                    "{\"id\": \"" + name + "\", \"block_size\": 64, \"hash_id_scope\": \"local\", \"requests\": ["
                            + "{\"t\": 0, \"in\": 130, \"out\": 5, \"hash_ids\": [1, 2]},"
                            + "{\"t\": 9, \"in\": 200, \"out\": 5, \"hash_ids\": [1, 2, 3]}]}");
        }
        TraceSurvey survey = survey(folder);
        assertThat(survey.sessions()).isEqualTo(2);
        assertThat(survey.requests()).isEqualTo(4);
        assertThat(survey.differentBlocks()).isEqualTo(6);
        assertThat(survey.hits().idealHitTokens()).isEqualTo(4);
        Files.writeString(
                folder.resolve("b.json"),
                Files.readString(folder.resolve("a.json")).replace("local", "global"));
        Files.writeString(
                folder.resolve("a.json"),
                Files.readString(folder.resolve("a.json")).replace("local", "global"));
        assertThat(survey(folder).differentBlocks()).isEqualTo(3);
    }

    /** Counts of ../shared/reference/traces.md. */
    @ParameterizedTest
    @CsvSource({
        "mooncake/conversation_trace.jsonl, 288500, 182790, 105710, .3736",
        "traces/mooncake/synthetic_trace.300.jsonl, 7721, 7352, 369, -1",
        "traces/kv-cache-tester/trace_0504.json, 525, 182, 343, .6506",
        "traces/kv-cache-tester/trace_0057.json, 1778, 237, 1541, .8650",
        "traces/kv-cache-tester/trace_0291.json, 35209, 3606, 31603, .8973"
    })
    void idealHitsAreThoseOfTheReference(String file, long blocks, int different, long hits, double tokenRate) {
        TraceSurvey survey = survey(shared(file));
        assertThat(survey.blocks()).isEqualTo(blocks);
        assertThat(survey.differentBlocks()).isEqualTo(different);
        assertThat(survey.hits().idealHitTokens()).isEqualTo(hits);
        if (tokenRate > 0) {
            assertThat((double) survey.hitTokens() / survey.inputTokens()).isCloseTo(tokenRate, within(0.00005));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3000, 18850",
        "6000, 40183",
        "12000, 66428",
        "20000, 83035",
        "40000, 101382",
        "60000, 103560",
        "100000, 104924"
    })
    void hitsOfACacheOfEachSizeAreThoseOfTheReference(int blocks, long hits) {
        assertThat(survey(shared("mooncake/conversation_trace.jsonl")).hits().hitTokens(blocks))
                .isEqualTo(hits);
    }

    /** What the provider counted has the answers in it, too, and more than whole blocks of 64 tokens: ours are fewer. */
    @ParameterizedTest
    @CsvSource({
        "traces/tracelab/round_trace.sanitized.jsonl, 19, 2, 473556, .9213",
        "traces/tracelab/multi_session_large.csv, 303, 48, 939365, .8166"
    })
    void tracelabsPrefixesAreHits(String file, int rounds, int sessions, long prefixTokens, double rate) {
        TraceSurvey survey = survey(shared(file));
        assertThat(survey.requests()).isEqualTo(rounds);
        assertThat(survey.sessions()).isEqualTo(sessions);
        assertThat(survey.trace().keptTokens()).hasValue(prefixTokens);
        assertThat((double) prefixTokens / survey.inputTokens()).isCloseTo(rate, within(0.00005));
        assertThat(survey.hitTokens()).isBetween(prefixTokens * 9 / 10, prefixTokens);
    }
}
