package volley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import volley.metrics.GapMetric;
import volley.report.folder.RecordedGaps;

/**
 * What Volley's stamps err, by those of the {@link MeasuringServer}. Both are of {@code CLOCK_MONOTONIC}. An error is the client's
 * stamp of a token minus the server's; of gaps, it is the difference of the 99th percentiles. A request is found in the
 * server's log by the number that is its answer's first token.
 */
@Command(
        name = "volley.bench.ClientErrors",
        description = "Joins the times of a run's results with those of the server's log.",
        mixinStandardHelpOptions = true)
public final class ClientErrors implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("^\\[([0-9]+)]");

    /**
     * Errors in ms.
     *
     * @param requestsPerSecond from the first request's sending to the last one's end
     * @param gapsP99Ms the client's 99th percentile minus the server's
     * @param gapsP1Ms likewise of the first
     * @param unresolvedPercent share of the client's gaps that it knows nothing of
     */
    record Errors(
            double requestsPerSecond,
            List<Double> ttft,
            List<Double> lastToken,
            List<Double> wayToServer,
            List<Double> lag,
            double gapsP99Ms,
            double gapsP1Ms,
            double unresolvedPercent) {}

    @Parameters(index = "0", description = "Folder of the run's results.")
    private Path results;

    @Parameters(index = "1", description = "The server's log.")
    private Path log;

    private ClientErrors() {}

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ClientErrors()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Errors errors = of(results, ServedLog.read(log));
        System.out.printf(
                Locale.ROOT,
                "requests/s %.1f  TTFT p50 %.3f, p99 %.3f  gaps p1 %.2f, p99 %.2f, unresolved %.2f %%  E2E p99 %.3f  way to the server p99 %.2f"
                        + "  lag p50 %.2f, p99 %.2f  (ms, %,d requests)%n",
                errors.requestsPerSecond(),
                percentile(errors.ttft(), 50),
                percentile(errors.ttft(), 99),
                errors.gapsP1Ms(),
                errors.gapsP99Ms(),
                errors.unresolvedPercent(),
                percentile(errors.lastToken(), 99),
                percentile(errors.wayToServer(), 99),
                percentile(errors.lag(), 50),
                percentile(errors.lag(), 99),
                errors.ttft().size());
        return 0;
    }

    /** @throws IllegalStateException if an answer is not in the server's log */
    static Errors of(Path results, Map<Long, ServedAnswer> served) throws IOException {
        long startNs = JSON.readTree(results.resolve("run.json").toFile())
                .get("started_monotonic_ns")
                .asLong();
        Map<Long, Long> numbers = new HashMap<>();
        forEachLine(results.resolve("answers.jsonl"), answer -> {
            Matcher first = NUMBER.matcher(answer.path("answer").asText());
            if (first.find()) {
                numbers.put(answer.get("order").asLong(), Long.valueOf(first.group(1)));
            }
        });
        List<Double> ttft = new ArrayList<>();
        List<Double> lastToken = new ArrayList<>();
        List<Double> wayToServer = new ArrayList<>();
        List<Double> lag = new ArrayList<>();
        List<Double> serverGaps = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        forEachLine(results.resolve("requests.jsonl"), request -> {
            if (!"ok".equals(request.get("outcome").asText())) {
                return;
            }
            ServedAnswer answer = served.get(numbers.get(request.get("order").asLong()));
            if (answer == null) {
                throw new IllegalStateException("no line in the server's log for request " + request.get("order"));
            }
            long[] sentNs = answer.sentNs();
            ttft.add(ms(startNs + request.get("first_token_ns").asLong() - sentNs[0]));
            lastToken.add(ms(startNs + request.get("last_token_ns").asLong() - sentNs[sentNs.length - 1]));
            wayToServer.add(
                    ms(answer.requestNs() - startNs - request.get("sent_ns").asLong()));
            lag.add(ms(request.path("schedule_lag_ns").asLong()));
            bounds.add(ms(request.get("sent_ns").asLong()));
            bounds.add(ms(request.get("end_ns").asLong()));
            for (int i = 1; i < sentNs.length; i++) {
                serverGaps.add(ms(sentNs[i] - sentNs[i - 1]));
            }
        });
        if (ttft.isEmpty()) {
            throw new IllegalStateException("no request was answered in " + results);
        }
        double seconds = (Collections.max(bounds) - Collections.min(bounds)) / 1e3;
        Histogram clientGapsNs =
                RecordedGaps.read(results).byMetric().get(GapMetric.ICL.id()).histogramNs();
        double unresolvedPercent = JSON.readTree(results.resolve("summary.json").toFile())
                .at("/run/unresolved_gap_fraction/value")
                .asDouble();
        return new Errors(
                ttft.size() / seconds,
                ttft,
                lastToken,
                wayToServer,
                lag,
                ms(clientGapsNs.getValueAtPercentile(99)) - percentile(serverGaps, 99),
                ms(clientGapsNs.getValueAtPercentile(1)) - percentile(serverGaps, 1),
                unresolvedPercent);
    }

    private static double ms(long ns) {
        return ns / 1e6;
    }

    private static double percentile(List<Double> values, double percent) {
        return Percentile.of(Percentile.sorted(values), percent);
    }

    private static void forEachLine(Path file, Consumer<JsonNode> action) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                action.accept(JSON.readTree(line));
            }
        }
    }
}
