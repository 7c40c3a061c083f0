package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * With room for everything and one request at a time, what is cached follows from a sentence: the longest start that the
 * prompt without its last token shares with anything stored before, in whole pages.
 */
class CachedTokensOracleTest {
    @Test
    void cachedTokensAreTheLongestSharedStart() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int page = 1 + random.nextInt(5);
            SchedulePolicy policy = random.nextBoolean() ? SchedulePolicy.FCFS : SchedulePolicy.LPM;
            EngineScript script = new EngineScript(
                    EngineScript.config(policy, CacheConfig.radix(1_000_000).withPageSizeTokens(page)));
            List<int[]> stored = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int[] prompt = random.ints(1 + random.nextInt(40), 0, 2).toArray();
                int[] answer = random.ints(1 + random.nextInt(10), 0, 2).toArray();
                script.engine.submit(new EngineRequest(1000 + i, prompt, answer));
                script.finishAll();

                int expected = 0;
                for (int[] sequence : stored) {
                    expected = Math.max(expected, shared(sequence, Arrays.copyOf(prompt, prompt.length - 1)));
                }
                assertThat(script.cachedTokens(1000 + i))
                        .as("seed %d, page %d, request %d", seed, page, i)
                        .isEqualTo(expected / page * page);
                int[] whole = Arrays.copyOf(prompt, prompt.length + answer.length);
                System.arraycopy(answer, 0, whole, prompt.length, answer.length);
                stored.add(Arrays.copyOf(whole, (whole.length - 1) / page * page));
            }
        }
    }

    private static int shared(int[] a, int[] b) {
        int differs = Arrays.mismatch(a, b);
        return differs < 0 ? a.length : differs;
    }
}
