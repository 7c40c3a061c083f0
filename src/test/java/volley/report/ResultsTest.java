package volley.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.metrics.ExchangeBuilder;
import volley.metrics.TurnRecord;
import volley.report.folder.ClaimedFolder;

class ResultsTest {
    @TempDir
    Path temp;

    private Path folder;
    private Path lineFile;

    @BeforeEach
    void paths() {
        folder = temp.resolve("multiturn-1");
        lineFile = temp.resolve("lines.jsonl");
    }

    private Results open() {
        return Results.open(
                ClaimedFolder.of(folder),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS);
    }

    private Results played() {
        Results results = open();
        SampleRun.TURNS.forEach(results::accept);
        return results;
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
    }

    @Test
    void everyFileIsAsDocumented() throws IOException {
        Results results = played();
        results.servedBy(SampleRun.SERVERS);
        String console = results.finish(SampleRun.facts(lineFile));

        GoldenFile.assertMatches("requests.jsonl", Files.readString(folder.resolve("requests.jsonl")));
        GoldenFile.assertMatches("answers.jsonl", Files.readString(folder.resolve("answers.jsonl")));
        GoldenFile.assertMatches("summary.json", Files.readString(folder.resolve("summary.json")));
        GoldenFile.assertMatches("result-line.jsonl", Files.readString(lineFile));
        for (String servers : List.of("server-metrics.jsonl", "server-metrics.csv")) {
            GoldenFile.assertMatches(servers, Files.readString(folder.resolve(servers)));
        }
        GoldenFile.assertMatches("junit.xml", Files.readString(folder.resolve("junit.xml")));
        GoldenFile.assertMatches("console.txt", console.replace(temp.toString(), "/tmp/run"));
    }

