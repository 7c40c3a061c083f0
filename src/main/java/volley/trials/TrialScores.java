package volley.trials;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.config.JsonFile;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RunMetric;

/**
 * The figures of one run, as its {@code summary.json} has them.
 *
 * @param byName value in the unit shown, by {@code metric} for a figure of the run and the mean of a distribution, and
 *     by {@code metric:p50} and so on for its percentiles; what is absent is not in it
 * @param notProvenCold whether the run may have found prefixes of others in the cache
 */
record TrialScores(Map<String, Double> byName, boolean notProvenCold) {
    static final String FILE_NAME = "summary.json";
    private static final Map<String, String> PERCENTILES =
            Map.of("p50", "median", "p90", "p90", "p95", "p95", "p99", "p99");

    TrialScores(Map<String, Double> byName) {
        this(byName, false);
    }

    TrialScores {
        byName = Map.copyOf(byName);
    }

    /** @throws BadInputException if the folder has no readable summary */
    static TrialScores read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        try {
            return of(JsonFile.read(file));
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read (" + IoReason.of(e) + "); run it again");
        }
    }

    static TrialScores of(JsonNode summary) {
        TreeMap<String, Double> scores = new TreeMap<>();
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric) {
                put(scores, metric.id(), summary.path("run").path(metric.id()).path("value"));
            } else {
                JsonNode distribution = summary.path("metrics").path(metric.id());
                put(scores, metric.id(), distribution.path("mean"));
                PERCENTILES.forEach((name, field) -> put(scores, metric.id() + ":" + name, distribution.path(field)));
            }
        }
        return new TrialScores(scores, summary.at("/cold/verdict").asText().equals("not proven"));
    }

    private static void put(Map<String, Double> scores, String name, JsonNode value) {
        if (value.isNumber()) {
            scores.put(name, value.asDouble());
        }
    }

    OptionalDouble of(String name) {
        Double value = byName.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
