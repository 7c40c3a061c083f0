package volley.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.calibration.Calibration;
import volley.calibration.ClientError;
import volley.calibration.PlayedLoad;
import volley.config.BadInputException;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TurnRecord;

class RecoverTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void aWholeLogGivesTheSummaryOfTheRun() throws IOException {
        Path lines = folder.resolve("lines.jsonl");
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        results.begin(SampleRun.facts(lines), ResultLineForm.BENCH_SERVING);
        for (TurnRecord turn : SampleRun.TURNS) {
            results.accept(turn);
            results.flushGaps();
        }
        results.finish(SampleRun.facts(lines));
        ObjectNode expected = (ObjectNode) summary(run);
        Files.delete(run.resolve("summary.json"));

        String console = Recover.recover(run);

        assertThat(console).contains("recovered from requests.jsonl");
        ObjectNode recovered = (ObjectNode) summary(run);
        for (ObjectNode each : List.of(expected, recovered)) {
            each.remove("warnings");
            // answers are not kept
            ((ObjectNode) each.path("run")).remove(List.of("total_output_tokens_retokenized", "output_discrepancy"));
        }
        assertThat(recovered).isEqualTo(expected);
        assertThat(recovered.at("/metrics/itl/count").asLong()).isPositive();
        assertThat(recovered.at("/metrics/itl/retokenized_streams").asLong()).isEqualTo(1);
        assertThat(recovered.at("/dialects/vllm_ttft/count").asLong()).isPositive();
        assertThat(console).doesNotContain("ITL and ICL are of");
        assertThat(Files.readAllLines(lines)).hasSize(2);
    }

    @Test
    void aLineCutOffCountsAsCancelledAndTheSumStillHolds() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        results.begin(SampleRun.facts(folder.resolve("lines.jsonl")), ResultLineForm.BENCH_SERVING);
        SampleRun.TURNS.forEach(results::accept);
        results.close();
        Path log = run.resolve("requests.jsonl");
        String text = Files.readString(log);
        for (int length = 0; length < text.length(); length += 97) {
            Files.writeString(log, text.substring(0, length));
            Recover.recover(run);
            JsonNode turns = summary(run).path("turns");
            assertThat(turns.path("complete").asBoolean())
                    .as("%d chars", length)
                    .isTrue();
            long whole = text.substring(0, length).lines().count()
                    - (length > 0 && text.charAt(length - 1) != '\n' && text.charAt(length) != '\n' ? 1 : 0);
            long counted = turns.path("ok").asLong()
                    + turns.path("failed").asLong()
                    + turns.path("skipped_after_failure").asLong()
                    + turns.path("cancelled").asLong();
            assertThat(counted).isEqualTo(SampleRun.TURNS.size());
            assertThat(turns.path("ok").asLong()).isLessThanOrEqualTo(whole);
        }
    }

    @Test
    void theResultLineIsInTheFormOfTheRun() throws IOException {
        Path lines = folder.resolve("lines.jsonl");
        Path run = folder.resolve("run");
        RoundFigures rounds = new RoundFigures();
        ResultLineForm form = new MultiturnLine(Optional.of("a tag"), Optional.of(rounds));
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        results.begin(SampleRun.facts(lines), form);
        SampleRun.TURNS.forEach(turn -> rounds.accept(turn, results.accept(turn)));
        results.finish(SampleRun.facts(lines), form);

        Recover.recover(run);

        assertThat(Files.readAllLines(lines)).hasSize(2);
        assertThat(Files.readAllLines(lines).get(1))
                .contains("\"tag\":\"a tag\"", "\"round_1\"")
                .isEqualTo(Files.readAllLines(lines).get(0));
    }

    @Test
    void theCalibrationThatTheRunWasGivenIsReadAgain() throws IOException {
        Path calibration = Files.createDirectories(folder.resolve("calibration"));
        new Calibration(
                        "there",
                        "volley.Multiturn",
                        9,
                        0,
                        new PlayedLoad(100, 5000, 8),
                        Map.of("ttft", new ClientError(9, 0.5, 2, 3)))
                .write(calibration);
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        results.begin(calibratedBy(calibration), ResultLineForm.BENCH_SERVING);
        SampleRun.TURNS.forEach(results::accept);
        results.close();

        Recover.recover(run);
        assertThat(summary(run).at("/calibration/errors/ttft/p99_ms").asDouble())
                .isEqualTo(2);

        Files.delete(calibration.resolve("calibration.json"));
        assertThat(Recover.recover(run)).contains("! without the client's own error");
        assertThat(summary(run).path("calibration").isNull()).isTrue();
    }

    private RunFacts calibratedBy(Path calibration) {
        RunFacts sample = SampleRun.facts(folder.resolve("lines.jsonl"));
        return new RunFacts(
                sample.simulation(),
                sample.startedAt(),
                sample.planSha256(),
                sample.seed(),
                sample.plannedTurns(),
                Map.of("calibration", calibration.toString()),
                sample.versions(),
                sample.warnings(),
                sample.upstream(),
                sample.outputFile());
    }

    @Test
    void aFolderThatIsNoRunIsRefused() {
        assertThatThrownBy(() -> Recover.recover(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("run.json is missing");
    }

    private static JsonNode summary(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("summary.json")));
    }
}
