package volley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuringServerTest {
    @TempDir
    Path folder;

    /** The data of the events of an answer to prompt 31. */
    private static List<String> events(MeasuringServer server, String tokens) throws IOException, InterruptedException {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"" + Prompts.prompt(31) + "\"}]";
        return events(server, "/v1/chat/completions", messages + tokens);
    }

    private static List<String> events(MeasuringServer server, String path, String asked)
            throws IOException, InterruptedException {
        String body = "{\"model\":\"measuring\"," + asked + ",\"stream_options\": {\"include_usage\": true}}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private static String texts(List<String> events) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode json = new ObjectMapper().readTree(event);
            text.append(json.at("/choices/0/delta/content").asText(""))
                    .append(json.at("/choices/0/text").asText(""));
        }
        return text.toString();
    }

    @Test
    void anAnswerHasItsNumberItsTokensTheCountsAndTheEnd() throws IOException, InterruptedException {
        try (MeasuringServer server = MeasuringServer.start()) {
            server.begin(AnswerTimes.ofMillis(0, 0, 64, true));
            assertThat(texts(events(server, ",\"max_tokens\":3"))).isEqualTo("[00000001] t0001 t0002");
            List<String> events = events(server, ",\"max_completion_tokens\": 1");

            assertThat(texts(events)).isEqualTo("[00000002]");
            JsonNode usage =
                    new ObjectMapper().readTree(events.get(events.size() - 2)).path("usage");
            assertThat(usage.get("completion_tokens").asInt()).isEqualTo(1);
            assertThat(usage.get("total_tokens").asInt())
                    .isEqualTo(usage.get("prompt_tokens").asInt() + 1);
            assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        }
    }

    @Test
    void plainCompletionsAreAnsweredInTheirOwnForm() throws IOException, InterruptedException {
        try (MeasuringServer server = MeasuringServer.start()) {
            server.begin(AnswerTimes.ofMillis(0, 0, 64, true));
            List<String> events =
                    events(server, "/v1/completions", "\"prompt\":\"" + Prompts.prompt(31) + "\",\"max_tokens\":3");

            assertThat(events).hasSize(3 + 2);
            assertThat(texts(events)).isEqualTo("[00000001] t0001 t0002");
            JsonNode first = new ObjectMapper().readTree(events.get(0));
            assertThat(first.get("object").asText()).isEqualTo("text_completion");
            assertThat(first.at("/choices/0/text").asText()).isEqualTo("[00000001]");
            JsonNode usage = new ObjectMapper().readTree(events.get(3)).get("usage");
            assertThat(usage.get("completion_tokens").asInt()).isEqualTo(3);
        }
    }

    @Test
    void theLogHasWhatWasSentWhenAndIsReadBack() throws IOException, InterruptedException {
        try (MeasuringServer server = MeasuringServer.start()) {
            server.begin(AnswerTimes.ofMillis(1, 1, 64, true));
            long beforeNs = System.nanoTime();
            List<String> events = events(server, ",\"max_tokens\":4");
            List<ServedAnswer> taken = server.taken();
            // It is logged when its last bytes have been handed over, which the client may see first.
            while (taken.isEmpty()) {
                taken = server.taken();
            }
            Path log = folder.resolve("served.jsonl");
            ServedLog.write(log, taken);
            Map<Long, ServedAnswer> read = ServedLog.read(log);

            assertThat(events).hasSize(1 + 4 + 1 + 1);
            ServedAnswer answer = read.get(1L);
            assertThat(answer.arrival()).isEqualTo(taken.get(0).arrival());
            assertThat(answer.arrival().prompt()).isEqualTo(31);
            assertThat(answer.arrival().connectedNs()).isGreaterThanOrEqualTo(beforeNs);
            assertThat(answer.sentNs())
                    .isEqualTo(taken.get(0).sentNs())
                    .hasSize(4)
                    .isSorted();
            assertThat(answer.firstNs() - answer.requestNs()).isGreaterThanOrEqualTo(1_000_000);
            assertThat(answer.lastNs() - answer.requestNs()).isGreaterThanOrEqualTo(4_000_000);
            assertThat(answer.endNs()).isEqualTo(taken.get(0).endNs()).isGreaterThanOrEqualTo(answer.lastNs());
            assertThat(server.taken()).isEmpty();
        }
    }

    @Test
    void withoutTheTimesOfAllTokensThoseOfTheFirstAndTheLastAreKept() throws IOException {
        ServedAnswer answer = new ServedAnswer(3, new ServedAnswer.Arrival(10, 2, 5, 7), 3, false);
        answer.tokenSent(20);
        answer.tokenSent(30);
        answer.tokenSent(40);
        Path log = folder.resolve("served.jsonl");
        ServedLog.write(log, List.of(answer));

        ServedAnswer read = ServedLog.read(log).get(3L);

        assertThat(List.of(read.firstNs(), read.lastNs(), read.endNs())).containsExactly(20L, 40L, 40L);
        assertThat(read.tokens()).isEqualTo(3);
        assertThat(read.gapsMs()).isEmpty();
    }
}
