package volley.report.folder;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
import volley.config.JsonFile;
import volley.monitor.Interference.Kind;
import volley.report.json.JsonOut;
import volley.report.json.SafeText;

/**
 * {@code run.json}: what is known of a run when it begins, so that {@code volley.report.Recover} can make the results of one that was
 * killed. The fields are those of {@link RunFacts}, in snake case, {@code result_line}, the form of the result line
 * (as that form describes itself), {@code watched_for}, the kinds of disturbances of the client that it was watched for,
 * {@code client_warm_up}: how far the client was warmed up before the run (its extent, rounds, time and why),
 * and {@code started_monotonic_ns}: the {@code System.nanoTime()} from which the times
 * of {@code requests.jsonl} count, to lay them beside a server's log.
 */
public final class RunFile {
    public static final String FILE_NAME = "run.json";

    private static final String SIMULATION = "simulation";
    private static final String STARTED_AT = "started_at";
    private static final String STARTED_MONOTONIC_NS = "started_monotonic_ns";
    private static final String PLAN_SHA256 = "plan_sha256";
    private static final String SEED = "seed";
    private static final String PLANNED_TURNS = "planned_turns";
    private static final String OUTPUT_FILE = "output_file";
    private static final String RESULT_LINE = "result_line";
    private static final String PARAMETERS = "parameters";
    private static final String VERSIONS = "versions";
    private static final String WARNINGS = "warnings";
    private static final String WATCHED_FOR = "watched_for";
    private static final String CLIENT_WARM_UP = "client_warm_up";
    private static final String UPSTREAM = "upstream";
    private static final String BACKEND = "backend";
    private static final String DATASET_NAME = "dataset_name";
    private static final String NUM_PROMPTS = "num_prompts";
    private static final String REQUEST_RATE = "request_rate";
    private static final String MAX_CONCURRENCY = "max_concurrency";
    private static final String FIXED_OUTPUT_LEN = "fixed_output_len";
    private static final String RANDOM_INPUT_LEN = "random_input_len";
    private static final String RANDOM_OUTPUT_LEN = "random_output_len";
    private static final String RANDOM_RANGE_RATIO = "random_range_ratio";

    private RunFile() {}

