package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import volley.bench.FalseAlarms;
import volley.client.ApiKey;
import volley.config.ComparisonSettings.Endpoint;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Turn;
import volley.prepare.ComparisonPlan;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.compare.ComparedMetric;
import volley.report.compare.Comparison;
import volley.report.compare.Difference;
import volley.report.compare.Evidence;
import volley.simulator.EngineModel;
import volley.simulator.WordTokenizer;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.ScaledTime;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.http.SimulatedServer;

/**
 * Comparisons of two servers in real time: on sockets, by the runs' own client and clock, there and back, each run from a cache
 * that is proven cold, with the rule that is the default. Pairs of servers are compared beside each other, since nearly all of
 * it is waiting, and their model is slow, so that a busy machine adds little to its times.
 *
 * <p>Both servers of a pair drift, as a machine does that gets warm: each run is {@link #DRIFT} slower than the one before. So
 * any two runs differ by more than what matters, and equal servers are not told apart only because the runs go there and back
 * and are judged by how they differ between the repeats.
 */
@Execution(ExecutionMode.CONCURRENT)
class EqualServersTest {
    private static final int COMPARISONS = 20;

    /** Times of the model as it is are too short beside a busy machine's. */
    private static final double SLOW = 1.5;

    /** For requests that are no part of a run. */
    private static final double FAST = 0.01;

    /** Of the first run's time: more than other work on the machine adds to a run. */
    private static final double DRIFT = 1;

    /** So little that one server being slower is seen in few runs. */
    private static final double LITTLE_DRIFT = 0.1;

    @TempDir
    Path folder;

    @Test
    void noneOf20ComparisonsOfEqualServersCallsAnyFigureReal() throws Exception {
        List<Comparison> comparisons = compare(COMPARISONS, 1, DRIFT);
        assertThat(comparisons).hasSize(COMPARISONS).allSatisfy(each -> {
            assertThat(each.differences()).hasSize(4);
            assertThat(each.cold()).isTrue();
        });
        assertThat(comparisons.stream().filter(FalseAlarms::isAlarm).map(Comparison::consoleText))
                .isEmpty();
        assertThat(comparisons.stream()
                        .map(each -> of(each, ComparedMetric.TPOT))
                        .filter(each -> Math.abs(each.ms()) >= each.smallestMs()))
                .as("larger than what matters, and alarms if that were enough")
                .hasSizeGreaterThanOrEqualTo(COMPARISONS / 4);
    }

    /** Times that a machine's noise is little beside; TTFT has more of it, but none that turns the sign. */
    @Test
    void aSlowerServerIsFoundInTheSameArrangement() throws Exception {
        assertThat(compare(2, 5, LITTLE_DRIFT)).hasSize(2).allSatisfy(comparison -> {
            assertThat(of(comparison, ComparedMetric.TTFT).ms()).isPositive();
            for (ComparedMetric metric : List.of(ComparedMetric.TPOT, ComparedMetric.E2E)) {
                Difference difference = of(comparison, metric);
                assertThat(difference.real()).as("%s", comparison.consoleText()).isTrue();
                assertThat(difference.ms()).isPositive();
            }
        });
    }

    /** The difference of the mean. */
    private static Difference of(Comparison comparison, ComparedMetric metric) {
        return comparison.differences().stream()
                .filter(each -> each.figure().metric() == metric)
                .findFirst()
                .orElseThrow();
    }

    /** As many comparisons of two servers, the second of which is {@code slower} times as slow. */
    private List<Comparison> compare(int number, double slower, double drift) throws Exception {
        List<Pair> pairs = IntStream.range(0, number)
                .mapToObj(pair -> new Pair(folder.resolve("pair-" + pair), slower, drift))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(number);
        try {
            List<Preparation> runs = plan(pairs.get(0)).legs();
            warmUp(runs);
            List<Playing> played = new ArrayList<>();
            for (Future<List<Playing>> each : threads.invokeAll(
                    pairs.stream().map(pair -> pair.play(runs)).toList())) {
                played.addAll(each.get());
            }
            // Results are written when nothing is measured any more, here as in a simulation.
            played.forEach(ExactRun::writeFigures);
            played.forEach(Playing::close);
        } finally {
            threads.shutdownNow();
            pairs.forEach(Pair::close);
        }
        return pairs.stream()
                .flatMap(pair -> FalseAlarms.comparisons(pair.folder, Evidence.FEWEST_RUNS).stream())
                .toList();
    }

    /** What is not compiled yet makes the first runs of all pairs slower, beside each other as they are. */
    private void warmUp(List<Preparation> runs) throws Exception {
        Pair pair = new Pair(folder.resolve("warm-up"), 1, 0);
        try {
            pair.isWarmUp = true;
            for (Playing each : pair.play(runs).call()) {
                each.close();
            }
        } finally {
            pair.close();
        }
    }

    private static ComparisonPlan plan(Pair pair) {
        Properties given = ExactRun.properties(
                "endpoints", "a=" + pair.a.baseUrl() + ",b=" + pair.b.baseUrl(),
                "tokenizer", Path.of("data", "tokenizer").toString(),
                "dataset-name", "sharegpt",
                "dataset-path", Path.of("data", "sharegpt.sample.json").toString(),
                "num-prompts", "2",
                "fixed-output-len", "4",
                "request-rate", "inf",
                "cold-canaries", "1",
                "server-metrics", "none",
                "lens.enabled", "false");
        return ComparisonPlan.of(PlayedSimulation.of(SimulationKind.COMPARE_SERVERS), given);
    }

    /** Two servers that drift alike, and where the results of their runs are. */
    private static final class Pair {
        private final Path folder;
        private final SimulatedServer a;
        private final SimulatedServer b;
        private final double drift;
        private volatile boolean isWarmUp;
        private volatile boolean measured;
        private volatile double drifted;
        private int runs;

        Pair(Path folder, double slower, double drift) {
            this.folder = folder;
            this.drift = drift;
            a = server(1);
            b = server(slower);
        }

        private SimulatedServer server(double times) {
            EngineConfig preset = EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.LPM);
            EngineConfig config = new EngineConfig(
                    preset.scheduler(),
                    CacheConfig.radix(100_000),
                    preset.contextTokens(),
                    new ScaledTime(preset.time(), () -> measured ? SLOW * (times + drifted) : FAST));
            return SimulatedServer.with(new EngineModel(config, 1, OptionalInt.empty()), new WordTokenizer())
                    .start();
        }

        Callable<List<Playing>> play(List<Preparation> runs) {
            return () ->
                    ExactRun.played(runs.stream().map(this::here).toList(), folder, this::begin, Turn::outputTokens);
        }

        /** The same run on the servers of this pair. */
        private Preparation here(Preparation run) {
            String name = run.phase().folder().substring(0, 1);
            URI server = URI.create((name.equals("a") ? a : b).baseUrl());
            return run.on(
                    Target.running(run.settings().server(), new Endpoint(name, server), ApiKey.NONE), run.phase());
        }

        private void begin(Playing playing) {
            measured = false;
            playing.begin();
            drifted = drift * runs++;
            measured = !isWarmUp;
        }

        void close() {
            a.close();
            b.close();
        }
    }
}
