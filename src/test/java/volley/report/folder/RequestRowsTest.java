package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.Usage;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TurnRecord;
import volley.report.Results;
import volley.report.SampleRun;
import volley.report.WordTokenizer;
import volley.report.folder.RunRequests.Field;

class RequestRowsTest {
    @TempDir
    Path folder;

    @Test
    void whatWasKeptIsWhatTheFileHas() throws IOException {
        List<TurnRecord> turns = new ArrayList<>(SampleRun.TURNS);
        Random random = new Random(1);
        // More than a buffer has room for, and more rows than a file that is read begins with.
        while (turns.size() < 3_000) {
            double sentMs = random.nextInt(1_000_000);
            ExchangeBuilder exchange = new ExchangeBuilder()
                    .scheduled(sentMs - random.nextInt(3))
                    .sent(sentMs)
                    .content(sentMs + 10, sentMs + 10 + random.nextInt(1_000))
                    .done(sentMs + 2_000)
                    .finishReason(random.nextBoolean() ? "stop" : "length");
            if (random.nextBoolean()) {
                exchange.usage(100, 2, random.nextBoolean() ? random.nextInt(100) : Usage.ABSENT);
            }
            turns.add(exchange.turn(turns.size(), random.nextInt(50), random.nextInt(9), 98));
        }
        RunRequests kept;
        try (Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, new WordTokenizer())) {
            turns.forEach(results::accept);
            results.finish(SampleRun.facts(folder.resolve("line.jsonl"), turns.size()));
            // Not of the file, which is there for the comparison only.
            Path file = folder.resolve(RequestLog.FILE_NAME);
            Path moved = Files.move(file, folder.resolve("moved"));
            kept = results.requests();
            Files.move(moved, file);
            assertThat(results.requests()).as("asked again").isSameAs(kept);
        }
        RunRequests read = RunRequests.read(folder);
        assertThat(kept.size()).isEqualTo(turns.size()).isEqualTo(read.size());
        for (int row = 0; row < read.size(); row++) {
            assertThat(kept.outcome(row)).isEqualTo(read.outcome(row));
            assertThat(kept.stopped(row)).isEqualTo(read.stopped(row));
            for (Field field : Field.values()) {
                assertThat(kept.get(field, row)).as("%s of row %d", field, row).isEqualTo(read.get(field, row));
            }
        }
        for (Field field : Field.values()) {
            assertThat(kept.rowsBy(field)).as(field.name()).isEqualTo(read.rowsBy(field));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".rows"));
        }
    }
}