    public static void write(
            Path folder, RunFacts facts, Map<String, String> resultLine, Set<Kind> watchedFor, long runStartNs)
            throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(folder.resolve(FILE_NAME).toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField(SIMULATION, SafeText.clean(facts.simulation()));
            json.writeStringField(STARTED_AT, facts.startedAt().toString());
            json.writeNumberField(STARTED_MONOTONIC_NS, runStartNs);
            json.writeStringField(PLAN_SHA256, SafeText.clean(facts.planSha256()));
            json.writeNumberField(SEED, facts.seed());
            json.writeNumberField(PLANNED_TURNS, facts.plannedTurns());
            json.writeStringField(
                    OUTPUT_FILE, facts.outputFile().map(Path::toString).orElse(null));
            JsonOut.strings(json, RESULT_LINE, resultLine);
            JsonOut.strings(json, PARAMETERS, facts.parameters());
            JsonOut.strings(json, VERSIONS, facts.versions());
            json.writeArrayFieldStart(WARNINGS);
            for (String warning : facts.warnings()) {
                json.writeString(SafeText.clean(warning));
            }
            json.writeEndArray();
            JsonOut.coldness(json, facts.coldness());
            json.writeArrayFieldStart(WATCHED_FOR);
            for (Kind kind : watchedFor) {
                json.writeString(kind.id());
            }
            json.writeEndArray();
            if (facts.clientWarmUp().isPresent()) {
                clientWarmUp(json, facts.clientWarmUp().get());
            }
            upstream(json, facts.upstream());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void clientWarmUp(JsonGenerator json, WarmUpDone done) throws IOException {
        json.writeObjectFieldStart(CLIENT_WARM_UP);
        json.writeStringField("extent", done.extent().id());
        json.writeNumberField("rounds", done.rounds());
        json.writeNumberField("took_ns", done.took().toNanos());
        json.writeStringField("why", SafeText.clean(done.why()));
        json.writeEndObject();
    }

    private static void upstream(JsonGenerator json, UpstreamParameters upstream) throws IOException {
        json.writeObjectFieldStart(UPSTREAM);
        json.writeStringField(BACKEND, SafeText.clean(upstream.backend()));
        json.writeStringField(DATASET_NAME, SafeText.clean(upstream.datasetName()));
        json.writeNumberField(NUM_PROMPTS, upstream.numPrompts());
        JsonOut.number(json, REQUEST_RATE, upstream.requestRate());
        JsonOut.number(json, MAX_CONCURRENCY, upstream.maxConcurrency());
        JsonOut.number(json, FIXED_OUTPUT_LEN, upstream.fixedOutputTokens());
        JsonOut.number(json, RANDOM_INPUT_LEN, upstream.randomInputTokens());
        JsonOut.number(json, RANDOM_OUTPUT_LEN, upstream.randomOutputTokens());
        JsonOut.number(json, RANDOM_RANGE_RATIO, upstream.randomRangeRatio());
        json.writeEndObject();
    }

    /**
     * Reads the file back.
     *
     * @param more warnings to add
     */
    public static RunFacts read(Path folder, List<String> more) throws IOException {
        JsonNode json = read(folder);
        List<String> warnings = new ArrayList<>(more);
        json.path(WARNINGS).forEach(warning -> warnings.add(warning.asText()));
        JsonNode upstream = json.path(UPSTREAM);
        return RunFacts.builder()
                .simulation(json.path(SIMULATION).asText())
                .startedAt(OffsetDateTime.parse(json.path(STARTED_AT).asText()))
                .planSha256(json.path(PLAN_SHA256).asText())
                .seed(json.path(SEED).asLong())
                .plannedTurns(json.path(PLANNED_TURNS).asLong())
                .parameters(strings(json.path(PARAMETERS)))
                .versions(strings(json.path(VERSIONS)))
                .warnings(warnings)
                .coldness(JsonOut.coldness(json))
                .upstream(UpstreamParameters.builder()
                        .backend(upstream.path(BACKEND).asText())
                        .datasetName(upstream.path(DATASET_NAME).asText())
                        .numPrompts(upstream.path(NUM_PROMPTS).asInt())
                        .requestRate(upstream.path(REQUEST_RATE).asDouble(Double.POSITIVE_INFINITY))
                        .maxConcurrency(whole(upstream.path(MAX_CONCURRENCY)))
                        .fixedOutputTokens(whole(upstream.path(FIXED_OUTPUT_LEN)))
                        .randomInputTokens(whole(upstream.path(RANDOM_INPUT_LEN)))
                        .randomOutputTokens(whole(upstream.path(RANDOM_OUTPUT_LEN)))
                        .randomRangeRatio(
                                upstream.path(RANDOM_RANGE_RATIO).isNumber()
                                        ? OptionalDouble.of(upstream.path(RANDOM_RANGE_RATIO)
                                                .asDouble())
                                        : OptionalDouble.empty())
                        .build())
                .outputFile(
                        Optional.ofNullable(json.path(OUTPUT_FILE).textValue()).map(Path::of))
                .build();
    }

    /** What the run says of the form of its result line. */
    public static Map<String, String> resultLine(Path folder) throws IOException {
        return strings(read(folder).path(RESULT_LINE));
    }

    /** The kinds of disturbances that the run was watched for; none if it was not watched. */
    public static Set<Kind> watchedFor(Path folder) throws IOException {
        JsonNode json = read(folder);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        json.path(WATCHED_FOR).forEach(id -> Arrays.stream(Kind.values())
                .filter(kind -> kind.id().equals(id.asText()))
                .forEach(kinds::add));
        return kinds;
    }

    private static JsonNode read(Path folder) throws IOException {
        return JsonFile.read(folder.resolve(FILE_NAME));
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
