package volley.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.calibration.Calibration;
import volley.calibration.ClientError;
import volley.calibration.PlayedLoad;
import volley.config.BadInputException;
import volley.config.Retokenize;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TurnRecord;
import volley.monitor.Monitor;
import volley.report.folder.AnswerSample;
import volley.report.folder.RecordedTurn;
import volley.report.folder.RecordedTurns;
import volley.report.folder.RunFacts;
import volley.report.line.MultiturnLine;
import volley.report.line.ResultLineForm;
import volley.report.line.RoundFigures;
import volley.servermetrics.ServerSample;

class RecoverTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void aWholeLogGivesTheSummaryOfTheRun() throws IOException {
        Path lines = folder.resolve("lines.jsonl");
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        List<ServerSample> told = SampleRun.SERVERS.samples().stream()
                .map(sample -> sample.since(-ExchangeBuilder.RUN_START_NS))
                .toList();
        results.serversWatched(known -> told.subList(known, told.size()));
        results.begin(SampleRun.facts(lines), ResultLineForm.BENCH_SERVING);
        for (TurnRecord turn : SampleRun.TURNS) {
            results.accept(turn);
            results.flushGaps();
        }
        String byServer = Files.readString(run.resolve("server-metrics.jsonl"));
        results.servedBy(SampleRun.SERVERS);
        results.finish(SampleRun.facts(lines));
        assertThat(run.resolve("server-metrics.jsonl"))
                .as("as it was while the run went")
                .hasContent(byServer);
        ObjectNode expected = (ObjectNode) summary(run);
        Files.delete(run.resolve("summary.json"));

        String console = recover(run);

