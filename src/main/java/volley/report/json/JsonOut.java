package volley.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import volley.client.Outcome;
import volley.cold.Coldness;
import volley.metrics.OutcomeCounts;

/** Writes values so that the result is always valid JSON: what is absent or not finite is {@code null}. */
public final class JsonOut {
    /** The field of {@link #byOutcome}. */
    public static final String BY_OUTCOME = "by_outcome";

    private static final String COLD = "cold";
    private static final String VERDICT = "verdict";
    private static final String REASON = "reason";
    private static final int LONGEST_REASON = 2000;

    private JsonOut() {}

    public static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }

    public static void number(JsonGenerator json, String name, OptionalDouble value) throws IOException {
        number(json, name, value.orElse(Double.NaN));
    }

    public static void number(JsonGenerator json, String name, OptionalInt value) throws IOException {
        number(json, name, value.isPresent() ? value.getAsInt() : Double.NaN);
    }

    /** How a run began: {@code {verdict, reason}}, or {@code null} where it is not known. */
    public static void coldness(JsonGenerator json, Optional<Coldness> coldness) throws IOException {
        json.writeFieldName(COLD);
        if (coldness.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField(VERDICT, coldness.get().word().text());
        json.writeStringField(REASON, SafeText.oneLine(coldness.get().reason(), LONGEST_REASON));
        json.writeEndObject();
    }

    /** As {@link #coldness(JsonGenerator, Optional)} has written it into an object. */
    public static Optional<Coldness> coldness(JsonNode object) {
        JsonNode cold = object.path(COLD);
        return Coldness.Word.of(cold.path(VERDICT).asText())
                .map(word -> new Coldness(word, cold.path(REASON).asText()));
    }

    /** How many turns ended in each way that occurred. */
    public static void byOutcome(JsonGenerator json, OutcomeCounts counts) throws IOException {
        json.writeObjectFieldStart(BY_OUTCOME);
        for (Map.Entry<Outcome, Long> entry : counts.byOutcome().entrySet()) {
            json.writeNumberField(entry.getKey().id(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** By the order of their names. */
    public static void strings(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            json.writeStringField(SafeText.clean(entry.getKey()), SafeText.clean(entry.getValue()));
        }
        json.writeEndObject();
    }
}
