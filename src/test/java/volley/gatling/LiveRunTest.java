package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as seen while it goes: what Prometheus scrapes, and what the dashboard asks of it. */
class LiveRunTest {
    private static final Pattern URL = Pattern.compile("Metrics: (http://127\\.0\\.0\\.1:\\d+/metrics)\\R");
    private static final Pattern METRIC = Pattern.compile("volley_[a-z0-9_]+");

    @TempDir
    Path folder;

    private String scraped = "";

    @Test
    void theEndpointTellsOfARunUnderWayAndTheDashboardAsksOnlyForWhatItHas() throws Exception {
        GatlingProcess.Ended run = new GatlingProcess(folder)
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("num-prompts", 4)
                .with("fixed-output-len", 5)
                .with("request-rate", 4)
                .with("arrivals", "constant")
                .with("output-file", folder.resolve("line.jsonl"))
                .with("metrics-port", 0)
                .with("live-interval-seconds", 0.1)
                .run("volley.Multiturn", this::scrape);

        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        int planned = new JsonMapper()
                .readTree(run.result("summary.json"))
                .at("/turns/planned")
                .asInt();
        assertThat(scraped)
                .contains("volley_planned_turns " + planned + ".0")
                .containsPattern("volley_ttft_seconds_count [1-9]");
        assertThat(value("volley_output_tokens_total")).isEqualTo(5 * value("volley_requests_total{outcome=\"ok\"}"));
        assertThat(value("volley_icl_seconds_count")).isEqualTo(4 * value("volley_ttft_seconds_count"));
        assertThat(run.stderr())
                .containsPattern("multiturn: \\d+ of " + planned + " turns, \\d+ in flight, 0 failed; TTFT p50 ");

        JsonNode dashboard = new JsonMapper().readTree(Files.readString(Path.of("deploy", "grafana-dashboard.json")));
        TreeSet<String> asked = new TreeSet<>();
        dashboard.findValuesAsText("expr").forEach(expression -> {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                asked.add(metric.group());
            }
        });
        assertThat(asked).hasSizeGreaterThan(5).allSatisfy(name -> assertThat(scraped)
                .containsPattern("(?m)^" + name + "[ {]"));
    }

    /** Asks each time the run has said something, until it has its first answers. */
    private void scrape(Process process) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        FolderWatch.until(folder, "a run that answers at its endpoint", () -> {
            assertThat(process.isAlive()).as("the run is under way").isTrue();
            Matcher url = URL.matcher(Files.readString(folder.resolve("stdout.txt")));
            if (!url.find()) {
                return false;
            }
            scraped = client.send(
                            HttpRequest.newBuilder(URI.create(url.group(1))).build(), BodyHandlers.ofString())
                    .body();
            // not in the midst of taking one in
            return scraped.contains("volley_requests_total{outcome=\"ok\"}")
                    && value("volley_output_tokens_total") == 5 * value("volley_requests_total{outcome=\"ok\"}")
                    && value("volley_icl_seconds_count") == 4 * value("volley_requests_total{outcome=\"ok\"}")
                    && value("volley_ttft_seconds_count") == value("volley_requests_total{outcome=\"ok\"}");
        });
    }

    private double value(String series) {
        return scraped.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in" + System.lineSeparator() + scraped));
    }
}
