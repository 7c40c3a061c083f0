package volley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;

/**
 * One line of {@code results.jsonl}: what was run, and its figures.
 *
 * @param scale by which the number of requests was divided
 * @param firstToken what {@link FirstToken} says of a probe; empty for other work
 */
record ClientRun(
        String tool,
        String version,
        ClientWork work,
        int round,
        int scale,
        int exitCode,
        String firstToken,
        Map<ClientFigure, Double> figures) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Name of the run's folder: no two of a suite have the same. */
    static String folder(ClientWork work, String tool, int round) {
        return work.id() + "-" + tool + "-" + round;
    }

    String toJson() {
        ObjectNode line = JSON.createObjectNode()
                .put("work", work.id())
                .put("tool", tool)
                .put("version", version)
                .put("round", round)
                .put("scale", scale)
                .put("exit_code", exitCode);
        if (!firstToken.isEmpty()) {
            line.put("first_token", firstToken);
        }
        figures.forEach((figure, value) -> line.put(figure.id(), value));
        return line.toString();
    }

    static ClientRun of(JsonNode line) {
        Map<ClientFigure, Double> figures = new EnumMap<>(ClientFigure.class);
        for (ClientFigure figure : ClientFigure.values()) {
            if (line.has(figure.id())) {
                figures.put(figure, line.get(figure.id()).asDouble());
            }
        }
        return new ClientRun(
                line.get("tool").asText(),
                line.path("version").asText(),
                work(line.get("work").asText()),
                line.get("round").asInt(),
                line.get("scale").asInt(),
                line.get("exit_code").asInt(),
                line.path("first_token").asText(""),
                figures);
    }

    /** @throws IllegalArgumentException if there is no such work */
    static ClientWork work(String id) {
        for (ClientWork work : ClientWork.values()) {
            if (work.id().equals(id)) {
                return work;
            }
        }
        throw new IllegalArgumentException("no work is named " + id);
    }
}
