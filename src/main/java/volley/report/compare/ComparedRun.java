package volley.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.metrics.OutcomeCounts;

/**
 * One run of a server, read from its results folder.
 *
 * @param server name of the server in the comparison
 * @param repeat which of the server's runs, from 0
 * @param turns those that completed
 * @param outcomes how the turns of the plan ended
 * @param requestsPerSecond completed requests by the run's duration
 */
record ComparedRun(
        String server,
        int repeat,
        String planSha256,
        long seed,
        List<MeasuredTurn> turns,
        OutcomeCounts outcomes,
        double requestsPerSecond) {
    private static final JsonMapper JSON = new JsonMapper();

    /** @throws BadInputException if the folder has no results that can be read */
    static ComparedRun read(String server, int repeat, Path folder) {
        try {
            JsonNode summary = JSON.readTree(folder.resolve("summary.json").toFile());
            List<MeasuredTurn> turns = new ArrayList<>();
            for (String line : Files.readAllLines(folder.resolve("requests.jsonl"))) {
                JsonNode turn = JSON.readTree(line);
                if (turn.path("outcome").asText().equals("ok")) {
                    turns.add(turn(turn));
                }
            }
            return new ComparedRun(
                    server,
                    repeat,
                    summary.path("plan_sha256").asText(),
                    summary.path("seed").asLong(),
                    turns,
                    outcomes(summary.path("turns")),
                    summary.at("/run/request_throughput/value").asDouble(Double.NaN));
        } catch (IOException e) {
            throw new BadInputException("the run of " + server + " in " + folder + " cannot be compared (" + e
                    + "); give a folder with summary.json and requests.jsonl");
        }
    }

    private static OutcomeCounts outcomes(JsonNode turns) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, turns.path("by_outcome").path(outcome.id()).asLong());
        }
        return new OutcomeCounts(turns.path("planned").asLong(), counts);
    }

    private static MeasuredTurn turn(JsonNode json) {
        return new MeasuredTurn(
                json.path("conversation").asInt(),
                json.path("turn").asInt(),
                json.path("order").asInt(),
                milliseconds(json.path("ttft_ns")),
                milliseconds(json.path("tpot_ns")),
                milliseconds(json.path("e2e_latency_ns")),
                json.path("prompt_tokens").asLong(-1),
                json.path("cached_tokens").asLong(-1));
    }

    private static double milliseconds(JsonNode ns) {
        return ns.isNumber() ? ns.asDouble() / 1e6 : Double.NaN;
    }

    /**
     * Whether the cache was empty at the start: then the request sent first found nothing in it. Empty where the server
     * does not tell.
     */
    Optional<Boolean> startedCold() {
        return turns.stream()
                .min(Comparator.comparingInt(MeasuredTurn::order))
                .filter(first -> first.order() == 0 && first.tellsCache())
                .map(first -> first.cachedTokens() == 0);
    }

    /** Mean over the turns that have the figure, ms. */
    double mean(ComparedMetric metric) {
        return turns.stream()
                .mapToDouble(metric::of)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
