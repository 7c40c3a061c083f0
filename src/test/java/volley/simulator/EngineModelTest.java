package volley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.http.AnswerModel;
import volley.simulator.http.AnswerRequest;
import volley.simulator.http.AnswerSink;
import volley.simulator.http.CachedTokens;

class EngineModelTest {
    private static final int PAGE_TOKENS = 16;
    private static final double FAST = 1e5;

    /** The closed form for a cache with room for everything: whole pages of all that was said before. */
    @Test
    void everyTurnFindsTheWholePagesOfWhatWasSaidBefore() throws Exception {
        try (EngineModel model = new EngineModel(config(100_000), FAST, OptionalInt.empty())) {
            int[] said = ids(0, 0);
            for (int round = 0; round < 6; round++) {
                int[] prompt = join(said, ids(1000 * round, 100));
                int[] answer = ids(1000 * round + 500, 30);
                Recorder sink = new Recorder(30);
                model.start(new AnswerRequest(System.nanoTime(), prompt, answer, 30), null, sink);
                sink.await();
                int known = Math.max(0, round * 130 - 1);
                assertThat(sink.cachedTokens).as("round %d", round).isEqualTo(known - known % PAGE_TOKENS);
                assertThat(sink.tokens).isEqualTo(30);
                said = join(prompt, answer);
            }
        }
    }

    @Test
    void manyRequestsAtOnceAllEndAndTheStepsAreCounted() throws Exception {
        try (EngineModel model = new EngineModel(config(20_000), FAST, OptionalInt.empty())) {
            List<Recorder> sinks = new ArrayList<>();
            for (int r = 0; r < 200; r++) {
                Recorder sink = new Recorder(20);
                sinks.add(sink);
                model.start(new AnswerRequest(System.nanoTime(), ids(r * 1000, 300), ids(0, 20), 20), null, sink);
            }
            for (Recorder sink : sinks) {
                sink.await();
                assertThat(sink.tokens).isEqualTo(20);
            }
            // Its figures are published when it has caught up, which is after the answers' ends were told.
            model.close();
            assertThat(model.cost().steps()).isGreaterThanOrEqualTo(20);
            assertThat(model.cost().totalNs()).isPositive();
            assertThat(model.load().orElseThrow().runningRequests()).isZero();
        }
    }

    @Test
    void aFlushTakesEffectBeforeTheNextRequest() throws Exception {
        try (EngineModel model = new EngineModel(config(100_000), FAST, OptionalInt.empty())) {
            for (int time = 0; time < 2; time++) {
                Recorder sink = new Recorder(1);
                model.start(new AnswerRequest(System.nanoTime(), ids(0, 100), ids(0, 1), 1), null, sink);
                sink.await();
                assertThat(sink.cachedTokens).isZero();
                model.flush();
            }
        }
    }

    @Test
    void afterCancelNothingIsReportedAndOthersGoOn() throws Exception {
        try (EngineModel model = new EngineModel(config(100_000), 1, OptionalInt.empty())) {
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<AnswerModel.Running> handle = new CompletableFuture<>();
            Recorder cancelled = new Recorder(1000) {
                @Override
                public void tokens(int count) {
                    super.tokens(count);
                    handle.join().cancel();
                    first.countDown();
                }
            };
            handle.complete(model.start(
                    new AnswerRequest(System.nanoTime(), ids(0, 100), ids(0, 1000), 1000), null, cancelled));
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
            Recorder other = new Recorder(3);
            model.start(new AnswerRequest(System.nanoTime(), ids(5000, 10), ids(0, 3), 3), null, other);
            other.await();
            assertThat(cancelled.tokens).isEqualTo(1);
        }
    }

    @Test
    void theQueueIsFullWhileSoManyWait() {
        // Nothing leaves the front end within the test: a millionth of the speed.
        try (EngineModel model = new EngineModel(config(100_000), 1e-6, OptionalInt.of(2))) {
            for (int r = 0; r < 2; r++) {
                assertThat(model.queueIsFull()).isFalse();
                model.start(new AnswerRequest(System.nanoTime(), ids(r, 10), ids(0, 3), 3), null, new Recorder(3));
            }
            assertThat(model.queueIsFull()).isTrue();
        }
    }

    private static EngineConfig config(long capacityTokens) {
        return EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.LPM)
                .withCache(CacheConfig.radix(capacityTokens).withPageSizeTokens(PAGE_TOKENS));
    }

    private static int[] ids(int from, int count) {
        return IntStream.range(from, from + count).toArray();
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
    }

    private static class Recorder implements AnswerSink {
        private final CountDownLatch missing;
        private volatile int cachedTokens = -1;
        private volatile int tokens;

        Recorder(int expectedTokens) {
            missing = new CountDownLatch(expectedTokens);
        }

        void await() throws InterruptedException {
            assertThat(missing.await(60, TimeUnit.SECONDS))
                    .as("the answer ends")
                    .isTrue();
        }

        @Override
        public void prefilled(CachedTokens cached) {
            cachedTokens = cached.all();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // called by the engine's thread only
        public void tokens(int count) {
            tokens += count;
            for (int k = 0; k < count; k++) {
                missing.countDown();
            }
        }
    }
}
