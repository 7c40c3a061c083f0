package volley.trials;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;

/**
 * {@code saturation.json}: {@code complete}, false if the search was cut; {@code highest_met} and {@code lowest_missed}, rates
 * in turns per second or {@code null}, and every step {@code {rate, met}} in the order in which it was made; step n is the
 * run in {@code trial-n}.
 */
final class SaturationJson {
    static final String FILE_NAME = "saturation.json";

    private SaturationJson() {}

    static String of(SaturationSearch.Result result, boolean complete) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("complete", complete);
        put(root, "highest_met", result.highestMet());
        put(root, "lowest_missed", result.lowestMissed());
        ArrayNode steps = root.putArray("steps");
        result.steps()
                .forEach(step -> steps.addObject().put("rate", step.rate()).put("met", step.met()));
        return root.toPrettyString() + "\n";
    }

    private static void put(ObjectNode root, String name, OptionalDouble rate) {
        if (rate.isPresent()) {
            root.put(name, rate.getAsDouble());
        } else {
            root.putNull(name);
        }
    }
}
