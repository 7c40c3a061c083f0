package volley.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.config.SimulationKind;
import volley.config.SmallFile;

/**
 * The client's own error at a load on a machine; {@code calibration.json} in the folder of the run that found it.
 *
 * @param source where it was read from or is written to, for people
 * @param simulation class of the simulation whose plan was played
 * @param pairs requests whose times at both ends were compared
 * @param unpaired requests the server answered, but the client did not see complete, or not in as many events
 * @param errors by id of the metric: {@code ttft}, {@code itl}, {@code e2e_latency}; a metric without a value is left out
 */
public record Calibration(
        String source, String simulation, long pairs, long unpaired, PlayedLoad load, Map<String, ClientError> errors) {
    public static final String FILE_NAME = "calibration.json";
    /** The metrics that have an error, in the order shown. */
    public static final List<String> METRICS = List.of("ttft", "itl", "e2e_latency");

    /** The only one whose plan was played when the file did not name it yet. */
    private static final String FIRST_SIMULATION = "volley.Multiturn";

    public Calibration {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
    }

    /** Writes {@code calibration.json} into a folder. */
    public void write(Path folder) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("simulation", simulation).put("pairs", pairs).put("unpaired", unpaired);
        json.putObject("load")
                .put("requests_per_second", load.requestsPerSecond())
                .put("tokens_per_second", load.tokensPerSecond())
                .put("mean_in_flight", load.meanInFlight());
        ObjectNode all = json.putObject("errors");
        errors.forEach((metric, error) -> all.putObject(metric)
                .put("values", error.values())
                .put("p50_ms", error.p50Ms())
                .put("p99_ms", error.p99Ms())
                .put("max_ms", error.maxMs()));
        mapper.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(FILE_NAME).toFile(), json);
    }

    /**
     * Reads a calibration back.
     *
     * @param path the file, or the folder of the run that made it
     * @throws BadInputException if there is none
     */
    public static Calibration read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
        try {
            JsonNode json = new JsonMapper().readTree(SmallFile.text(file));
            Map<String, ClientError> errors = new LinkedHashMap<>();
            for (String metric : METRICS) {
                JsonNode error = json.path("errors").path(metric);
                if (error.isObject()) {
                    errors.put(
                            metric,
                            new ClientError(
                                    error.path("values").asLong(),
                                    number(error, "p50_ms", file),
                                    number(error, "p99_ms", file),
                                    number(error, "max_ms", file)));
                }
            }
            if (errors.isEmpty()) {
                throw notOne(file, "it has no errors");
            }
            JsonNode load = json.path("load");
            return new Calibration(
                    file.toString(),
                    json.path("simulation").asText(FIRST_SIMULATION),
                    json.path("pairs").asLong(),
                    json.path("unpaired").asLong(),
                    new PlayedLoad(
                            number(load, "requests_per_second", file),
                            number(load, "tokens_per_second", file),
                            number(load, "mean_in_flight", file)),
                    errors);
        } catch (JsonProcessingException e) {
            throw notOne(file, "it is no JSON");
        } catch (IOException e) {
            throw new BadInputException(GivenAs.setting("calibration", path.toString())
                    + (file.equals(path) ? "" : " has a " + FILE_NAME + " that") + " cannot be read ("
                    + IoReason.of(e)
                    + "); give the folder of a run of " + GivenAs.name(SimulationKind.CALIBRATE) + ", or its "
                    + FILE_NAME);
        }
    }

    private static double number(JsonNode object, String name, Path file) {
        if (!object.path(name).isNumber()) {
            throw notOne(file, name + " is missing");
        }
        return object.path(name).asDouble();
    }

    private static BadInputException notOne(Path file, String why) {
        return new BadInputException(GivenAs.parameter("calibration") + ": " + file + " is no calibration, " + why
                + "; give the folder of a run of " + GivenAs.name(SimulationKind.CALIBRATE) + ", or its " + FILE_NAME);
    }
}
