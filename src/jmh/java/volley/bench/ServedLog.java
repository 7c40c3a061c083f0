package volley.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's own times of all answers, a JSON object a line: {@code number}, {@code prompt}, {@code connection},
 * {@code connected_ns}, {@code request_ns}, {@code first_ns}, {@code last_ns}, {@code end_ns} and {@code tokens}; where the time of
 * each token was kept also {@code gaps_p99_ns} and {@code sent_ns}. Written when the server or the work ends, so that the log
 * costs it nothing before.
 */
final class ServedLog {
    private ServedLog() {}

    static void write(Path file, List<ServedAnswer> answers) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
            json.setRootValueSeparator(new SerializedString("\n"));
            for (ServedAnswer answer : answers) {
                json.writeStartObject();
                json.writeNumberField("number", answer.number());
                json.writeNumberField("prompt", answer.arrival().prompt());
                json.writeNumberField("connection", answer.arrival().connection());
                json.writeNumberField("connected_ns", answer.arrival().connectedNs());
                json.writeNumberField("request_ns", answer.requestNs());
                json.writeNumberField("first_ns", answer.firstNs());
                json.writeNumberField("last_ns", answer.lastNs());
                json.writeNumberField("end_ns", answer.endNs());
                json.writeNumberField("tokens", answer.tokens());
                long[] sentNs = answer.sentNs();
                if (sentNs.length > 1) {
                    json.writeNumberField(
                            "gaps_p99_ns", Math.round(Percentile.of(Percentile.sorted(answer.gapsMs()), 99) * 1e6));
                }
                if (sentNs.length > 0) {
                    json.writeFieldName("sent_ns");
                    json.writeArray(sentNs, 0, sentNs.length);
                }
                json.writeEndObject();
            }
        }
    }

    /** By number of the request. */
    static Map<Long, ServedAnswer> read(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<Long, ServedAnswer> answers = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ServedAnswer answer = answer(mapper.readTree(line));
                answers.put(answer.number(), answer);
            }
        }
        return answers;
    }

    private static ServedAnswer answer(JsonNode json) {
        JsonNode sentNs = json.path("sent_ns");
        int tokens = json.path("tokens").asInt(sentNs.size());
        ServedAnswer answer = new ServedAnswer(
                json.get("number").asLong(),
                new ServedAnswer.Arrival(
                        json.get("request_ns").asLong(),
                        json.path("connection").asLong(),
                        json.path("connected_ns").asLong(),
                        json.path("prompt").asLong(ServedAnswer.NO_PROMPT)),
                tokens,
                !sentNs.isEmpty());
        for (int i = 0; i < tokens; i++) {
            long firstOrLastNs = json.path(i == 0 ? "first_ns" : "last_ns").asLong();
            answer.tokenSent(sentNs.isEmpty() ? firstOrLastNs : sentNs.get(i).asLong());
        }
        answer.ended(json.path("end_ns").asLong());
        return answer;
    }
}
