package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random configurations under random requests on small alphabets, the invariants checked after every step. */
class EnginePropertyTest {
    private static final int CASES = 250;
    private static final int MOST_STEPS = 20_000;

    @Test
    void everyRequestGetsItsAnswerOnceAndAllMemoryComesBack() {
        long retractions = 0;
        long evicted = 0;
        long loaded = 0;
        long cancelled = 0;
        long fetched = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Case run = new Case(seed);
            run.play();
            retractions += run.engine.stats().retractions();
            evicted += run.engine.stats().evictedTokens();
            loaded += run.engine.stats().cachedHostTokens();
            cancelled += run.cancelled;
            fetched += run.engine.stats().cachedStorageTokens();
        }
        // The cases are only worth something if they reach the corners.
        assertThat(List.of(retractions, evicted, loaded, cancelled, fetched))
                .allSatisfy(n -> assertThat(n).isGreaterThan(50));
    }

    @Test
    void theSameCallsGiveTheSameAnswers() {
        for (int seed = 0; seed < 40; seed++) {
            Case first = new Case(seed);
            Case second = new Case(seed);
            first.play();
            second.play();
            assertThat(first.log).as("seed " + seed).isEqualTo(second.log);
            assertThat(first.engine.stats()).isEqualTo(second.engine.stats());
        }
    }

    private static final class Case {
        private final Random random;
        private final Engine engine;
        private final List<StepResult> log = new ArrayList<>();
        private final Map<Long, EngineRequest> open = new HashMap<>();
        private final List<EngineRequest> asked = new ArrayList<>();
        private final Map<Long, Integer> emitted = new HashMap<>();
        private final String name;
        private long nextId;
        private long cancelled;

        Case(int seed) {
            random = new Random(seed);
            EngineConfig config = randomConfig();
            engine = new Engine(config);
            name = "seed " + seed + " " + config;
        }

        private EngineConfig randomConfig() {
            int page = List.of(1, 1, 2, 4, 8).get(random.nextInt(5));
            long capacity = random.nextLong(60, 260);
            boolean prefixCache = random.nextInt(6) > 0;
            Optional<HostTierConfig> host = prefixCache && random.nextBoolean()
                    ? Optional.of(new HostTierConfig(
                            1 + random.nextInt(600),
                            List.of(WritePolicy.values()).get(random.nextInt(3)),
                            1 + random.nextInt(3),
                            random.nextInt(12)))
                    : Optional.empty();
            if (random.nextBoolean()) {
                host = host.map(tier -> tier.withStorage(randomStorage()));
            }
            double ratio = 0.05 + random.nextDouble() * 0.95;
            SchedulerConfig scheduler = new SchedulerConfig(
                    random.nextBoolean() ? SchedulePolicy.FCFS : SchedulePolicy.LPM,
                    page + random.nextInt(60),
                    1 + random.nextInt(100),
                    1 + random.nextInt(20),
                    ratio,
                    ratio * (0.1 + 0.9 * random.nextDouble()),
                    1 + random.nextInt(50));
            TimeModel time = new FixedRateTimeModel(Duration.ofMillis(1), 1000, Duration.ofMillis(3));
            return new EngineConfig(scheduler, new CacheConfig(capacity, page, prefixCache, host), 10_000, time);
        }

        private StorageTierConfig randomStorage() {
            return new StorageTierConfig(
                    StorageBackend.FILE,
                    1 + random.nextInt(900),
                    1000 + random.nextInt(100_000),
                    random.nextInt(20_000_000),
                    List.of(PrefetchPolicy.values()).get(random.nextInt(3)),
                    1 + random.nextInt(20),
                    Duration.ofMillis(random.nextInt(50)),
                    Duration.ofMillis(random.nextInt(500)));
        }

        void play() {
            int toSubmit = 40;
            for (int steps = 0; toSubmit > 0 || engine.hasWork(); steps++) {
                assertThat(steps).as(name).isLessThan(MOST_STEPS);
                for (int i = random.nextInt(3); i > 0 && toSubmit > 0; i--) {
                    submit();
                    toSubmit--;
                }
                if (random.nextInt(25) == 0 && !open.isEmpty()) {
                    cancelOne();
                }
                if (random.nextInt(1000) == 0) {
                    engine.clearStorage();
                }
                if (random.nextInt(20) == 0 && toSubmit > 0) {
                    while (engine.hasWork()) {
                        step();
                    }
                    assertThat(engine.flushCache()).as(name).isTrue();
                }
                step();
            }
            EngineStats stats = engine.stats();
            assertThat(open).as(name).isEmpty();
            assertThat(stats.finishedRequests() + cancelled).as(name).isEqualTo(40);
            assertThat(stats.devicePrivateTokens()).as(name).isZero();
            assertThat(engine.cache().tree().lockedTokens()).as(name).isZero();
            assertThat(stats.runningRequests() + stats.queuedRequests()).isZero();
            assertThat(engine.flushCache()).isTrue();
        }

        private void submit() {
            int longest = engine.longestRequestTokens();
            int length = 1 + random.nextInt(random.nextBoolean() ? longest - 1 : 20);
            int answer = 1 + random.nextInt(Math.min(80, longest - length));
            // Few first tokens, so that prompts share; long runs of one kind, so that they share much.
            int kind = random.nextInt(4);
            int parts = random.nextInt(length + 1);
            int[] prompt = IntStream.range(0, length)
                    .map(i -> i < parts ? kind : random.nextInt(3))
                    .toArray();
            int[] answers = IntStream.range(0, answer).map(i -> kind).toArray();
            boolean again = !asked.isEmpty() && random.nextInt(3) == 0;
            EngineRequest old = again ? asked.get(random.nextInt(asked.size())) : null;
            EngineRequest request = new EngineRequest(
                    nextId++, again ? old.promptTokens() : prompt, again ? old.answerTokens() : answers);
            asked.add(request);
            engine.submit(request);
            open.put(request.id(), request);
        }

        private void cancelOne() {
            List<Long> ids = open.keySet().stream().sorted().toList();
            long id = ids.get(random.nextInt(ids.size()));
            assertThat(engine.cancel(id)).as(name).isTrue();
            open.remove(id);
            cancelled++;
            InvariantChecker.check(engine);
        }

        private void step() {
            StepResult result = engine.step();
            log.add(result);
            for (TokenEvent event : result.events()) {
                EngineRequest request = open.get(event.requestId());
                assertThat(request).as(name).isNotNull();
                assertThat(event.outputIndex())
                        .as(name)
                        .isEqualTo(emitted.merge(event.requestId(), 1, Integer::sum) - 1);
                assertThat(event.cachedTokens()).as(name).isLessThan(request.promptTokens().length);
                boolean last = event.outputIndex() == request.answerTokens().length - 1;
                assertThat(event.last()).as(name).isEqualTo(last);
                if (last) {
                    open.remove(event.requestId());
                }
            }
            InvariantChecker.check(engine);
        }
    }
}