        assertThat(console).contains("recovered from requests.jsonl");
        ObjectNode recovered = (ObjectNode) summary(run);
        for (ObjectNode each : List.of(expected, recovered)) {
            each.remove("warnings");
        }
        assertThat(recovered).isEqualTo(expected);
        assertThat(recovered.at("/server_metrics/totals/requests/difference").asInt())
                .isEqualTo(2);
        assertThat(recovered.at("/run/total_output_tokens_retokenized/value").asLong())
                .isPositive();
        assertThat(recovered.at("/metrics/itl/count").asLong()).isPositive();
        assertThat(recovered.at("/metrics/itl/retokenized_streams").asLong()).isEqualTo(1);
        assertThat(recovered.at("/dialects/vllm_ttft/count").asLong()).isPositive();
        assertThat(console).doesNotContain("ITL and ICL are of");
        assertThat(Files.readAllLines(lines)).hasSize(2);
    }

    @Test
    void aSampleIsTheOneOfTheRun() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        results.retokenize(Retokenize.SAMPLE);
        int answers = AnswerSample.MOST_ANSWERS + 300;
        RunFacts facts = SampleRun.facts(folder.resolve("lines.jsonl"), answers);
        SortedMap<String, String> parameters = new TreeMap<>(facts.parameters());
        parameters.put("retokenize", "sample");
        facts = facts.toBuilder().parameters(parameters).build();
        results.begin(facts, ResultLineForm.BENCH_SERVING);
        for (int i = 0; i < answers; i++) {
            int order = answers - 1 - i;
            results.accept(new ExchangeBuilder()
                    .content(10)
                    .done(11)
                    .usage(3, 2, 0)
                    .answer("w ".repeat(1 + order % 30))
                    .turn(order, order, 0, 1));
        }
        results.finish(facts);
        JsonNode expected = summary(run);
        Files.delete(run.resolve("summary.json"));
        recover(run);

        assertThat(expected.at("/retokenized/answers").asInt()).isEqualTo(AnswerSample.MOST_ANSWERS);
        for (String figure :
                List.of("/retokenized", "/run/total_output_tokens_retokenized", "/run/output_discrepancy")) {
            assertThat(summary(run).at(figure)).isEqualTo(expected.at(figure));
        }
    }

    @Test
    void aLineCutOffCountsAsCancelledAndTheSumStillHolds() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        results.begin(SampleRun.facts(folder.resolve("lines.jsonl")), ResultLineForm.BENCH_SERVING);
        SampleRun.TURNS.forEach(results::accept);
        results.close();
        Path log = run.resolve("requests.jsonl");
        String all = Files.readString(log).replace("conversation-3", "conversation-\u00e4");
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        int withinCharacter = all.substring(0, all.indexOf('\u00e4')).getBytes(StandardCharsets.UTF_8).length + 1;
        for (int length : cuts(bytes.length, withinCharacter)) {
            Files.write(log, Arrays.copyOf(bytes, length));
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            recover(run);
            JsonNode turns = summary(run).path("turns");
            assertThat(turns.path("complete").asBoolean())
                    .as("%d chars", length)
                    .isTrue();
            long whole =
                    text.lines().count() - (length > 0 && bytes[length - 1] != '\n' && bytes[length] != '\n' ? 1 : 0);
            long counted = turns.path("ok").asLong()
                    + turns.path("failed").asLong()
                    + turns.path("skipped_after_failure").asLong()
                    + turns.path("cancelled").asLong();
            assertThat(counted).isEqualTo(SampleRun.TURNS.size());
            assertThat(turns.path("ok").asLong()).isLessThanOrEqualTo(whole);
        }
    }

    private static int[] cuts(int bytes, int oneMore) {
        return IntStream.concat(
                        IntStream.iterate(0, length -> length < bytes, length -> length + 97), IntStream.of(oneMore))
                .toArray();
    }

    private static TurnRecord sentAgain(TurnRecord turn, int retries) {
        return TurnRecord.builder()
                .order(turn.order())
                .conversation(turn.conversation())
                .conversationId(turn.conversationId())
                .turn(turn.turn())
                .requestedOutputTokens(turn.requestedOutputTokens())
                .promptTokensByClient(turn.promptTokensByClient())
                .exchange(turn.exchange())
                .retries(retries)
                .build();
    }

    @Test
    void howOftenTurnsWereSentAgainIsReadBack() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        results.begin(SampleRun.facts(folder.resolve("lines.jsonl")), ResultLineForm.BENCH_SERVING);
        results.accept(sentAgain(SampleRun.TURNS.get(0), 3));
        results.accept(SampleRun.TURNS.get(1));
        results.accept(sentAgain(SampleRun.TURNS.get(5), 1));
        results.close();

        List<Integer> retries = new ArrayList<>();
        try (RecordedTurns lines = new RecordedTurns(run)) {
            for (Optional<ObjectNode> line = lines.next(); line.isPresent(); line = lines.next()) {
                RecordedTurn recorded = lines.record(line.get());
                retries.add(recorded.turn().retries());
                assertThat(recorded.figures().retries())
                        .isEqualTo(recorded.turn().retries());
            }
        }
        assertThat(retries).containsExactly(3, 0, 1);
        recover(run);
        assertThat(summary(run).at("/run/requests_sent_again/value").asInt()).isEqualTo(4);
    }

    @Test
    void answersCountOnlyWithTheirRequestsAndWhatIsMissingIsSaid() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        results.begin(SampleRun.facts(folder.resolve("lines.jsonl")), ResultLineForm.BENCH_SERVING);
        SampleRun.TURNS.forEach(results::accept);
        results.close();
        Path answers = run.resolve("answers.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(answers));
        lines.remove(0); // "one two three four"
        lines.add("{\"order\":70,\"conversation\":9,\"turn\":0,\"text_tokens\":2,\"answer\":\"of nobody\"}");
        Files.write(answers, lines);
        long retokenized = 0;
        for (String line : lines.subList(0, lines.size() - 1)) {
            retokenized +=
                    new WordTokenizer().count(JSON.readTree(line).path("answer").asText());
        }

        assertThat(recover(run)).contains("! retokenized are the " + (lines.size() - 1) + " answers in answers.jsonl");
        assertThat(summary(run).at("/run/total_output_tokens_retokenized/value").asLong())
                .isEqualTo(retokenized);
    }

    @Test
    void whatDisturbedTheClientIsReadBack() throws IOException {
        Path run = folder.resolve("run");
        Results results = Results.open(run, ExchangeBuilder.RUN_START_NS, null);
        try (Monitor monitor = Monitor.start(1e9, List.of())) {
            results.watchedBy(monitor);
            results.begin(SampleRun.facts(folder.resolve("lines.jsonl")), ResultLineForm.BENCH_SERVING);
            SampleRun.TURNS.forEach(results::accept);
            results.flushGaps();
            results.close();
        }
        Path log = run.resolve("interference.jsonl");
        assertThat(log).isEmptyFile();
        // the first request waits for its first token from 1 to 101 ms, the fifth from 400 to 900 ms
        String disturbance = "{\"kind\":\"event_loop_lag\",\"from_ns\":50000000,\"to_ns\":60000000}\n";
        Files.writeString(log, disturbance + "{\"kind\":\"gc_pa");

        assertThat(recover(run))
                .contains("slowest requests by TTFT overlap a disturbance")
                .contains("! which requests had the longest gaps was lost with the run");
        JsonNode interference = summary(run).path("interference");
        assertThat(interference.at("/kinds/event_loop_lag/total_ms").asDouble()).isEqualTo(10);
        assertThat(interference.at("/kinds/gc_pause/count").asInt()).isZero();
        assertThat(interference.path("slow_requests"))
                .filteredOn(each -> !each.path("overlaps").isEmpty())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.path("order").asInt()).isZero();
                    assertThat(each.path("figure").asText()).isEqualTo("ttft");
                    assertThat(each.path("value_ms").asDouble()).isEqualTo(100);
                });
        assertThat(Files.readString(log)).isEqualTo(disturbance);
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

        recover(run);

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

        recover(run);
        assertThat(summary(run).at("/calibration/errors/ttft/p99_ms").asDouble())
                .isEqualTo(2);

        Files.delete(calibration.resolve("calibration.json"));
        assertThat(recover(run)).contains("! without the client's own error");
        assertThat(summary(run).path("calibration").isNull()).isTrue();
    }

    private RunFacts calibratedBy(Path calibration) {
        RunFacts sample = SampleRun.facts(folder.resolve("lines.jsonl"));
        return sample.toBuilder()
                .parameters(Map.of("calibration", calibration.toString()))
                .build();
    }

    @Test
    void aFolderThatIsNoRunIsRefused() {
        assertThatThrownBy(() -> recover(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("run.json is missing");
    }

    private static String recover(Path run) {
        return Recover.recover(run, Optional.of(new WordTokenizer()), Optional.empty(), List.of())
                .console();
    }

    private static JsonNode summary(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("summary.json")));
    }
}
