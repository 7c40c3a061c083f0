package volley.report.summary;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import volley.client.Outcome;
import volley.cold.Coldness;
import volley.config.JsonFile;
import volley.metrics.Metric;
import volley.metrics.OutcomeCounts;
import volley.metrics.RunMetric;
import volley.report.json.JsonOut;

/** {@code summary.json}, read back. What it does not have is empty, or 0 where it is a count. */
public final class RecordedSummary {
    private final JsonNode json;

    private RecordedSummary(JsonNode json) {
        this.json = json;
    }

    /** Reads the file of a run; it is there. */
    public static RecordedSummary read(Path folder) throws IOException {
        return new RecordedSummary(JsonFile.read(folder.resolve(SummaryJson.FILE_NAME)));
    }

    public String startedAt() {
        return json.path(SummaryFields.STARTED_AT).asText();
    }

    public String planSha256() {
        return json.path(SummaryFields.PLAN_SHA256).asText();
    }

    public long seed() {
        return json.path(SummaryFields.SEED).asLong();
    }

    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        json.path(SummaryFields.WARNINGS).forEach(warning -> warnings.add(warning.asText()));
        return warnings;
    }

    /** How the run began. */
    public Optional<Coldness> coldness() {
        return JsonOut.coldness(json);
    }

    /** Whether nothing stopped the run before its plan was played. */
    public boolean isWhole() {
        return outcomes().cancelled() == 0;
    }

    /** How the turns ended. */
    public OutcomeCounts outcomes() {
        JsonNode turns = json.path(SummaryFields.TURNS);
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(
                    outcome, turns.path(JsonOut.BY_OUTCOME).path(outcome.id()).asLong());
        }
        return new OutcomeCounts(turns.path(SummaryFields.PLANNED).asLong(), counts);
    }

    /** What the first failure of each class said, by the outcome's id. */
    public Map<String, String> firstErrors() {
        Map<String, String> errors = new TreeMap<>();
        json.path(SummaryFields.TURNS)
                .path(SummaryFields.FIRST_ERRORS)
                .properties()
                .forEach(each -> errors.put(each.getKey(), each.getValue().asText()));
        return errors;
    }

    /** Whether no turn failed and every objective is met; also where none is set. */
    public boolean meetsObjectives() {
        for (JsonNode objective : json.path(SummaryFields.OBJECTIVES)) {
            if (!objective.path(SummaryFields.MET).asBoolean()) {
                return false;
            }
        }
        return outcomes().failed() == 0;
    }

    /** A figure of the run, in the unit shown. */
    public OptionalDouble value(RunMetric metric) {
        return number(json.path(SummaryFields.RUN).path(metric.id()).path(SummaryFields.VALUE));
    }

    /** How many answers the client counted; absent if it counted none, or does not say. */
    public OptionalLong retokenizedAnswers() {
        JsonNode answers = json.path(SummaryFields.RETOKENIZED).path(SummaryFields.ANSWERS);
        return answers.isNumber() ? OptionalLong.of(answers.asLong()) : OptionalLong.empty();
    }

    /** Number of values of a distribution. */
    public long count(Metric metric) {
        return distribution(metric).path(SummaryFields.COUNT).asLong();
    }

    /** Of a distribution, in the unit shown. */
    public OptionalDouble mean(Metric metric) {
        return number(distribution(metric).path(SummaryFields.MEAN));
    }

    /** Every parameter that had a value, by its name. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        json.path(SummaryFields.PARAMETERS)
                .properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
        return parameters;
    }

    /** Of a distribution, in the unit shown. */
    public OptionalDouble median(Metric metric) {
        return number(distribution(metric).path(SummaryFields.MEDIAN));
    }

    /** Of a distribution, in the unit shown. */
    public OptionalDouble p99(Metric metric) {
        return number(distribution(metric).path(SummaryFields.P99));
    }

    /** The format's version, and each figure with its unit. */
    public Map<String, String> definitions() {
        Map<String, String> definitions = new TreeMap<>();
        definitions.put(
                SummaryFields.FORMAT_VERSION,
                json.path(SummaryFields.FORMAT_VERSION).asText());
        for (String part : List.of(SummaryFields.RUN, SummaryFields.METRICS)) {
            json.path(part)
                    .properties()
                    .forEach(figure -> definitions.put(
                            figure.getKey(),
                            figure.getValue().path(SummaryFields.UNIT).asText()));
        }
        return definitions;
    }

    private JsonNode distribution(Metric metric) {
        return json.path(SummaryFields.METRICS).path(metric.id());
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }
}
