package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.simulator.engine.EngineScript.config;

import org.junit.jupiter.api.Test;

/** The order of admission, made visible by one request running at a time. */
class SchedulePolicyTest {
    private final CacheConfig cache = CacheConfig.radix(1_000_000);

    private EngineScript script(SchedulePolicy policy) {
        EngineScript script = new EngineScript(
                config(policy, cache).withScheduler(SchedulerConfig.of(policy).withMaxRunningRequests(1)));
        script.submit(0, 400, 1);
        script.submit(10_000, 200, 1);
        script.finishAll();
        script.firstTokenOrder.clear();
        return script;
    }

    @Test
    void fcfsKeepsTheOrderOfArrival() {
        EngineScript script = script(SchedulePolicy.FCFS);
        long unknown = script.submit(50_000, 500, 1);
        long shortPrefix = script.submit(10_000, 500, 1);
        long longPrefix = script.submit(0, 500, 1);
        script.finishAll();
        assertThat(script.firstTokenOrder).containsExactly(unknown, shortPrefix, longPrefix);
    }

    @Test
    void lpmTakesTheLongestPrefixFirst() {
        EngineScript script = script(SchedulePolicy.LPM);
        long unknown = script.submit(50_000, 500, 1);
        long shortPrefix = script.submit(10_000, 500, 1);
        long longPrefix = script.submit(0, 500, 1);
        script.finishAll();
        assertThat(script.firstTokenOrder).containsExactly(longPrefix, shortPrefix, unknown);
    }

    @Test
    void lpmDoesNotLookIntoQueuesOfMoreThan128() {
        for (int others : new int[] {127, 128}) {
            EngineScript script = script(SchedulePolicy.LPM);
            for (int i = 0; i < others; i++) {
                script.submit(100_000 + 1000 * i, 40, 1);
            }
            long cached = script.submit(0, 500, 1);
            script.finishAll();
            int place = script.firstTokenOrder.indexOf(cached);
            // With 129 waiting, the first pass takes the head; from the second on there are 128.
            assertThat(place).isEqualTo(others == 127 ? 0 : 1);
        }
    }

    @Test
    void ofSeveralWithOneNewPrefixTheFirstComputesItForTheOthers() {
        EngineScript script = new EngineScript(config(SchedulePolicy.LPM, cache));
        long first = script.submit(0, 300, 1);
        long second = script.submit(0, 301, 1);
        long other = script.submit(50_000, 300, 1);
        script.finishAll();
        // All three fit into one step: the last in order computes for itself. With one at a time it does not.
        assertThat(script.firstTokenOrder).containsExactly(first, other, second);

        EngineScript oneByOne = new EngineScript(config(SchedulePolicy.LPM, cache)
                .withScheduler(SchedulerConfig.of(SchedulePolicy.LPM).withMaxRunningRequests(1)));
        oneByOne.submit(0, 300, 1);
        long sharing = oneByOne.submit(0, 301, 1);
        oneByOne.finishAll();
        assertThat(oneByOne.cachedTokens(sharing)).isEqualTo(300);
    }

    @Test
    void aSharedStartOfLessThan32TokensIsNoReasonToWait() {
        for (int shared : new int[] {31, 32}) {
            EngineScript script = new EngineScript(config(SchedulePolicy.LPM, cache));
            int[] alike = EngineScript.tokens(0, 100);
            int[] parting = EngineScript.tokens(0, 100);
            for (int i = shared; i < parting.length; i++) {
                parting[i] += 40_000;
            }
            script.submit(alike, 1);
            long second = script.submit(parting, 1);
            long third = script.submit(50_000, 100, 1);
            script.finishAll();
            assertThat(script.firstTokenOrder.indexOf(second) < script.firstTokenOrder.indexOf(third))
                    .isEqualTo(shared < 32);
        }
    }

    @Test
    void withoutAPrefixCacheLpmIsFcfs() {
        EngineScript script = new EngineScript(config(SchedulePolicy.LPM, CacheConfig.none(1_000_000)));
        long first = script.submit(0, 300, 1);
        long second = script.submit(0, 301, 1);
        long third = script.submit(50_000, 300, 1);
        script.finishAll();
        assertThat(script.firstTokenOrder).containsExactly(first, second, third);
    }
}
