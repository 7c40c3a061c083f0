package volley.turns;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.simple.RandomSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import volley.config.OrderPolicy;

/**
 * What the queue costs a turn: it is asked for, given, handed over and answered, with 64 in flight, among many
 * conversations of 4 turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class TurnQueueBenchmark {
    private static final int CONVERSATIONS = 25_000;
    private static final int TURNS = 4;
    private static final int IN_FLIGHT = 64;

    @Param({"FIFO", "RANDOM", "STRICT"})
    public OrderPolicy policy;

    private TurnQueue queue;
    private final ArrayDeque<TurnTicket> flying = new ArrayDeque<>();
    private final Slot slot = new Slot() {
        @Override
        public void send(TurnTicket ticket) {
            flying.addLast(ticket);
            queue.handedOver();
        }

        @Override
        public void end() {}
    };

    /** A queue is played once. */
    @Setup(Level.Invocation)
    public void open() {
        int[] turns = new int[CONVERSATIONS];
        Arrays.fill(turns, TURNS);
        queue = new TurnQueue(turns, policy, RandomSource.XO_RO_SHI_RO_128_PP.create(1L), IN_FLIGHT, System::nanoTime);
        queue.open(System.nanoTime());
    }

    /** Every turn of the queue. */
    @Benchmark
    @OperationsPerInvocation(CONVERSATIONS * TURNS)
    public void turn() {
        for (int i = 0; i < IN_FLIGHT; i++) {
            queue.take(slot);
        }
        while (!flying.isEmpty()) {
            queue.answered(flying.removeFirst());
            queue.take(slot);
        }
    }
}
