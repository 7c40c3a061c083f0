package volley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import volley.simulator.http.AnswerModel;
import volley.simulator.http.AnswerRequest;
import volley.simulator.http.AnswerSink;
import volley.simulator.http.CachedTokens;
import volley.simulator.http.NanoTimer;

class FixedRateModelTest {
    private static final long MS = 1_000_000;

    private final VirtualTimer timer = new VirtualTimer();
    private final Recorder sink = new Recorder();

    @Test
    void ttftIsBaseLatencyPlusUncachedTokensByThePrefillRate() {
        FixedRateModel model = model(5, 1000, 2);
        model.start(request(50, 3), timer, sink);
        timer.runAll();

        // 5 ms + 50 tokens at 1 token/ms, then every 2 ms.
        assertThat(sink.tokenTimesNs).containsExactly(55 * MS, 57 * MS, 59 * MS);
        assertThat(sink.cachedTokens).isZero();

        timer.nowNs = 100 * MS;
        model.start(new AnswerRequest(100 * MS, request(50, 3).promptIds(), new int[0], 1), timer, sink);
        timer.runAll();
        assertThat(sink.cachedTokens).as("all but the one always computed").isEqualTo(49);
        assertThat(sink.tokenTimesNs).last().isEqualTo(106 * MS);
    }

    @Test
    void aLateWakeUpDelaysNoLaterToken() {
        timer.lateNs = 700_000;
        model(0, Double.POSITIVE_INFINITY, 1).start(request(1, 1000), timer, sink);
        timer.runAll();

        for (int k = 1; k < 1000; k++) {
            assertThat(sink.tokenTimesNs.get(k)).isEqualTo(k * MS + timer.lateNs);
        }
    }

    @Test
    void tokensMissedByALongPauseComeTogether() {
        model(0, 1e9, 1).start(request(1, 10), timer, sink);
        timer.runNext();
        timer.lateNs = 5 * MS;
        timer.runNext();

        assertThat(sink.calls).containsExactly(1, 6);
    }

    @Test
    void aPromptIsCachedFromItsFirstTokenOn() {
        FixedRateModel model = model(10, 1e9, 1000);
        model.start(request(20, 2), timer, sink);
        Recorder beforeFirst = new Recorder();
        model.start(request(20, 2), timer, beforeFirst);
        timer.runNext();
        Recorder afterFirst = new Recorder();
        model.start(request(20, 2), timer, afterFirst);
        timer.runAll();

        assertThat(beforeFirst.cachedTokens).isZero();
        assertThat(afterFirst.cachedTokens).isEqualTo(19);
    }

    @Test
    void afterCancelNothingIsReported() {
        AnswerModel.Running running = model(1, 1e9, 1).start(request(5, 5), timer, sink);
        timer.runNext();
        running.cancel();
        timer.runAll();

        assertThat(sink.calls).containsExactly(1);
    }

    private static FixedRateModel model(double baseMs, double prefillPerSecond, double interTokenMs) {
        return new FixedRateModel(new SimulatedTiming(baseMs, prefillPerSecond, interTokenMs, 1000));
    }

    private static AnswerRequest request(int promptTokens, int outputTokens) {
        int[] prompt = new int[promptTokens];
        for (int k = 0; k < promptTokens; k++) {
            prompt[k] = k;
        }
        return new AnswerRequest(0, prompt, new int[outputTokens], outputTokens);
    }

    private final class Recorder implements AnswerSink {
        private final List<Long> tokenTimesNs = new ArrayList<>();
        private final List<Integer> calls = new ArrayList<>();
        private int cachedTokens = -1;

        @Override
        public void prefilled(CachedTokens cached) {
            cachedTokens = cached.all();
        }

        @Override
        public void tokens(int count) {
            calls.add(count);
            for (int k = 0; k < count; k++) {
                tokenTimesNs.add(timer.nowNs);
            }
        }
    }

    /** Virtual time; every task runs {@code lateNs} after its deadline. */
    private static final class VirtualTimer implements NanoTimer {
        private record Task(long deadlineNs, Runnable work) {}

        private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::deadlineNs));
        private long nowNs;
        private long lateNs;

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void at(long deadlineNs, Runnable task) {
            tasks.add(new Task(deadlineNs, task));
        }

        void runNext() {
            Task next = tasks.remove();
            nowNs = Math.max(nowNs, next.deadlineNs() + lateNs);
            next.work().run();
        }

        void runAll() {
            while (!tasks.isEmpty()) {
                runNext();
            }
        }
    }
}
