package volley.report.folder;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import volley.client.ClockOffset;
import volley.config.JsonFile;
import volley.config.Shard;
import volley.report.json.SafeText;

/**
 * {@code shard.json}: which part of a plan a run is, and how it began. So that a part that is missing can be named,
 * each has the outline of the whole.
 *
 * <ul>
 *   <li>{@code index}, {@code of}: which of how many
 *   <li>{@code start}, or null: {@code at}, {@code skew_ns}, {@code limit_ms}, and {@code clock}, or null, with
 *       {@code at_least_ns}, {@code at_most_ns}, {@code round_trip_ns}, {@code answers} as in {@link ClockOffset}
 *   <li>{@code notes}: what its results say of this, which the whole's need not
 *   <li>{@code turns}: of each conversation of the whole plan
 *   <li>{@code shards}: by conversation, which shard plays it
 * </ul>
 *
 * @param turns by conversation of the whole
 * @param shards by conversation
 * @param start absent: as soon as it was ready
 * @param notes lines among the warnings of its results
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a million conversations; never compared
public record ShardFile(Shard shard, int[] turns, int[] shards, Optional<StartMark> start, List<String> notes) {
    public static final String NAME = "shard.json";

    private static final String INDEX = "index";
    private static final String OF = "of";
    private static final String START = "start";
    private static final String AT = "at";
    private static final String SKEW_NS = "skew_ns";
    private static final String LIMIT_MS = "limit_ms";
    private static final String CLOCK = "clock";
    private static final String AT_LEAST_NS = "at_least_ns";
    private static final String AT_MOST_NS = "at_most_ns";
    private static final String ROUND_TRIP_NS = "round_trip_ns";
    private static final String ANSWERS = "answers";
    private static final String NOTES = "notes";
    private static final String TURNS = "turns";
    private static final String SHARDS = "shards";

    /** Whether a run is one of several shards. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    public void write(Path folder) throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(folder.resolve(NAME).toFile(), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField(INDEX, shard.index());
            json.writeNumberField(OF, shard.of());
            json.writeFieldName(START);
            if (start.isPresent()) {
                write(json, start.get());
            } else {
                json.writeNull();
            }
            json.writeArrayFieldStart(NOTES);
            for (String note : notes) {
                json.writeString(SafeText.clean(note));
            }
            json.writeEndArray();
            json.writeFieldName(TURNS);
            json.writeArray(turns, 0, turns.length);
            json.writeFieldName(SHARDS);
            json.writeArray(shards, 0, shards.length);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void write(JsonGenerator json, StartMark start) throws IOException {
        json.writeStartObject();
        json.writeStringField(AT, start.at().toString());
        json.writeNumberField(SKEW_NS, start.skewNs());
        json.writeNumberField(LIMIT_MS, start.limit().toNanos() / 1e6);
        json.writeFieldName(CLOCK);
        if (start.clock().isPresent()) {
            ClockOffset clock = start.clock().get();
            json.writeStartObject();
            json.writeNumberField(AT_LEAST_NS, clock.atLeastNs());
            json.writeNumberField(AT_MOST_NS, clock.atMostNs());
            json.writeNumberField(ROUND_TRIP_NS, clock.roundTripNs());
            json.writeNumberField(ANSWERS, clock.answers());
            json.writeEndObject();
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    /** Reads the file back. */
    public static ShardFile read(Path folder) throws IOException {
        JsonNode json = JsonFile.read(folder.resolve(NAME));
        List<String> notes = new ArrayList<>();
        json.path(NOTES).forEach(note -> notes.add(note.asText()));
        return new ShardFile(
                new Shard(json.path(INDEX).asInt(), json.path(OF).asInt(1)),
                numbers(json.path(TURNS)),
                numbers(json.path(SHARDS)),
                json.path(START).isObject() ? Optional.of(start(json.path(START))) : Optional.empty(),
                notes);
    }

    private static StartMark start(JsonNode json) {
        JsonNode clock = json.path(CLOCK);
        return new StartMark(
                Instant.parse(json.path(AT).asText()),
                json.path(SKEW_NS).asLong(),
                Duration.ofNanos(Math.round(json.path(LIMIT_MS).asDouble() * 1e6)),
                clock.isObject()
                        ? Optional.of(new ClockOffset(
                                clock.path(AT_LEAST_NS).asLong(),
                                clock.path(AT_MOST_NS).asLong(),
                                clock.path(ROUND_TRIP_NS).asLong(),
                                clock.path(ANSWERS).asInt()))
                        : Optional.empty());
    }

    private static int[] numbers(JsonNode array) {
        int[] numbers = new int[array.size()];
        IntStream.range(0, numbers.length)
                .forEach(i -> numbers[i] = array.get(i).asInt());
        return numbers;
    }
}
