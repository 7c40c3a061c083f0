package volley.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.Warmup;
import volley.config.TurnSelection;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.Tokenizer;

/**
 * How fast 1,000 conversations are sampled, with shuffle, from a ShareGPT-shaped file, beside a bare Jackson token scan
 * of the same file, which is the floor for anything that reads JSON. Both run in a heap of 256 MB.
 *
 * <p>The line {@code megabytesRead} is the file's megabytes (10^6 bytes) read per second. The tokenizer is the
 * benchmark's own and counts four characters as a token: a real one takes seconds more for 1,000 conversations, whatever the
 * size of the file, and would hide what is measured here. The file is generated once into the folder for temporary
 * files, and stays there; run twice, the second run reads it from the page cache.
 *
 * <p>docs/performance.md has the command. Add {@code -p megabytes=100} for a smaller file, {@code -jvmArgsAppend -Djava.io.tmpdir=/some/folder} for another
 * place.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms256m", "-Xmx256m", "-Xmn64m"})
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
public class DatasetScanBenchmark {
    private static final int CONVERSATIONS = 1000;

    /** Size of the file, in 10^6 bytes of text. */
    @Param("1000")
    public long megabytes;

    private Path file;

    /** Generates the file if an earlier run has not. */
    @Setup(Level.Trial)
    public void generate() throws IOException {
        file = Path.of(System.getProperty("java.io.tmpdir"), "volley-sharegpt-" + megabytes + "MB.json");
        if (!Files.exists(file)) {
            Path unfinished = file.resolveSibling(file.getFileName() + ".part");
            GeneratedShareGpt.write(unfinished, megabytes * 1_000_000);
            Files.move(unfinished, file);
        }
    }

    /** The work of {@code volley.num-prompts=1000}: scan, order, seek, filter. */
    @Benchmark
    public Dataset sample(Read read) throws IOException {
        DatasetRequest request = new DatasetRequest(
                DatasetFormat.SHAREGPT,
                file,
                OptionalInt.of(CONVERSATIONS),
                true,
                1,
                OptionalInt.empty(),
                TurnSelection.MULTI_TURN,
                false);
        Dataset dataset = Datasets.load(request, new CharacterTokenizer());
        read.bytes += Files.size(file);
        return dataset;
    }

    /** Every token of the file, none looked at. */
    @Benchmark
    public long bareTokenScan(Read read) throws IOException {
        long tokens = 0;
        try (JsonParser json =
                new JsonFactory().createParser(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (json.nextToken() != null) {
                tokens++;
            }
        }
        read.bytes += Files.size(file);
        return tokens;
    }

    /** Counts what was read, so that JMH prints a rate. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Read {
        private long bytes;

        /** JMH divides this by the time of the iteration. */
        public double megabytesRead() {
            return bytes / 1e6;
        }

        /** Counts of one iteration do not reach into the next. */
        @Setup(Level.Iteration)
        public void reset() {
            bytes = 0;
        }
    }

    private static final class CharacterTokenizer implements Tokenizer {
        @Override
        public String name() {
            return "four characters a token";
        }

        @Override
        public int[] encode(String text) {
            return new int[count(text)];
        }

        @Override
        public int count(String text) {
            return (text.length() + 3) / 4;
        }

        @Override
        public String decode(int[] tokenIds) {
            throw new UnsupportedOperationException("only counts");
        }

        @Override
        public Optional<ChatTemplate> chatTemplate() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
