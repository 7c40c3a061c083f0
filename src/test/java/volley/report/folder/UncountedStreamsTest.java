package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.EventLog;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TextPieces;
import volley.report.Results;
import volley.report.SampleRun;
import volley.report.WordTokenizer;
import volley.report.line.ResultLineForm;

class UncountedStreamsTest {
    @TempDir
    Path folder;

    @Test
    void streamsComeBackAsTheyWereKept() throws IOException {
        Random random = new Random(1);
        List<TextPieces> kept = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] answer = new byte[random.nextInt(500)];
            random.nextBytes(answer);
            int events = random.nextInt(60);
            kept.add(new TextPieces(
                    random.longs(events).toArray(), random.ints(events).toArray(), answer, random.nextLong()));
        }
        for (int most : new int[] {1, 7, 67, 100, 199, 200, 1000}) {
            try (UncountedStreams streams = new UncountedStreams(folder)) {
                kept.forEach(streams::keep);
                List<TextPieces> read = new ArrayList<>();
                streams.forEach(most, read::add);
                int step = (kept.size() + most - 1) / most;
                assertThat(read).hasSizeLessThanOrEqualTo(most);
                assertThat(read).hasSize((kept.size() + step - 1) / step);
                for (int i = 0; i < read.size(); i++) {
                    assertThat(read.get(i)).usingRecursiveComparison().isEqualTo(kept.get(i * step));
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("files left").isEmpty();
        }
    }

    /** Words are tokens; the server says how many an answer has, not how many an event. */
    @Test
    void theTokenizerCountsEventsAfterTheRun() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        RunFacts facts = SampleRun.facts(folder.resolve("line.jsonl"), 3);
        results.begin(facts, ResultLineForm.BENCH_SERVING);
        results.accept(new ExchangeBuilder()
                .text(100, "one")
                .text(160, " two three four")
                .text(170, " five")
                .done(171)
                .usage(8, 5, 0)
                .turn(0, 0, 0, 8));
        results.accept(new ExchangeBuilder()
                .text(200, "one")
                .text(260, " two three")
                .done(261)
                .usage(8, 9, 0)
                .turn(1, 1, 0, 8));
        results.accept(new ExchangeBuilder()
                .text(300, "one")
                .text(310, " POISON")
                .done(311)
                .usage(8, 4, EventLog.TOKENS_UNKNOWN)
                .turn(2, 2, 0, 8));
        results.flushGaps();
        assertThat(RecordedGaps.read(run).itl().excluded()).as("before the end").isEqualTo(3);

        String console = results.finish(facts);

        JsonNode itl =
                new JsonMapper().readTree(run.resolve("summary.json").toFile()).at("/metrics/itl");
        assertThat(itl.path("count").asInt()).isEqualTo(4);
        assertThat(itl.path("mean").asDouble()).isEqualTo(17.5); // 20, 20, 20, 10
        assertThat(itl.path("streams").asInt()).isEqualTo(3);
        assertThat(itl.path("excluded_streams").asInt()).isEqualTo(2);
        assertThat(itl.path("retokenized_streams").asInt()).isEqualTo(1);
        assertThat(console)
                .contains("2 of 3 streams came in events of unknown numbers of tokens")
                .contains("1 of 3 streams have ITL by the client's tokenizer");
        assertThat(RecordedGaps.read(run).itl().retokenized()).isEqualTo(1);
    }
}
