package volley.report.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import volley.client.Outcome;
import volley.metrics.OutcomeCounts;

/** Writes values so that the result is always valid JSON: what is absent or not finite is {@code null}. */
public final class JsonOut {
    /** The field of {@link #byOutcome}. */
    public static final String BY_OUTCOME = "by_outcome";

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
