package volley.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class JmhReportTest {
    private static final Path GOLDEN = Path.of("src/test/resources/volley/trials");
    private static final JsonMapper JSON = new JsonMapper();

    /** Student's t at 99.95 % for 1, 2, ... degrees of freedom, from a printed table. */
    private static final double[] T = {636.619, 31.599, 12.924, 8.610, 6.869, 5.959, 5.408, 5.041, 4.781, 4.587};

    private static TrialScores run(double ttft, double p99, double throughput) {
        return new TrialScores(Map.of(
                "ttft",
                ttft,
                "ttft:p99",
                p99,
                "output_throughput",
                throughput,
                "prompt_tokens",
                100.0,
                "duration",
                9.0));
    }

    private static final List<Combination> TWO = List.of(
            new Combination(
                    new TreeMap<>(Map.of("request-rate", "2", "order", "fifo")),
                    1,
                    List.of(
                            List.of(run(100, 110, 1000), run(104, 120, 1010)),
                            List.of(run(96, 108, 990), run(101, 115, 1004)))),
            new Combination(
                    new TreeMap<>(Map.of("request-rate", "4", "order", "fifo")),
                    1,
                    List.of(
                            List.of(run(150, 190, 1800), run(158, 210, 1790)),
                            List.of(run(149, 188, 1810), new TrialScores(Map.of("output_throughput", 1.0))))));

    @Test
    void jmhWritesWhatItsViewersRead() throws IOException {
        JmhReport report = JmhReport.of("volley.Multiturn", TWO);
        String json =
                report.json().replaceAll("\"(jvm|jdkVersion|vmName|vmVersion)\" : \"[^\"]*\"", "\"$1\" : \"here\"");

        golden("jmh-result.json", json);
        golden("jmh-result.txt", report.table());
        assertThat(report.mainTable()).isEqualTo(report.table());
    }

    private static void golden(String name, String actual) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(name), actual, StandardCharsets.UTF_8);
        }
        assertThat(actual).isEqualTo(Files.readString(GOLDEN.resolve(name)));
    }

    @Test
    void theScoreIsTheMeanAndTheErrorStudents() throws IOException {
        JsonNode ttft =
                JSON.readTree(JmhReport.of("volley.Multiturn", TWO).json()).get(1);

        assertThat(ttft.path("benchmark").asText()).isEqualTo("volley.Multiturn.output_throughput");
        JsonNode primary = ttft.path("primaryMetric");
        assertThat(primary.path("score").asDouble()).isCloseTo((1800 + 1790 + 1810 + 1) / 4.0, within(1e-9));
        assertThat(primary.path("rawData").toString()).isEqualTo("[[1800.0,1790.0],[1810.0,1.0]]");
    }

    @Test
    void twoRunsHaveNoError() throws IOException {
        Combination two = new Combination(
                new TreeMap<>(), 0, List.of(List.of(run(100, 110, 1000)), List.of(run(104, 120, 1010))));
        JsonNode primary = JSON.readTree(
                        JmhReport.of("volley.Multiturn", List.of(two)).json())
                .get(0)
                .path("primaryMetric");
        assertThat(primary.path("score").asDouble()).isEqualTo(1005);
        assertThat(primary.path("scoreError").asText()).isEqualTo("NaN");
    }

    @Test
    void randomScoresAgreeWithThePrintedTable() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            double[] values =
                    random.doubles(3 + random.nextInt(T.length - 1), 10, 1000).toArray();
            Combination runs = new Combination(
                    new TreeMap<>(),
                    0,
                    List.of(Arrays.stream(values)
                            .mapToObj(value -> run(value, value, value))
                            .toList()));
            JsonNode primary = JSON.readTree(
                            JmhReport.of("volley.Multiturn", List.of(runs)).json())
                    .get(1)
                    .path("primaryMetric");

            int n = values.length;
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                            .map(value -> Math.pow(value - mean, 2))
                            .sum()
                    / (n - 1);
            double error = T[n - 2] * Math.sqrt(variance / n);
            assertThat(primary.path("score").asDouble()).isCloseTo(mean, within(1e-6));
            assertThat(primary.path("scoreError").asDouble()).isCloseTo(error, Percentage.withPercentage(0.02));
            assertThat(primary.path("scoreConfidence").get(0).asDouble())
                    .isCloseTo(mean - error, within(error * 0.0002 + 1e-6));
        }
    }

    @Test
    void aSummaryGivesItsScores() throws IOException {
        JsonNode summary = JSON.readTree(
                Path.of("src/test/resources/volley/report/summary.json").toFile());
        TrialScores scores = TrialScores.of(summary);

        assertThat(scores.of("output_throughput")).hasValue(20);
        assertThat(scores.of("ttft")).hasValue(99.875);
        assertThat(scores.of("ttft:p50")).hasValue(100);
        assertThat(scores.of("cache_hit_rate_storage")).isEmpty();
        assertThat(scores.of("cached_storage_tokens")).isEmpty();
    }
}
