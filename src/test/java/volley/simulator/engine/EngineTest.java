package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static volley.simulator.engine.EngineScript.config;
import static volley.simulator.engine.EngineScript.tokens;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final CacheConfig ROOMY = CacheConfig.radix(1_000_000);

    @Test
    void aRequestTakesItsPrefillAndAStepForEveryFurtherToken() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY));
        long id = script.submit(0, 500, 4);

        assertThat(script.finishAll()).isEqualTo(Duration.ofMillis(500 + 3 * 10));
        assertThat(script.emitted.get(id))
                .extracting(TokenEvent::outputIndex, TokenEvent::last)
                .containsExactly(tuple(0, false), tuple(1, false), tuple(2, false), tuple(3, true));
        assertThat(script.step().kind()).isEqualTo(StepResult.Kind.IDLE);
    }

    @Test
    void theNextTurnFindsPromptAndAnswerButTheAnswersLastToken() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY));
        int[] prompt = tokens(0, 100);
        int[] answer = tokens(5000, 20);
        script.engine.submit(new EngineRequest(70, prompt, answer));
        script.finishAll();
        int[] next = new int[150];
        System.arraycopy(prompt, 0, next, 0, 100);
        System.arraycopy(answer, 0, next, 100, 20);
        System.arraycopy(tokens(9000, 30), 0, next, 120, 30);

        assertThat(script.cachedTokens(submitAndFinish(script, next))).isEqualTo(119);
    }

    @Test
    void theLastTokenOfAPromptIsAlwaysComputed() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY));
        script.submit(0, 128, 1);
        script.finishAll();
        assertThat(script.cachedTokens(submitAndFinish(script, tokens(0, 128)))).isEqualTo(127);

        EngineScript paged = new EngineScript(config(SchedulePolicy.FCFS, ROOMY.withPageSizeTokens(64)));
        paged.submit(0, 128, 1);
        paged.finishAll();
        assertThat(paged.cachedTokens(submitAndFinish(paged, tokens(0, 128)))).isEqualTo(64);
    }

    @Test
    void withoutAPrefixCacheNothingIsKept() {
        EngineScript script = new EngineScript(config(SchedulePolicy.LPM, CacheConfig.none(1000)));
        script.submit(0, 128, 2);
        script.finishAll();
        assertThat(script.cachedTokens(submitAndFinish(script, tokens(0, 128)))).isZero();
        assertThat(script.engine.stats().deviceCachedTokens()).isZero();
    }

    @Test
    void aLongPromptIsComputedInChunksAndDecodingWaits() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY)
                .withScheduler(SchedulerConfig.of(SchedulePolicy.FCFS).withChunkedPrefillTokens(100)));
        script.submit(0, 50, 10);
        script.step();
        script.submit(1000, 250, 1);

        assertThat(List.of(script.step(), script.step(), script.step()))
                .allSatisfy(step -> assertThat(step.kind()).isEqualTo(StepResult.Kind.PREFILL))
                .extracting(StepResult::durationNs)
                .containsExactly(100_000_000L, 100_000_000L, 50_000_000L);
        assertThat(script.step().kind()).isEqualTo(StepResult.Kind.DECODE);
    }

    @Test
    void theLastRequestOfAStepIsCutToTheRestOfTheChunk() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY)
                .withScheduler(SchedulerConfig.of(SchedulePolicy.FCFS).withChunkedPrefillTokens(100)));
        script.submit(0, 60, 1);
        script.submit(1000, 60, 1);

        assertThat(script.step().durationNs()).isEqualTo(100_000_000L);
        assertThat(script.step().durationNs()).isEqualTo(20_000_000L);
        assertThat(script.firstTokenOrder).containsExactly(0L, 1L);
    }

    @Test
    void noMoreRunThanAllowed() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY)
                .withScheduler(SchedulerConfig.of(SchedulePolicy.FCFS).withMaxRunningRequests(2)));
        for (int i = 0; i < 5; i++) {
            script.submit(i * 1000, 10, 3);
        }
        while (script.engine.hasWork()) {
            script.step();
            assertThat(script.engine.stats().runningRequests()).isLessThanOrEqualTo(2);
        }
        assertThat(script.engine.stats().finishedRequests()).isEqualTo(5);
    }

    /** Three answers of 40 tokens that admission let in with little held back, in memory for two and a half. */
    @Test
    void ofThoseWithTheFewestOutputsTheLongestPromptIsRetracted() {
        SchedulerConfig careless = new SchedulerConfig(SchedulePolicy.FCFS, 8192, 16384, 2048, 0.1, 0.1, 600);
        EngineScript script = new EngineScript(
                config(SchedulePolicy.FCFS, CacheConfig.radix(130)).withScheduler(careless));
        long oldest = script.submit(0, 20, 40);
        script.step();
        script.step();
        long shorter = script.submit(1000, 10, 40);
        long longer = script.submit(2000, 12, 40);
        while (script.engine.stats().retractions() == 0) {
            script.step();
        }

        assertThat(script.engine.admitted()).extracting(s -> s.request.id()).containsExactly(oldest, shorter);
        int before = script.emitted.get(longer).size();
        script.finishAll();
        assertThat(before).isBetween(1, 39);
        assertThat(script.emitted.values()).hasSize(3).allSatisfy(events -> assertThat(events)
                .extracting(TokenEvent::outputIndex)
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList()));
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnce() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, CacheConfig.radix(100)));
        assertThat(script.engine.longestRequestTokens()).isEqualTo(99);
        assertThatThrownBy(() -> script.submit(0, 90, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 tokens, of at most 99");
        script.submit(0, 90, 9);
        script.finishAll();
        assertThat(script.engine.stats().finishedRequests()).isEqualTo(1);
    }

    @Test
    void anIdIsUniqueWhileInUse() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY));
        EngineRequest request = new EngineRequest(7, tokens(0, 5), tokens(100, 1));
        script.engine.submit(request);
        assertThatThrownBy(() -> script.engine.submit(request)).hasMessageContaining("id 7 is in use");
        script.finishAll();
        script.engine.submit(request);
    }

    @Test
    void flushingEmptiesAnIdleEngineOnly() {
        EngineScript script = new EngineScript(
                config(SchedulePolicy.FCFS, ROOMY.withHostTier(HostTierConfig.of(1000, WritePolicy.WRITE_THROUGH))));
        script.submit(0, 50, 5);
        assertThat(script.engine.flushCache()).isFalse();
        script.finishAll();
        assertThat(script.engine.stats().hostCachedTokens()).isEqualTo(54);
        assertThat(script.engine.flushCache()).isTrue();
        assertThat(script.engine.stats().deviceCachedTokens()).isZero();
        assertThat(script.engine.stats().hostCachedTokens()).isZero();
        assertThat(script.cachedTokens(submitAndFinish(script, tokens(0, 50)))).isZero();
    }

    @Test
    void aCancelledRequestGivesItsMemoryBackWhereverItIs() {
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, ROOMY)
                .withScheduler(SchedulerConfig.of(SchedulePolicy.FCFS).withChunkedPrefillTokens(100)));
        long running = script.submit(0, 50, 100);
        long inPrefill = script.submit(1000, 200, 5);
        long waiting = script.submit(2000, 50, 5);
        script.step();

        for (long id : List.of(waiting, inPrefill, running)) {
            assertThat(script.engine.cancel(id)).isTrue();
            assertThat(script.engine.cancel(id)).isFalse();
            InvariantChecker.check(script.engine);
        }
        assertThat(script.engine.hasWork()).isFalse();
        assertThat(script.engine.stats().devicePrivateTokens()).isZero();
        assertThat(script.engine.stats().deviceCachedTokens()).isEqualTo(100);
    }

    @Test
    void impossibleConfigurationsAreRefused() {
        assertThatThrownBy(() -> new CacheConfig(10, 64, true, Optional.empty()))
                .hasMessageContaining("10 tokens in pages of 64");
        assertThatThrownBy(() -> CacheConfig.none(100).withHostTier(HostTierConfig.of(1, WritePolicy.WRITE_BACK)))
                .hasMessageContaining("without a prefix cache");
        assertThatThrownBy(() -> new SchedulerConfig(SchedulePolicy.FCFS, 1, 1, 1, 0.1, 0.2, 1))
                .hasMessageContaining("ratio from 0.1 to 0.2");
        assertThatThrownBy(() -> new Engine(config(SchedulePolicy.FCFS, ROOMY.withPageSizeTokens(64))
                        .withScheduler(SchedulerConfig.of(SchedulePolicy.FCFS).withChunkedPrefillTokens(63))))
                .hasMessageContaining("chunks of 63 tokens with pages of 64");
    }

    private static long submitAndFinish(EngineScript script, int[] prompt) {
        long id = script.submit(prompt, 1);
        script.finishAll();
        return id;
    }
}
