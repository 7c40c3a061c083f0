package volley.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import volley.monitor.Interference.Kind;

/**
 * {@code run.json}: what is known of a run when it begins, so that {@link Recover} can make the results of one that was
 * killed. The fields are those of {@link RunFacts}, in snake case, {@code result_line}, the form of the result line
 * ({@link ResultLineForm#described}), {@code watched_for}, the kinds of disturbances of the client that it was watched for,
 * and {@code started_monotonic_ns}: the {@code System.nanoTime()} from which the times
 * of {@code requests.jsonl} count, to lay them beside a server's log.
 */
final class RunFile {
    static final String FILE_NAME = "run.json";

    private RunFile() {}

    static void write(Path folder, RunFacts facts, ResultLineForm line, Set<Kind> watchedFor, long runStartNs)
            throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(folder.resolve(FILE_NAME).toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("simulation", SafeText.clean(facts.simulation()));
            json.writeStringField("started_at", facts.startedAt().toString());
            json.writeNumberField("started_monotonic_ns", runStartNs);
            json.writeStringField("plan_sha256", SafeText.clean(facts.planSha256()));
            json.writeNumberField("seed", facts.seed());
            json.writeNumberField("planned_turns", facts.plannedTurns());
            json.writeStringField(
                    "output_file", facts.outputFile().map(Path::toString).orElse(null));
            JsonOut.strings(json, "result_line", RunFacts.sorted(line.described()));
            JsonOut.strings(json, "parameters", RunFacts.sorted(facts.parameters()));
            JsonOut.strings(json, "versions", RunFacts.sorted(facts.versions()));
            json.writeArrayFieldStart("warnings");
            for (String warning : facts.warnings()) {
                json.writeString(SafeText.clean(warning));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("watched_for");
            for (Kind kind : watchedFor) {
                json.writeString(kind.id());
            }
            json.writeEndArray();
            upstream(json, facts.upstream());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void upstream(JsonGenerator json, UpstreamParameters upstream) throws IOException {
        json.writeObjectFieldStart("upstream");
        json.writeStringField("backend", SafeText.clean(upstream.backend()));
        json.writeStringField("dataset_name", SafeText.clean(upstream.datasetName()));
        json.writeNumberField("num_prompts", upstream.numPrompts());
        JsonOut.number(json, "request_rate", upstream.requestRate());
        JsonOut.number(json, "max_concurrency", upstream.maxConcurrency());
        JsonOut.number(json, "fixed_output_len", upstream.fixedOutputTokens());
        JsonOut.number(json, "random_input_len", upstream.randomInputTokens());
        JsonOut.number(json, "random_output_len", upstream.randomOutputTokens());
        JsonOut.number(json, "random_range_ratio", upstream.randomRangeRatio());
        json.writeEndObject();
    }

    /**
     * Reads the file back.
     *
     * @param more warnings to add
     */
    static RunFacts read(Path folder, List<String> more) throws IOException {
        JsonNode json = new JsonMapper().readTree(Files.readAllBytes(folder.resolve(FILE_NAME)));
        List<String> warnings = new ArrayList<>(more);
        json.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        JsonNode upstream = json.path("upstream");
        return RunFacts.builder()
                .simulation(json.path("simulation").asText())
                .startedAt(OffsetDateTime.parse(json.path("started_at").asText()))
                .planSha256(json.path("plan_sha256").asText())
                .seed(json.path("seed").asLong())
                .plannedTurns(json.path("planned_turns").asLong())
                .parameters(strings(json.path("parameters")))
                .versions(strings(json.path("versions")))
                .warnings(warnings)
                .upstream(UpstreamParameters.builder()
                        .backend(upstream.path("backend").asText())
                        .datasetName(upstream.path("dataset_name").asText())
                        .numPrompts(upstream.path("num_prompts").asInt())
                        .requestRate(upstream.path("request_rate").asDouble(Double.POSITIVE_INFINITY))
                        .maxConcurrency(whole(upstream.path("max_concurrency")))
                        .fixedOutputTokens(whole(upstream.path("fixed_output_len")))
                        .randomInputTokens(whole(upstream.path("random_input_len")))
                        .randomOutputTokens(whole(upstream.path("random_output_len")))
                        .randomRangeRatio(
                                upstream.path("random_range_ratio").isNumber()
                                        ? OptionalDouble.of(upstream.path("random_range_ratio")
                                                .asDouble())
                                        : OptionalDouble.empty())
                        .build())
                .outputFile(Optional.ofNullable(json.path("output_file").textValue())
                        .map(Path::of))
                .build();
    }

    /**
     * The form of the run's result line.
     *
     * @param rounds the run's figures by round, where the form has them
     */
    static ResultLineForm form(Path folder, RoundFigures rounds) throws IOException {
        JsonNode json = new JsonMapper().readTree(Files.readAllBytes(folder.resolve(FILE_NAME)));
        return ResultLineForm.of(strings(json.path("result_line")), rounds);
    }

    /** The kinds of disturbances that the run was watched for; none if it was not watched. */
    static Set<Kind> watchedFor(Path folder) throws IOException {
        JsonNode json = new JsonMapper().readTree(Files.readAllBytes(folder.resolve(FILE_NAME)));
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        json.path("watched_for").forEach(id -> Arrays.stream(Kind.values())
                .filter(kind -> kind.id().equals(id.asText()))
                .forEach(kinds::add));
        return kinds;
    }

    private static OptionalInt whole(JsonNode value) {
        return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }
}
