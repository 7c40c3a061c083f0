package volley.simulator;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.Engine;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.EngineRequest;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.RooflineTimeModel;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.SchedulerConfig;
import volley.simulator.engine.StepResult;
import volley.simulator.engine.TokenEvent;

/**
 * The wall time a step of the engine adds to what the GPU's model says: 64 requests run and as many wait, each of 2,048
 * prompt tokens, half of them a prefix shared by 8, and 64 answer tokens; one comes when one ends. The cache is full, so
 * steps evict too. Prints how long a step is in the model. See docs/performance.md for the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EngineStepBenchmark {
    private static final int RUNNING = 64;
    private static final int WAITING = 64;
    private static final int PROMPT_TOKENS = 2048;
    private static final int SHARED_TOKENS = 1024;
    private static final int SHARERS = 8;
    private static final int ANSWER_TOKENS = 64;
    private static final int VOCABULARY = 150_000;

    @Param({"FCFS", "LPM"})
    public SchedulePolicy policy;

    private final SplittableRandom random = new SplittableRandom(1);
    private Engine engine;
    private int[] shared;
    private long submitted;
    private long steps;
    private long modelNs;

    @Setup(Level.Trial)
    public void fill() {
        ModelPreset model = ModelPreset.QWEN2_5_14B;
        engine = new Engine(new EngineConfig(
                SchedulerConfig.of(policy).withMaxRunningRequests(RUNNING),
                CacheConfig.radix(model.deviceCapacityTokens()),
                model.contextTokens(),
                new RooflineTimeModel(model, GpuPreset.A100_80G)));
        for (int k = 0; k < RUNNING + WAITING; k++) {
            submit();
        }
        while (engine.stats().evictedTokens() == 0) {
            step();
        }
        steps = 0;
        modelNs = 0;
    }

    /** One step, and a new request for each that ended. */
    @Benchmark
    public StepResult step() {
        StepResult result = engine.step();
        steps++;
        modelNs += result.durationNs();
        for (TokenEvent event : result.events()) {
            if (event.last()) {
                submit();
            }
        }
        return result;
    }

    @TearDown(Level.Trial)
    public void say() {
        System.out.printf("%n%d steps, of %.1f ms each in the model%n", steps, modelNs / 1e6 / steps);
    }

    private void submit() {
        if (submitted % SHARERS == 0) {
            shared = random.ints(SHARED_TOKENS, 0, VOCABULARY).toArray();
        }
        int[] prompt = new int[PROMPT_TOKENS];
        System.arraycopy(shared, 0, prompt, 0, SHARED_TOKENS);
        for (int k = SHARED_TOKENS; k < PROMPT_TOKENS; k++) {
            prompt[k] = random.nextInt(VOCABULARY);
        }
        int[] answer = random.ints(ANSWER_TOKENS, 0, VOCABULARY).toArray();
        engine.submit(new EngineRequest(submitted++, prompt, answer));
    }
}
