package volley.report.lens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.prefix.MissRatioCurve;
import volley.report.folder.GivenAnswer;
import volley.report.folder.RunRequests;

/** Runs whose prompts are token ids written down here. */
class CacheLensTest {
    private static final int NOT_REPORTED = -1;

    @TempDir
    Path folder;

    private final StringBuilder requests = new StringBuilder();
    private final Map<List<Integer>, int[]> prompts = new HashMap<>();
    private final Map<String, int[]> answers = new HashMap<>();
    private int order;
    private MissRatioCurve curve;

    @Test
    void aTurnCanReuseItsHistoryButForTheAnswersLastToken() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 104), 0, 1, 5, 0);
        request(0, 1, join(ids(0, 10), ids(100, 104), ids(20, 23)), ids(200, 202), 6, 7, 9, 13);
        List<CacheVerdict> verdicts = lens(1);

        assertThat(verdicts).extracting(CacheVerdict::ideal).containsExactly(0, 13);
        assertThat(verdicts).extracting(CacheVerdict::cause).containsOnlyNulls();
        assertThat(verdicts.get(1).reuseDistance()).isEqualTo(13);
        assertThat(verdicts.get(1).rewritten()).isZero();
        assertThat(curve.lookedUpTokens()).isEqualTo(9 + 16);
    }

    @Test
    void oneTokenIsAlwaysComputed() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(0, 10), ids(100, 101), 3, 4, 5, 9);
        assertThat(lens(1)).extracting(CacheVerdict::ideal).containsExactly(0, 9);
    }

    @Test
    void onlyWholePagesAreKept() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 104), 0, 1, 5, 0);
        request(0, 1, join(ids(0, 10), ids(100, 104), ids(20, 23)), ids(200, 202), 6, 7, 9, 12);
        List<CacheVerdict> verdicts = lens(4);
        // 13 tokens are stored, in 3 pages of 4
        assertThat(verdicts).extracting(CacheVerdict::ideal).containsExactly(0, 12);
        assertThat(verdicts.get(1).reuseDistance()).isEqualTo(12);
    }

    @Test
    void aPromptStillBeingComputedIsInFlight() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 5, 6, 0);
        request(1, 0, ids(0, 12), ids(100, 101), 3, 7, 8, 0);
        request(2, 0, ids(0, 12), ids(100, 101), 9, 10, 11, 11);
        List<CacheVerdict> verdicts = lens(1);
        assertThat(verdicts).extracting(CacheVerdict::lost).containsExactly(0, 10, 0);
        assertThat(verdicts.get(1).cause()).isEqualTo(LossCause.IN_FLIGHT);
        assertThat(verdicts.get(1).stoppedAt()).isZero();
    }

    @Test
    void whatWasUsedLongerAgoThanTheCacheHoldsIsLostByCapacity() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(1000, 1020), ids(100, 101), 3, 4, 5, 0);
        request(2, 0, ids(0, 11), ids(100, 101), 6, 7, 8, 4);
        // 20 tokens since; of a cache of 24 the first 4 are left
        List<CacheVerdict> verdicts = lens(new CacheSize(1, OptionalLong.of(20), OptionalLong.of(4)));
        assertThat(verdicts.get(2).cause()).isEqualTo(LossCause.CAPACITY);
        assertThat(verdicts.get(2).stoppedAt()).isEqualTo(4);
        assertThat(verdicts.get(2).lost()).isEqualTo(6);
        assertThat(verdicts.get(2).reuseDistance()).isEqualTo(30);
        assertThat(curve.hitTokens(24)).isEqualTo(4);
    }

    @Test
    void answersUnderWayTakeRoomToo() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(1000, 1008), ids(200, 206), 3, 4, 20, 0);
        request(2, 0, ids(0, 11), ids(100, 101), 6, 7, 8, 4);
        // 8 tokens since, and 6 to come: a cache of 18 may have lost the prefix's fifth token, which is 13 away
        CacheSize small = new CacheSize(1, OptionalLong.of(18), OptionalLong.empty());
        assertThat(lens(small).get(2).cause()).isEqualTo(LossCause.CAPACITY);
        CacheSize large = new CacheSize(1, OptionalLong.of(19), OptionalLong.empty());
        assertThat(lens(large).get(2).cause()).isEqualTo(LossCause.UNKNOWN);
    }

    @Test
    void aMatchThatEndsInsideAnAnswerDiverged() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 108), 0, 1, 5, 0);
        request(0, 1, join(ids(0, 10), ids(100, 108), ids(20, 23)), ids(200, 202), 6, 7, 9, 13);
        CacheVerdict second = lens(1).get(1);
        assertThat(second.ideal()).isEqualTo(17);
        assertThat(second.cause()).isEqualTo(LossCause.DIVERGENCE);
        assertThat(second.stoppedAt()).isEqualTo(13);
    }

    @Test
    void aTemplateThatRewritesHistoryShowsInTheIdsThemselves() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 108), 0, 1, 5, 0);
        request(0, 1, join(ids(0, 8), ids(500, 510)), ids(200, 202), 6, 7, 9, 8);
        CacheVerdict second = lens(1).get(1);
        assertThat(second.ideal()).isEqualTo(8);
        assertThat(second.cause()).isNull();
        assertThat(second.rewritten()).isEqualTo(17 - 8);
    }

    @Test
    void aCacheThatHadOlderThingsAndNowHasNothingWasEmptied() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(1000, 1020), ids(100, 101), 3, 4, 5, 0);
        request(2, 0, ids(0, 11), ids(100, 101), 6, 7, 8, 10);
        request(3, 0, ids(0, 12), ids(100, 101), 9, 10, 11, 0);
        assertThat(lens(1).get(3).cause()).isEqualTo(LossCause.FLUSHED);
    }

    /**
     * Two servers by turns, each conversation's second turn on the one that has not seen the first: what the first server
     * still gives afterwards is older than what was lost, so nothing was emptied.
     */
    @Test
    void aTurnThatWentToAnotherServerIsToldFromAFlush() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(1000, 1020), ids(100, 101), 3, 4, 5, 0);
        request(2, 0, ids(2000, 2020), ids(100, 101), 6, 7, 8, 0);
        request(3, 0, ids(0, 11), ids(100, 101), 9, 10, 11, 10);
        request(4, 0, ids(2000, 2021), ids(100, 101), 12, 13, 14, 0);
        request(5, 0, ids(1000, 1021), ids(100, 101), 15, 16, 17, 20);
        assertThat(lens(1))
                .extracting(CacheVerdict::cause)
                .containsExactly(null, null, null, null, LossCause.OTHER_SERVER, null);
    }

    /** Each tier lets go of what it used longest ago, not both together: a young loss proves nothing. */
    @Test
    void withAHostTierNoLossIsAnotherServers() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(1000, 1020), ids(100, 101), 3, 4, 5, 0);
        request(2, 0, ids(2000, 2020), ids(100, 101), 6, 7, 8, 0);
        request(3, 0, ids(0, 11), ids(100, 101), 9, 10, 11, 10);
        request(4, 0, ids(2000, 2021), ids(100, 101), 12, 13, 14, 0);
        request(5, 0, ids(1000, 1021), ids(100, 101), 15, 16, 17, 20);
        assertThat(lens(new CacheSize(1, OptionalLong.of(60), OptionalLong.of(120))))
                .extracting(CacheVerdict::cause)
                .containsExactly(null, null, null, null, LossCause.UNKNOWN, null);
        assertThat(lens(new CacheSize(1, OptionalLong.of(20), OptionalLong.of(30))))
                .as("the host has copies of what the GPU has, so that both may hold 30 only")
                .extracting(CacheVerdict::cause)
                .containsExactly(null, null, null, null, LossCause.UNKNOWN, null);
    }

    /** Things computed after the flush are hits, and no sign of another server. */
    @Test
    void afterAFlushWhatWasComputedAnewIsAHitAgain() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(1000, 1020), ids(100, 101), 3, 4, 5, 0);
        request(2, 0, ids(0, 11), ids(100, 101), 6, 7, 8, 10);
        request(3, 0, ids(0, 12), ids(100, 101), 9, 10, 11, 0);
        request(4, 0, ids(1000, 1021), ids(100, 101), 12, 13, 14, 0);
        request(5, 0, ids(0, 13), ids(100, 101), 15, 16, 17, 12);
        assertThat(lens(1).get(3).cause()).isEqualTo(LossCause.FLUSHED);
        assertThat(lens(1).get(4).cause()).isNotEqualTo(LossCause.OTHER_SERVER);
    }

    @Test
    void aServerThatKeepsNothingIsSaidToKeepNothing() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, 0);
        request(1, 0, ids(0, 11), ids(100, 101), 3, 4, 5, 0);
        assertThat(lens(new CacheSize(1, OptionalLong.of(0), OptionalLong.empty()))
                        .get(1)
                        .cause())
                .isEqualTo(LossCause.CACHE_OFF);
    }

    @Test
    void whatNothingExplainsIsUnknownAndWhatIsNotReportedIsAbsent() throws IOException {
        request(0, 0, ids(0, 10), ids(100, 101), 0, 1, 2, NOT_REPORTED);
        request(1, 0, ids(0, 10), ids(100, 101), 3, 4, 5, 2);
        List<CacheVerdict> verdicts = lens(1);
        assertThat(verdicts.get(0).reported()).isEqualTo(CacheVerdict.ABSENT);
        assertThat(verdicts.get(0).lost()).isZero();
        assertThat(verdicts.get(1).cause()).isEqualTo(LossCause.UNKNOWN);
    }

    @Test
    void aRequestWithoutATokenIsLeftOut() throws IOException {
        line(0, 0, "http_5xx", 0, -1, 1, NOT_REPORTED);
        prompts.put(List.of(0, 0), ids(0, 10));
        request(1, 0, ids(0, 10), ids(100, 101), 3, 4, 5, 0);
        assertThat(lens(1)).singleElement().extracting(CacheVerdict::ideal).isEqualTo(0);
    }

    /** The longest common prefix with everything stored before, over random runs of overlapping conversations. */
    @Test
    void idealHitsAreThoseOfAListOfAllStored() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int page = 1 + random.nextInt(3);
            reset();
            List<Integer> expected = new ArrayList<>();
            List<int[]> stored = new ArrayList<>();
            Map<Integer, int[]> histories = new HashMap<>();
            int[] turns = new int[4];
            for (int i = 0; i < 12; i++) {
                int conversation = random.nextInt(4);
                int[] question = random.ints(1 + random.nextInt(4), 0, 2).toArray();
                int[] answer = random.ints(1 + random.nextInt(4), 0, 2).toArray();
                int[] prompt = join(histories.getOrDefault(conversation, new int[0]), question);
                int longest = 0;
                for (int[] one : stored) {
                    int mismatch = Arrays.mismatch(one, prompt);
                    int common = mismatch < 0 ? one.length : mismatch;
                    longest = Math.max(longest, Math.min(common, prompt.length - 1) / page * page);
                }
                expected.add(longest);
                request(conversation, turns[conversation]++, prompt, answer, 10 * i, 10 * i + 1, 10 * i + 2, longest);
                int[] all = join(prompt, answer);
                stored.add(Arrays.copyOf(prompt, prompt.length / page * page));
                stored.add(Arrays.copyOf(all, (all.length - 1) / page * page));
                histories.put(conversation, all);
            }
            List<CacheVerdict> verdicts = lens(page);
            assertThat(verdicts)
                    .as("seed %d", seed)
                    .extracting(CacheVerdict::ideal)
                    .isEqualTo(expected);
            assertThat(curve.idealHitTokens())
                    .isEqualTo(expected.stream().mapToLong(Integer::longValue).sum());
        }
    }

    private void reset() {
        requests.setLength(0);
        prompts.clear();
        answers.clear();
        order = 0;
    }

    private List<CacheVerdict> lens(int pageTokens) throws IOException {
        return lens(new CacheSize(pageTokens, OptionalLong.empty(), OptionalLong.empty()));
    }

    private List<CacheVerdict> lens(CacheSize size) throws IOException {
        Files.writeString(folder.resolve("requests.jsonl"), requests);
        List<CacheVerdict> verdicts = new ArrayList<>();
        SentPrompts sent = new SentPrompts() {
            @Override
            public int[] promptIds(int conversation, int turn, List<GivenAnswer> answersBefore) {
                assertThat(answersBefore).hasSize(turn);
                return prompts.get(List.of(conversation, turn));
            }

            @Override
            public GeneratedIds generatedIds(
                    int conversation, int turn, List<GivenAnswer> answersBefore, GivenAnswer answer) {
                return GeneratedIds.of(answers.get(answer.text()));
            }
        };
        curve = CacheLens.analyse(
                RunRequests.read(folder), sent, each -> GivenAnswer.of("answer " + each), size, verdicts::add);
        return verdicts;
    }

    private void request(
            int conversation, int turn, int[] prompt, int[] answer, int sent, int first, int end, int cached) {
        prompts.put(List.of(conversation, turn), prompt);
        answers.put("answer " + order, answer);
        line(conversation, turn, "ok", sent, first, end, cached);
    }

    private void line(int conversation, int turn, String outcome, int sent, int first, int end, int cached) {
        requests.append(String.format(
                "{\"order\":%d,\"conversation\":%d,\"turn\":%d,\"outcome\":\"%s\",\"sent_ns\":%d,\"first_token_ns\":%s,"
                        + "\"end_ns\":%d,\"cached_tokens\":%s,\"output_tokens\":%d}%n",
                order,
                conversation,
                turn,
                outcome,
                sent,
                first < 0 ? "null" : first,
                end,
                cached == NOT_REPORTED ? "null" : cached,
                answers.getOrDefault("answer " + order, new int[0]).length));
        order++;
    }

    private static int[] ids(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
