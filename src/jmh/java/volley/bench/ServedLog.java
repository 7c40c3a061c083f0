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
 * The server's own times of all answers, a JSON object a line: {@code number}, {@code request_ns}, {@code sent_ns}. Written
 * when the server ends, so that the log costs it nothing before.
 */
final class ServedLog {
    private ServedLog() {}

    static void write(Path file, List<ServedAnswer> answers) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
            json.setRootValueSeparator(new SerializedString("\n"));
            for (ServedAnswer answer : answers) {
                long[] sentNs = answer.sentNs();
                json.writeStartObject();
                json.writeNumberField("number", answer.number());
                json.writeNumberField("request_ns", answer.requestNs());
                json.writeFieldName("sent_ns");
                json.writeArray(sentNs, 0, sentNs.length);
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
                JsonNode json = mapper.readTree(line);
                JsonNode sentNs = json.get("sent_ns");
                ServedAnswer answer = new ServedAnswer(
                        json.get("number").asLong(), json.get("request_ns").asLong(), sentNs.size());
                sentNs.forEach(ns -> answer.tokenSent(ns.asLong()));
                answers.put(answer.number(), answer);
            }
        }
        return answers;
    }
}
