package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Drives an engine step by step in tests, checks the invariants after each step, and keeps what was emitted. */
final class EngineScript {
    /** A thousand prompt tokens a second, a token every 10 ms: times can be read off. */
    static final TimeModel PLAIN_TIMES = new FixedRateTimeModel(Duration.ZERO, 1000, Duration.ofMillis(10));

    private static final int MOST_STEPS = 10_000;

    final Engine engine;
    final Map<Long, List<TokenEvent>> emitted = new HashMap<>();
    final List<Long> firstTokenOrder = new ArrayList<>();
    private long nextId;
    private int steps;

    EngineScript(EngineConfig config) {
        this.engine = new Engine(config);
    }

    static EngineConfig config(SchedulePolicy policy, CacheConfig cache) {
        return new EngineConfig(SchedulerConfig.of(policy), cache, 1 << 20, PLAIN_TIMES);
    }

    static int[] tokens(int from, int count) {
        return IntStream.range(from, from + count).toArray();
    }

    /** A prompt of the ids from {@code from} on, and an answer of ids nobody else has. */
    long submit(int from, int promptTokens, int answerTokens) {
        return submit(tokens(from, promptTokens), answerTokens);
    }

    long submit(int[] prompt, int answerTokens) {
        long id = nextId++;
        engine.submit(new EngineRequest(id, prompt, tokens(1_000_000_000 + (int) id * 10_000, answerTokens)));
        return id;
    }

    /** Nothing is to do for so long. */
    void idle(Duration time) {
        assertThat(engine.step(engine.dueNs() + time.toNanos())).isEqualTo(StepResult.IDLE);
        InvariantChecker.check(engine);
    }

    StepResult step() {
        if (++steps > MOST_STEPS) {
            throw new AssertionError("not done after " + MOST_STEPS + " steps");
        }
        StepResult result = engine.step();
        for (TokenEvent event : result.events()) {
            emitted.computeIfAbsent(event.requestId(), id -> new ArrayList<>()).add(event);
            if (event.outputIndex() == 0) {
                firstTokenOrder.add(event.requestId());
            }
        }
        InvariantChecker.check(engine);
        return result;
    }

    /** Steps until nothing is left to do; returns the virtual time it took. */
    Duration finishAll() {
        long ns = 0;
        while (engine.hasWork()) {
            ns += step().durationNs();
        }
        return Duration.ofNanos(ns);
    }

    TokenEvent last(long id) {
        List<TokenEvent> events = emitted.get(id);
        return events.get(events.size() - 1);
    }

    int cachedTokens(long id) {
        return last(id).cachedTokens();
    }
}
