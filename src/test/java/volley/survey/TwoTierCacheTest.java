package volley.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.dataset.TraceFile;
import volley.dataset.TraceOptions;
import volley.prefix.MissRatioCurve;

class TwoTierCacheTest {
    private static final Path CONVERSATION = Path.of("../shared/data/mooncake/conversation_trace.jsonl");

    @TempDir
    Path folder;

    /** A trace of prompts, each a list of block ids. */
    private TraceFile trace(List<int[]> prompts) throws IOException {
        String lines = IntStream.range(0, prompts.size())
                .mapToObj(i -> "{\"timestamp\": " + i + ", \"input_length\": " + prompts.get(i).length * 512
                        + ", \"output_length\": 1, \"hash_ids\": " + Arrays.toString(prompts.get(i)) + "}")
                .collect(Collectors.joining("\n"));
        return TraceFile.read(Files.writeString(folder.resolve("trace.jsonl"), lines), TraceOptions.NONE);
    }

    private static final List<int[]> BY_HAND =
            List.of(new int[] {1, 2}, new int[] {3}, new int[] {1, 2}, new int[] {4}, new int[] {3});

    /**
     * Room for two blocks on the GPU and three on the host. The GPU drops 2 for 3, and the host has 1, 2 and 3: the third
     * prompt finds 1 on the GPU and 2 on the host. Block 4 takes the host's place of the only one that the GPU has not: 3.
     */
    @Test
    void writeThroughByHand() throws IOException {
        assertThat(TierPlay.play(trace(BY_HAND), TierPolicy.MAIN_WRITE_THROUGH, 2, 3))
                .isEqualTo(new TierHits(TierPolicy.MAIN_WRITE_THROUGH, 7, 1, 1, 0));
    }

    /** As above, but block 4 takes the host's place of 2, which the GPU has too: 3 is still there. */
    @Test
    void boundaryByHand() throws IOException {
        assertThat(TierPlay.play(trace(BY_HAND), TierPolicy.BOUNDARY_L1_L2, 2, 3))
                .isEqualTo(new TierHits(TierPolicy.BOUNDARY_L1_L2, 7, 1, 2, 0));
    }

    /** Prompts that branch off one another: of 1 to 8 blocks, of which the first ones are those of an earlier prompt. */
    private static List<int[]> drawn(long seed) {
        UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(seed);
        List<int[]> prompts = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < 60; i++) {
            int[] earlier = prompts.isEmpty() ? new int[0] : prompts.get(random.nextInt(prompts.size()));
            int[] prompt = Arrays.copyOf(earlier, 1 + random.nextInt(8));
            for (int j = Math.min(random.nextInt(earlier.length + 1), prompt.length - 1); j < prompt.length; j++) {
                prompt[j] = next++;
            }
            prompts.add(random.nextInt(3) == 0 && earlier.length > 0 ? earlier : prompt);
        }
        return prompts;
    }

    /**
     * While a prompt is put in, the GPU still has all it had: where the host has room for that and the prompt, and the GPU for
     * the longest prompt, each tier hits as LRU of its size does.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void writeThroughIsLruOfEachTier(long seed) throws IOException {
        TraceFile trace = trace(drawn(seed));
        MissRatioCurve lru = TraceSurvey.of(trace).hits();
        for (int gpu = 8; gpu < 40; gpu += 3) {
            for (int host = gpu + 8; host < 80; host += 7) {
                TierHits hits = TierPlay.play(trace, TierPolicy.MAIN_WRITE_THROUGH, gpu, host);
                assertThat(hits.gpuHits()).isEqualTo(lru.hitTokens(gpu));
                assertThat(hits.gpuHits() + hits.hostHits()).isEqualTo(lru.hitTokens(host));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void boundaryIsWhatTheRulesSayStepByStep(long seed) throws IOException {
        List<int[]> prompts = drawn(seed);
        TraceFile trace = trace(prompts);
        MissRatioCurve lru = TraceSurvey.of(trace).hits();
        for (int gpu = 1; gpu < 40; gpu += 9) {
            for (int host = 0; host < 80; host += 19) {
                TierHits hits = TierPlay.play(trace, TierPolicy.BOUNDARY_L1_L2, gpu, host);
                assertThat(hits).isEqualTo(new BoundaryByRules(gpu, host).play(prompts));
                assertThat(hits.gpuHits()).isEqualTo(lru.hitTokens(gpu));
            }
        }
    }

    /** Counts of ../shared/reference/traces.md, of the same model in another program. */
    @ParameterizedTest
    @CsvSource({
        "MAIN_WRITE_THROUGH, 3000, 6000, 18850, 40183, -1",
        "MAIN_WRITE_THROUGH, 6000, 12000, 40183, 66428, -1",
        "MAIN_WRITE_THROUGH, 6000, 3000, 40183, 40385, 5509",
        "MAIN_WRITE_THROUGH, 20000, 40000, 83035, 101382, -1",
        "BOUNDARY_L1_L2, 3000, 6000, 18850, 54737, -1",
        "BOUNDARY_L1_L2, 6000, 12000, 40183, 77809, -1",
        "BOUNDARY_L1_L2, 6000, 3000, 40183, 55465, -1",
        "BOUNDARY_L1_L2, 20000, 40000, 83035, 103281, -1"
    })
    void hitsOnMooncakesConversationsAreThoseOfTheReference(
            TierPolicy policy, int gpu, int host, long gpuHits, long bothHits, long failedCopies) {
        assumeThat(Files.exists(CONVERSATION))
                .as("%s is not here", CONVERSATION)
                .isTrue();
        TierHits hits = TierPlay.play(TraceFile.read(CONVERSATION, TraceOptions.NONE), policy, gpu, host);
        assertThat(hits.lookedUp()).isEqualTo(288_500);
        assertThat(hits.gpuHits()).isEqualTo(gpuHits);
        assertThat(hits.gpuHits() + hits.hostHits()).isEqualTo(bothHits);
        if (failedCopies >= 0) {
            assertThat(hits.failedCopies()).isEqualTo(failedCopies);
        }
    }
}