    /** A run may be killed at any moment. */
    @Test
    void noLineOfARequestIsInItsFileBeforeItsAnswer() throws IOException {
        try (Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, null)) {
            Set<Integer> seen = new HashSet<>();
            for (int order = 0; order < 300; order++) {
                results.accept(new ExchangeBuilder()
                        .scheduled(0)
                        .sent(1)
                        .content(2)
                        .done(3)
                        .answer("x".repeat(order * 7919 % 200))
                        .turn(order, order, 0, 1));
                Set<Integer> requests = orders("requests.jsonl");
                assertThat(orders("answers.jsonl")).containsAll(requests);
                seen.addAll(requests);
            }
            assertThat(seen).hasSizeGreaterThan(200);
        }
    }

    private Set<Integer> orders(String file) throws IOException {
        Set<Integer> orders = new HashSet<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            if (line.endsWith("}")) {
                orders.add(new ObjectMapper().readTree(line).path("order").asInt());
            }
        }
        return orders;
    }

    @Test
    void nothingElseIsLeftInTheFolder() throws IOException {
        Results results = open();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSizeGreaterThanOrEqualTo(1);
        }
        SampleRun.TURNS.forEach(results::accept);
        results.finish(SampleRun.facts(lineFile));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "requests.jsonl", "answers.jsonl", "gaps.hlog", "summary.json", "junit.xml");
        }
    }

    @Test
    void aLineIsInTheFileAsSoonAsItIsFlushed() throws IOException {
        Results results = open();
        for (int i = 0; i < SampleRun.TURNS.size(); i++) {
            results.accept(SampleRun.TURNS.get(i));
            results.flush();
            assertThat(Files.readAllLines(folder.resolve("requests.jsonl"))).hasSize(i + 1);
        }
        results.close();
    }

    @Test
    void aLostTurnIsReportedLoudly() throws IOException {
        Results results = Results.open(folder, ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        SampleRun.TURNS.forEach(results::accept);
        String console = results.finish(SampleRun.facts(lineFile, SampleRun.TURNS.size() + 1));

        assertThat(console.lines().skip(1).findFirst().orElseThrow())
                .startsWith("! RESULTS INCOMPLETE: 10 turns planned, but 5 ok + 2 failed + 1 skipped + 1 cancelled");
        assertThat(summary().at("/turns/complete").asBoolean()).isFalse();
        assertThat(results.passed()).isFalse();
    }

    @Test
    void aRunPassesThatLosesNoTurnAndMeetsItsObjectives() {
        Results judged = played();
        judged.finish(SampleRun.facts(lineFile));
        assertThat(judged.passed()).as("an objective is missed").isFalse();

        Results unjudged = Results.open(temp.resolve("another"), ExchangeBuilder.RUN_START_NS, new WordTokenizer());
        SampleRun.TURNS.forEach(unjudged::accept);
        unjudged.finish(SampleRun.facts(lineFile));
        assertThat(unjudged.passed()).isTrue();
    }

    @Test
    void outcomesAreKnownDuringTheRun() {
        try (Results results = open()) {
            results.accept(SampleRun.TURNS.get(5));
            assertThat(results.outcomes(9).failed()).isEqualTo(1);
        }
    }

    @Test
    void anEmptyRunHasAReport() throws IOException {
        String console = open().finish(SampleRun.facts(lineFile, 0));

        assertThat(console).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("INCOMPLETE");
        assertThat(summary().at("/run/duration/value").isNull()).isTrue();
        assertThat(Files.readAllLines(lineFile)).singleElement().asString().contains("\"mean_ttft_ms\":null");
    }

    @Test
    void aResultLineThatCannotBeWrittenCostsNothingElse() throws IOException {
        Files.createDirectory(lineFile);
        Results results = played();

        ReportException failure =
                catchThrowableOfType(ReportException.class, () -> results.finish(SampleRun.facts(lineFile)));

        assertThat(failure).hasMessageContaining("the result line in " + lineFile);
        assertThat(failure.consoleText())
                .contains("! not written: the result line")
                .contains("Time to first token");
        assertThat(Files.readAllLines(folder.resolve("requests.jsonl"))).hasSize(SampleRun.TURNS.size());
        assertThat(summary().get("warnings").toString()).contains("not written: the result line");
    }

    @Test
    void aSummaryThatCannotBeWrittenCostsNothingElse() throws IOException {
        Results results = played();
        Files.createDirectories(folder.resolve("summary.json").resolve("in the way"));

        assertThatThrownBy(() -> results.finish(SampleRun.facts(lineFile)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("summary.json");
        assertThat(Files.readAllLines(lineFile)).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".partial"));
        }
    }

    @Test
    void aFullDiskUnderRequestsJsonlDoesNotStopTheRun() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("requests.jsonl"), full);
        Results results = played();

        ReportException failure =
                catchThrowableOfType(ReportException.class, () -> results.finish(SampleRun.facts(lineFile)));

        Files.delete(folder.resolve("requests.jsonl"));
        assertThat(failure).hasMessageContaining("requests.jsonl: ");
        assertThat(summary().at("/turns/ok").asInt()).isEqualTo(5);
        assertThat(Files.readAllLines(lineFile)).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeMadeIsRefusedBeforeTheRun() throws IOException {
        Files.createFile(folder);

        assertThatThrownBy(this::open).isInstanceOf(BadInputException.class).hasMessageContaining(folder.toString());
    }

    @Test
    void aSecondFinishIsRefused() throws IOException {
        Results results = played();
        results.finish(SampleRun.facts(lineFile));

        assertThatThrownBy(() -> results.finish(SampleRun.facts(lineFile))).isInstanceOf(IllegalStateException.class);
        assertThat(Files.readAllLines(lineFile)).hasSize(1);
    }

    @Test
    void turnsAreCountedOnceEach() {
        List<TurnRecord> turns = SampleRun.TURNS;
        try (Results results = open()) {
            turns.forEach(results::accept);
            assertThat(results.outcomes(turns.size()).complete()).isTrue();
            results.accept(turns.get(0));
            assertThat(results.outcomes(turns.size()).complete()).isFalse();
        }
    }
}
