package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.simulator.engine.EngineScript.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A storage of 1,000 tokens a second and 1 s a batch of 128 tokens (pages of one), behind a device and a host. */
class StorageTierTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final Duration NO_TIME = Duration.ZERO;

    private static StorageTierConfig storage(PrefetchPolicy policy) {
        return new StorageTierConfig(
                StorageBackend.FILE, 1_000_000, 1000, SECOND_NS, policy, 100, Duration.ofSeconds(2), NO_TIME);
    }

    private static EngineScript script(StorageTierConfig storage) {
        return script(storage, WritePolicy.WRITE_THROUGH);
    }

    private static EngineScript script(StorageTierConfig storage, WritePolicy policy) {
        return new EngineScript(config(
                SchedulePolicy.FCFS,
                CacheConfig.radix(2000)
                        .withHostTier(HostTierConfig.of(10_000, policy).withStorage(storage))));
    }

    /** A prompt of 300 tokens is in storage, all of it written, and nowhere else. */
    private static EngineScript warm(StorageTierConfig storage) {
        EngineScript script = script(storage);
        script.submit(0, 301, 1);
        script.finishAll();
        letTimePass(script);
        assertThat(script.engine.flushCache()).isTrue();
        assertThat(script.engine.stats().storageCachedTokens()).isEqualTo(301);
        return script;
    }

    private static void letTimePass(EngineScript script) {
        script.idle(Duration.ofSeconds(60));
    }

    private static void isFrom(EngineScript script, long id, int device, int host, int storage) {
        TokenEvent last = script.last(id);
        assertThat(List.of(last.cachedDeviceTokens(), last.cachedHostTokens(), last.cachedStorageTokens()))
                .isEqualTo(List.of(device, host, storage));
    }

    @Test
    void whatAFlushLeavesInStorageComesBackAndIsWaitedFor() {
        EngineScript script = warm(storage(PrefetchPolicy.WAIT_COMPLETE));
        long again = script.submit(0, 401, 1);
        StepResult wait = script.step();
        assertThat(wait.kind()).isEqualTo(StepResult.Kind.WAIT);
        // 128, 128 and 45 tokens: three batches of 1 s, and 1 ms a token.
        assertThat(wait.durationNs()).isEqualTo(3 * SECOND_NS + 301_000_000);
        assertThat(script.step().durationNs()).as("100 tokens are computed").isEqualTo(100_000_000);
        isFrom(script, again, 0, 0, 301);
        long third = script.submit(0, 401, 1);
        script.finishAll();
        isFrom(script, third, 400, 0, 0);
    }

    @Test
    void bestEffortStartsWithWhatHasCome() {
        EngineScript script = warm(storage(PrefetchPolicy.BEST_EFFORT));
        long atOnce = script.submit(0, 401, 1);
        assertThat(script.step().kind()).isEqualTo(StepResult.Kind.PREFILL);
        isFrom(script, atOnce, 0, 0, 0);
    }

    /** Whoever has to wait for a place gets the batches that came meanwhile: two, while another answers for 2.5 s. */
    @Test
    void bestEffortTakesWholeBatches() {
        CacheConfig cache = CacheConfig.radix(2000)
                .withHostTier(HostTierConfig.of(10_000, WritePolicy.WRITE_THROUGH)
                        .withStorage(storage(PrefetchPolicy.BEST_EFFORT)));
        EngineScript script = new EngineScript(config(SchedulePolicy.FCFS, cache)
                .withScheduler(SchedulerConfig.of(SchedulePolicy.FCFS).withMaxRunningRequests(1)));
        script.submit(0, 301, 1);
        script.finishAll();
        letTimePass(script);
        script.engine.flushCache();
        script.submit(800_000, 1, 250);
        long waiting = script.submit(0, 401, 1);
        script.finishAll();
        isFrom(script, waiting, 0, 0, 256);
    }

    @Test
    void timeoutStartsWithWhatCameUntilThen() {
        EngineScript script = warm(storage(PrefetchPolicy.TIMEOUT));
        long again = script.submit(0, 401, 1);
        assertThat(script.step().durationNs()).isEqualTo(2 * SECOND_NS);
        assertThat(script.step().durationNs()).isEqualTo((401 - 128) * 1_000_000L);
        isFrom(script, again, 0, 0, 128);
    }

    @Test
    void timeoutGrowsWithTheTokens() {
        StorageTierConfig grows = new StorageTierConfig(
                StorageBackend.FILE,
                1_000_000,
                1000,
                SECOND_NS,
                PrefetchPolicy.TIMEOUT,
                100,
                NO_TIME,
                Duration.ofSeconds(1024));
        assertThat(grows.timeoutNs(301)).isEqualTo(301 * SECOND_NS);
        EngineScript script = warm(grows);
        long again = script.submit(0, 401, 1);
        script.finishAll();
        isFrom(script, again, 0, 0, 301);
    }

    @Test
    void onePrefetchAfterTheOther() {
        EngineScript script = script(storage(PrefetchPolicy.WAIT_COMPLETE));
        script.submit(0, 300, 1);
        script.submit(10_000, 300, 1);
        script.finishAll();
        letTimePass(script);
        assertThat(script.engine.flushCache()).isTrue();
        script.submit(0, 301, 1);
        script.submit(10_000, 301, 1);
        assertThat(script.step().durationNs()).isEqualTo(3 * SECOND_NS + 300_000_000);
        assertThat(script.step().kind()).isEqualTo(StepResult.Kind.PREFILL);
        StepResult wait = script.step();
        assertThat(wait.kind()).isEqualTo(StepResult.Kind.WAIT);
        assertThat(wait.durationNs()).as("without the 1 ms of the step").isEqualTo(3 * SECOND_NS + 299_000_000);
    }

    @Test
    void aPieceBelowTheThresholdIsComputed() {
        for (int tokens : new int[] {99, 100}) {
            EngineScript script = script(storage(PrefetchPolicy.WAIT_COMPLETE));
            script.submit(0, tokens, 1);
            script.finishAll();
            letTimePass(script);
            script.engine.flushCache();
            long again = script.submit(0, 500, 1);
            script.finishAll();
            isFrom(script, again, 0, 0, tokens < 100 ? 0 : 100);
        }
    }

    @Test
    void whatIsOnItsWayToStorageIsNotFound() {
        EngineScript script = script(storage(PrefetchPolicy.WAIT_COMPLETE));
        script.submit(0, 301, 1);
        script.finishAll();
        script.engine.flushCache();
        long early = script.submit(0, 401, 1);
        script.finishAll();
        assertThat(script.cachedTokens(early)).isZero();
    }

    @Test
    void aClearedStorageHasNothing() {
        EngineScript script = warm(storage(PrefetchPolicy.WAIT_COMPLETE));
        script.engine.clearStorage();
        assertThat(script.engine.stats().storageCachedTokens()).isZero();
        long again = script.submit(0, 401, 1);
        script.finishAll();
        assertThat(script.cachedTokens(again)).isZero();
    }

    @Test
    void storageGetsWhatTheHostGets() {
        EngineScript selective = script(storage(PrefetchPolicy.WAIT_COMPLETE), WritePolicy.WRITE_THROUGH_SELECTIVE);
        for (int use = 1; use <= 2; use++) {
            selective.submit(0, 301, 1);
            selective.finishAll();
            letTimePass(selective);
            assertThat(selective.engine.stats().storageCachedTokens()).isEqualTo(use < 2 ? 0 : 301);
        }
        EngineScript back = script(storage(PrefetchPolicy.WAIT_COMPLETE), WritePolicy.WRITE_BACK);
        back.submit(0, 301, 1);
        back.finishAll();
        letTimePass(back);
        assertThat(back.engine.stats().storageCachedTokens())
                .as("still on the device")
                .isZero();
        back.submit(30_000, 1900, 1);
        back.finishAll();
        letTimePass(back);
        assertThat(back.engine.stats().storageCachedTokens()).as("evicted").isGreaterThanOrEqualTo(301);
    }

    @Test
    void aFullStorageGivesUpTheLongestUnused() {
        StorageTierConfig small = new StorageTierConfig(
                StorageBackend.FILE, 700, 1e9, 0, PrefetchPolicy.WAIT_COMPLETE, 1, NO_TIME, NO_TIME);
        EngineScript script = script(small);
        for (int prompt : new int[] {0, 10_000, 20_000}) {
            script.submit(prompt, 300, 1);
            script.finishAll();
        }
        letTimePass(script);
        script.engine.flushCache();
        long first = script.submit(0, 301, 1);
        long last = script.submit(20_000, 301, 1);
        script.finishAll();
        isFrom(script, first, 0, 0, 0);
        isFrom(script, last, 0, 0, 300);
    }

    @Test
    void halfTheHostIsTheMostThatIsFetched() {
        StorageTierConfig config = storage(PrefetchPolicy.WAIT_COMPLETE);
        EngineScript script = new EngineScript(config(
                SchedulePolicy.FCFS,
                CacheConfig.radix(2000)
                        .withHostTier(HostTierConfig.of(1000, WritePolicy.WRITE_THROUGH)
                                .withStorage(config))));
        for (int prompt : new int[] {0, 10_000, 20_000}) {
            script.submit(prompt, 300, 1);
            script.finishAll();
            letTimePass(script);
        }
        script.engine.flushCache();
        List<Long> again = new ArrayList<>();
        for (int prompt : new int[] {0, 10_000, 20_000}) {
            again.add(script.submit(prompt, 301, 1));
        }
        script.finishAll();
        isFrom(script, again.get(0), 0, 0, 300);
        isFrom(script, again.get(1), 0, 0, 300);
        isFrom(script, again.get(2), 0, 0, 0);
    }

    @Test
    void cancellingAWaitingRequestEndsItsFetch() {
        EngineScript script = warm(storage(PrefetchPolicy.WAIT_COMPLETE));
        long gone = script.submit(0, 401, 1);
        long next = script.submit(0, 402, 1);
        assertThat(script.engine.cancel(gone)).isTrue();
        assertThat(script.step().kind()).isEqualTo(StepResult.Kind.WAIT);
        script.finishAll();
        isFrom(script, next, 0, 0, 301);
    }

    /**
     * Written from the rule: with room for everything, a storage that takes no time, and every fetch waited for, a prompt
     * has the longest prefix in whole pages of all that was computed before, flushes or not.
     */
    @Test
    void nothingThatWasEverComputedIsComputedAgain() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int page = 1 + random.nextInt(5);
            StorageTierConfig instant = new StorageTierConfig(
                    StorageBackend.MOONCAKE, 1L << 30, 1e15, 0, PrefetchPolicy.WAIT_COMPLETE, 1, NO_TIME, NO_TIME);
            EngineScript script = new EngineScript(config(
                    SchedulePolicy.FCFS,
                    CacheConfig.radix(1000)
                            .withPageSizeTokens(page)
                            .withHostTier(new HostTierConfig(100_000, WritePolicy.WRITE_THROUGH, 1, 0)
                                    .withStorage(instant))));
            List<int[]> computed = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                if (random.nextInt(4) == 0) {
                    assertThat(script.engine.flushCache()).isTrue();
                }
                int[] prompt = random.ints(1 + random.nextInt(60), 0, 2).toArray();
                int expected = computed.stream()
                        .mapToInt(before -> shared(before, prompt, page))
                        .max()
                        .orElse(0);
                long id = script.submit(prompt, 1);
                script.finishAll();
                assertThat(script.cachedTokens(id))
                        .as("seed %d, prompt %d", seed, i)
                        .isEqualTo(expected);
                computed.add(prompt);
            }
        }
    }

    private static int shared(int[] before, int[] prompt, int page) {
        int most = Math.min(before.length / page * page, (prompt.length - 1) / page * page);
        int same = 0;
        while (same < most && before[same] == prompt[same]) {
            same++;
        }
        return same / page * page;
    }
}
