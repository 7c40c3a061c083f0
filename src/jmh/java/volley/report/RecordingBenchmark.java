package volley.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;

/**
 * What one completed request costs the thread that records it: figures, sums, histograms and its line in
 * {@code requests.jsonl}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordingBenchmark {
    @Param({"64", "1024"})
    int outputTokens;

    private Path folder;
    private Results results;
    private TurnRecord turn;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("volley-jmh");
        results = Results.open(folder, 0, null);
        EventLog events = new EventLog(outputTokens + 3);
        for (int i = 1; i <= outputTokens; i++) {
            events.add(100_000_000L + i * 10_000_000L, EventKind.CONTENT, EventLog.TOKENS_UNKNOWN);
        }
        long endNs = 100_000_000L + (outputTokens + 1) * 10_000_000L;
        events.add(endNs, EventKind.FINISH, EventLog.TOKENS_UNKNOWN);
        events.add(endNs, EventKind.DONE, EventLog.TOKENS_UNKNOWN);
        Exchange exchange = Exchange.builder()
                .scheduledNs(0)
                .readyNs(0)
                .sentNs(1_000_000)
                .connectedNs(1_020_000)
                .writtenNs(1_100_000)
                .endNs(endNs)
                .httpStatus(200)
                .events(events)
                .usage(new Usage(512, outputTokens, 256))
                .finishReason("length")
                .answer(new byte[outputTokens * 4])
                .outcome(Outcome.OK)
                .build();
        turn = TurnRecord.builder()
                .order(0)
                .conversation(0)
                .conversationId("conversation-0")
                .turn(0)
                .requestedOutputTokens(outputTokens)
                .promptTokensByClient(512)
                .exchange(exchange)
                .build();
    }

    @Benchmark
    public RequestFigures record() {
        return results.accept(turn);
    }

    @TearDown
    public void close() throws IOException {
        results.close();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
