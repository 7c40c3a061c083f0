package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static volley.simulator.engine.EngineScript.config;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What admission holds back for the outputs of running requests, to the token. */
class AdmissionTest {
    private static final int ANSWER_TOKENS = 40;

    /** A device of 100 tokens; the ratio falls from 0.7 to 0.1 with the first decode step. */
    private static EngineScript script() {
        return new EngineScript(config(SchedulePolicy.FCFS, CacheConfig.radix(100))
                .withScheduler(new SchedulerConfig(SchedulePolicy.FCFS, 8192, 16384, 10, 0.7, 0.1, 1)));
    }

    private static boolean admitted(EngineScript script, int promptTokens) {
        script.submit(50_000, promptTokens, ANSWER_TOKENS);
        return script.step().kind() == StepResult.Kind.PREFILL;
    }

    @Test
    void newRequestsLeaveRoomForAShareOfTheOutputsToCome() {
        // 100 - 10 held - 0.7 x 39 = 62.7: more than 22 + 40, less than 23 + 40.
        for (int prompt : new int[] {22, 23}) {
            EngineScript script = script();
            script.submit(0, 10, ANSWER_TOKENS);
            script.step();
            assertThat(admitted(script, prompt)).isEqualTo(prompt == 22);
        }
    }

    @Test
    void theShareFallsWithDecoding() {
        // 100 - 11 held - 0.1 x 38 = 85.2.
        for (int prompt : new int[] {45, 46}) {
            EngineScript script = script();
            script.submit(0, 10, ANSWER_TOKENS);
            script.step();
            script.step();
            assertThat(admitted(script, prompt)).isEqualTo(prompt == 45);
        }
    }

    @Test
    void anIdleEngineStartsAfresh() {
        for (int prompt : new int[] {22, 23}) {
            EngineScript script = script();
            script.submit(9000, 5, 5);
            script.finishAll();
            script.submit(0, 10, ANSWER_TOKENS);
            script.step();
            assertThat(admitted(script, prompt)).isEqualTo(prompt == 22);
        }
    }

    @Test
    void onceMemoryRanOutNobodyIsTriedUntilARequestEnds() {
        EngineScript script = script();
        script.submit(0, 10, ANSWER_TOKENS);
        script.step();
        assertThat(admitted(script, 50)).isFalse();
        assertThat(admitted(script, 1)).isFalse();
        script.finishAll();
        assertThat(script.engine.stats().finishedRequests()).isEqualTo(3);
    }

    @Test
    void aRetractionSetsTheShareByWhatTheOthersHaveDone() {
        NewTokenRatio ratio = new NewTokenRatio(SchedulerConfig.of(SchedulePolicy.FCFS));
        Sequence one = new Sequence(new EngineRequest(1, new int[10], new int[100]));
        Sequence other = new Sequence(new EngineRequest(2, new int[10], new int[300]));
        one.emittedTokens = 30;
        other.emittedTokens = 50;

        ratio.afterRetraction(List.of(one, other));
        assertThat(ratio.value()).isEqualTo((30 + 50 + 20 * 2) / 400.0);
        for (int step = 0; step < 600; step++) {
            ratio.decay();
        }
        assertThat(ratio.value()).isEqualTo(0.7 * 0.14, within(1e-12));
    }
}
