package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.config.BadInputException;
import volley.metrics.ExchangeBuilder;
import volley.metrics.ItlCoverage;
import volley.metrics.TurnRecord;
import volley.report.Recover;
import volley.report.Results;
import volley.report.SampleRun;
import volley.report.line.ResultLineForm;

class GapLogTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    /** However the run is cut into intervals, the log reads back as what is written in one piece, to the last digit. */
    @Test
    void intervalsAddUpToTheWhole() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<TurnRecord> turns = turns(random);
            Path whole = written(turns, folder.resolve("whole-" + seed), new Random(seed), 0);
            Path cut = written(turns, folder.resolve("cut-" + seed), new Random(seed), 0.5);

            assertThat(RecordedGaps.read(cut)).as("seed %d", seed).isEqualTo(RecordedGaps.read(whole));
            assertThat(RecordedGaps.read(cut).requests()).isEqualTo(turns.size());
            assertThat(metrics(cut)).isEqualTo(metrics(whole));
            Files.delete(cut.resolve("summary.json"));
            Recover.recover(cut, Optional.empty(), Optional.empty(), List.of());
            assertThat(metrics(cut)).as("recovered, seed %d", seed).isEqualTo(metrics(whole));
        }
    }

    /** A file cut off anywhere gives the gaps of the requests up to some flush before. */
    @Test
    void whatIsCutOffIsLeftOut() throws IOException {
        List<TurnRecord> turns = turns(new Random(1));
        List<RecordedGaps> after = new ArrayList<>();
        Path run = folder.resolve("run");
        try (Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null)) {
            after.add(RecordedGaps.read(run));
            for (TurnRecord turn : turns) {
                results.accept(turn);
                results.flushGaps();
                after.add(RecordedGaps.read(run));
            }
        }
        assertThat(after.get(turns.size()).requests()).isEqualTo(turns.size());
        String text = Files.readString(run.resolve("gaps.hlog"));
        long before = 0;
        for (int length = 0; length < text.length(); length += 7) {
            Files.writeString(run.resolve("gaps.hlog"), text.substring(0, length));
            RecordedGaps read = RecordedGaps.read(run);
            assertThat(read).as("%d chars", length).isEqualTo(after.get(Math.toIntExact(read.requests())));
            assertThat(read.requests()).isBetween(before, (long) turns.size());
            before = read.requests();
        }
        assertThat(before).isGreaterThanOrEqualTo(turns.size() - 1);
    }

    @Test
    void aLogOfAnEarlierVersionHasNoGapsLeftOut() throws IOException {
        Path run = written(turns(new Random(2)), folder.resolve("run"), new Random(2), 0.5);
        RecordedGaps now = RecordedGaps.read(run);
        assertThat(now.itl().unresolvedGaps()).isPositive();
        Path log = run.resolve("gaps.hlog");
        Files.writeString(log, Files.readString(log).replaceAll("(\\[Requests \\d+ \\d+ \\d+ \\d+) \\d+ \\d+]", "$1]"));

        RecordedGaps earlier = RecordedGaps.read(run);

        assertThat(earlier.byMetric()).isEqualTo(now.byMetric());
        assertThat(earlier.itl())
                .isEqualTo(new ItlCoverage(
                        now.itl().streams(), now.itl().excluded(), now.itl().retokenized()));
    }

    @Test
    void aLogThatWasChangedIsRefused() throws IOException {
        Path run = written(turns(new Random(2)), folder.resolve("run"), new Random(2), 0.5);
        Path log = run.resolve("gaps.hlog");
        String text = Files.readString(log);
        for (String wrong : List.of(text.replace("[Exact itl ", "[Exact itl 1"), text.replace("HIST", "HOST"))) {
            Files.writeString(log, wrong);
            assertThatThrownBy(() -> RecordedGaps.read(run))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is no log of gaps");
        }
    }

    private static JsonNode metrics(Path run) throws IOException {
        return JSON.readTree(run.resolve("summary.json").toFile()).path("metrics");
    }

    private static Path written(List<TurnRecord> turns, Path run, Random random, double flushed) {
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        results.begin(SampleRun.facts(run.resolve("line.jsonl"), turns.size()), ResultLineForm.BENCH_SERVING);
        for (TurnRecord turn : turns) {
            results.accept(turn);
            if (random.nextDouble() < flushed) {
                results.flush();
                results.flushGaps();
            }
        }
        results.finish(SampleRun.facts(run.resolve("line.jsonl"), turns.size()));
        return run;
    }

    private static List<TurnRecord> turns(Random random) {
        List<TurnRecord> turns = new ArrayList<>();
        for (int order = 0; order < 1 + random.nextInt(20); order++) {
            ExchangeBuilder story = new ExchangeBuilder().scheduled(order).sent(order);
            double atMs = order;
            int tokens = 0;
            if (random.nextBoolean()) {
                story.readTogether();
            }
            boolean counted = random.nextInt(4) > 0;
            for (int event = random.nextInt(30); event >= 0; event--) {
                atMs += random.nextInt(4) == 0 ? 0 : 20 * Math.exp(random.nextGaussian());
                tokens += 1 + random.nextInt(4);
                story.event(atMs, EventKind.CONTENT, counted ? tokens : EventLog.TOKENS_UNKNOWN);
            }
            turns.add(story.done(atMs).usage(10, tokens, 0).turn(order, order, 0, 10));
        }
        return turns;
    }
}
