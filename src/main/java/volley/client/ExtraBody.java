package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import volley.config.BadInputException;
import volley.config.GivenAs;

/** The user's own fields of the request body, checked, and how they are merged with Volley's. */
final class ExtraBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String WHERE = " (" + GivenAs.parameter("extra-request-body") + "); ";

    /** What the plan decides request by request. */
    private static final Set<String> PLANNED = Set.of("messages", "text", "prompt", "input_ids");

    private final ObjectNode fields;

    private ExtraBody(ObjectNode fields) {
        this.fields = fields;
    }

    static ExtraBody parse(Optional<String> text) {
        if (text.isEmpty()) {
            return new ExtraBody(JSON.createObjectNode());
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(text.get());
        } catch (MismatchedInputException e) {
            throw new BadInputException(
                    "The extra request body has more behind its object" + WHERE + "give one object with all fields");
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    "The extra request body is not JSON: " + ErrorLine.OF_OUR_OWN.oneLine(e.getOriginalMessage())
                            + WHERE + "give an object such as {\"top_p\": 0.9}");
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new BadInputException(
                    "The extra request body is not a JSON object" + WHERE + "give one such as {\"top_p\": 0.9}");
        }
        for (String planned : PLANNED) {
            if (object.has(planned)) {
                throw new BadInputException("The extra request body sets \"" + planned + "\", which the workload sets"
                        + WHERE + "leave it out");
            }
        }
        if (object.path("n").asInt(1) != 1) {
            throw new BadInputException("The extra request body asks for n = " + object.path("n") + " answers" + WHERE
                    + "leave n out: one turn has one answer");
        }
        return new ExtraBody(object);
    }

    boolean has(String name) {
        return fields.has(name);
    }

    /** Whether the length of an answer on OpenAI's routes is left to the workload. */
    boolean leavesMaxTokens() {
        return !has("max_tokens") && !has("max_completion_tokens");
    }

    boolean flag(String name, boolean otherwise) {
        return fields.path(name).asBoolean(otherwise);
    }

    /** Whether the object in field {@code name} has a field {@code inner}. */
    boolean has(String name, String inner) {
        return fields.path(name).has(inner);
    }

    /** Adds the user's fields to {@code target}: they win; where both are objects, these are merged. */
    void mergeInto(ObjectNode target) {
        merge(target, fields);
    }

    private static void merge(ObjectNode target, ObjectNode source) {
        for (Map.Entry<String, JsonNode> field : source.properties()) {
            if (target.get(field.getKey()) instanceof ObjectNode inner
                    && field.getValue() instanceof ObjectNode innerSource) {
                merge(inner, innerSource);
            } else {
                target.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
