package volley.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import volley.config.Backend;

/** What the body of one request costs the event loop: a history of messages of 2,000 characters each, encoded before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BodyBuildingBenchmark {
    private static final int CHARS = 2000;
    private static final int OUTPUT_TOKENS = 256;

    @Param({"1", "9", "99"})
    public int messages;

    private final ChatBody bodies =
            new ChatBody(new BodyOptions(Backend.SGLANG, "model", Optional.empty(), true, true, Optional.empty()));
    private final List<JsonText> history = new ArrayList<>();

    /** Encodes the texts, as answers and questions are before they are needed. */
    @Setup
    public void encode() {
        for (int i = 0; i < messages; i++) {
            history.add(JsonText.of("a word of \"text\" ".repeat(CHARS / 17)));
        }
    }

    /** The body of the next turn. */
    @Benchmark
    public RequestBytes body() {
        return bodies.body(history, OUTPUT_TOKENS);
    }
}
