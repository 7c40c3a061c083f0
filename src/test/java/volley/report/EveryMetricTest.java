package volley.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.metrics.ExchangeBuilder;
import volley.metrics.GapMetric;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.RunMetric;
import volley.metrics.Unit;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RecordedTurns;
import volley.report.folder.RunFacts;
import volley.report.line.ResultLineForm;
import volley.report.page.RunPage;

/** A metric is declared in one place, and is then in every table, file and document. */
class EveryMetricTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private final List<RequestFigures> figures = new ArrayList<>();
    private String console;

    @BeforeEach
    void play() {
        Path run = folder.resolve("run");
        try (Results results = Results.open(
                ClaimedFolder.of(run),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS)) {
            results.begin(SampleRun.facts(folder.resolve("lines.jsonl")), ResultLineForm.BENCH_SERVING);
            SampleRun.TURNS.forEach(turn -> figures.add(results.accept(turn)));
            console = results.finish(SampleRun.facts(folder.resolve("lines.jsonl")));
        }
    }

    @Test
    void inTheConsoleTable() {
        assertThat(MetricCatalogue.ALL).allSatisfy(metric -> assertThat(console.lines())
                .anyMatch(line -> line.startsWith(metric.label() + " ")
                        && line.contains(" " + metric.unit().symbol() + " ")));
    }

    @Test
    void inTheSummary() throws IOException {
        JsonNode summary =
                JSON.readTree(folder.resolve("run").resolve("summary.json").toFile());
        assertThat(names(summary.path("run"))).isEqualTo(ids(Stream.of(RunMetric.values())));
        assertThat(names(summary.path("metrics")))
                .isEqualTo(ids(Stream.concat(Stream.of(RequestMetric.values()), Stream.of(GapMetric.values()))));
    }

    @Test
    void inTheSteadyState() throws IOException {
        Path run = folder.resolve("steady");
        try (Results results = Results.open(
                ClaimedFolder.of(run),
                ExchangeBuilder.RUN_START_NS,
                new WordTokenizer(),
                Duration.ZERO,
                SampleRun.TARGETS)) {
            RunFacts facts = SampleRun.facts(folder.resolve("steady.jsonl"), SampleRun.STEADY_TURNS.size());
            results.begin(facts, ResultLineForm.BENCH_SERVING);
            SampleRun.STEADY_TURNS.forEach(results::accept);
            results.finish(facts);
        }
        JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
        assertThat(names(summary.at("/steady_state/run"))).isEqualTo(ids(Stream.of(RunMetric.values())));
        assertThat(names(summary.at("/steady_state/metrics"))).isEqualTo(ids(Stream.of(RequestMetric.values())));
    }

    @Test
    void inTheRequestsAndReadBack() throws IOException {
        try (RecordedTurns lines = new RecordedTurns(folder.resolve("run"))) {
            for (RequestFigures computed : figures) {
                ObjectNode line = lines.next().orElseThrow();
                RequestFigures read = lines.record(line).figures();
                assertThat(RequestMetric.values()).allSatisfy(metric -> {
                    assertThat(line.has(metric.id() + (metric.unit() == Unit.MILLISECONDS ? "_ns" : "")))
                            .as(metric.id())
                            .isTrue();
                    assertThat(read.get(metric)).as(metric.id()).isEqualTo(computed.get(metric));
                });
            }
            assertThat(lines.next()).isEqualTo(Optional.empty());
        }
        assertThat(RequestMetric.values()).as("the sample has a value of each").allSatisfy(metric -> assertThat(figures)
                .anyMatch(each ->
                        each.get(metric) != RequestFigures.ABSENT || metric == RequestMetric.CACHED_STORAGE_TOKENS));
    }

    @Test
    void inTheGapsAndReadBack() throws IOException {
        assertThat(RecordedGaps.read(folder.resolve("run")).byMetric().keySet())
                .isEqualTo(ids(Stream.of(GapMetric.values())));
    }

    @Test
    void inThePageWithItsFormula() throws IOException {
        String page = Files.readString(RunPage.write(folder.resolve("run")));
        assertThat(MetricCatalogue.ALL).allSatisfy(metric -> assertThat(page)
                .contains("\"" + metric.id() + "\":{\"label\":\"" + metric.label() + "\""));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> ids(Stream<? extends Metric> metrics) {
        Set<String> ids = new TreeSet<>();
        metrics.forEach(metric -> ids.add(metric.id()));
        return ids;
    }
}
