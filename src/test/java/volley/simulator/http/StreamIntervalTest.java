package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.Backend;

/** Streams of several tokens an event: the first at once, then as many as the interval says, then what is left. */
class StreamIntervalTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<ServedRequest> served = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 3 | 1 1 1",
                "2 | 6 | 1 2 2 1",
                "4 | 9 | 1 4 4",
                "4 | 1 | 1",
                "2147483647 | 5 | 1 4",
            })
    void aChatHasAnEventForEachIntervalAndTheRest(int interval, int tokens, String expected) throws Exception {
        for (Backend backend : Backend.values()) {
            String atOnce = chat(backend, 1, tokens, Fault.none());
            String merged = chat(backend, interval, tokens, Fault.none());
            assertThat(sizes(texts(merged))).as("%s", backend).isEqualTo(expected);
            assertThat(String.join("", texts(merged))).isEqualTo(String.join("", texts(atOnce)));
            assertThat(withoutTexts(merged))
                    .as("role, finish, usage and end of %s are as ever", backend)
                    .isEqualTo(withoutTexts(atOnce));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"SGLANG", "LMDEPLOY"})
    void theEventsOfGenerateTellTheTokensSoFar(Backend backend) throws IOException {
        List<JsonNode> one = generate(backend, 1);
        List<JsonNode> merged = generate(backend, 3);
        assertThat(merged.stream().limit(3).map(StreamIntervalTest::completionTokens))
                .containsExactly(1, 4, 7);
        JsonNode last = merged.get(merged.size() - 1);
        assertThat(completionTokens(last)).isEqualTo(8);
        assertThat(last.at("/meta_info/finish_reason/type").asText()).isEqualTo("length");
        if (backend == Backend.SGLANG) {
            assertThat(last.path("text")).isEqualTo(one.get(one.size() - 1).path("text"));
        } else {
            assertThat(ids(merged)).isEqualTo(ids(one)).hasSize(8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1 | 1", "2 | 1 1", "5 | 1 4", "6 | 1 4 1", "99 | 1 4 4"})
    void aStreamIsSpoiltBehindItsTokensWhateverTheInterval(int afterTokens, String expected) throws Exception {
        assertThat(sizes(texts(chat(Backend.SGLANG, 4, 9, Fault.truncate(afterTokens)))))
                .isEqualTo(expected);
        ServedRequest cut = served.poll(30, TimeUnit.SECONDS);
        assertThat(cut.tokenSentNs()).hasSize(Math.min(afterTokens, 9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 2", "9, 3"})
    void brokenJsonStandsBehindItsTokens(int afterTokens, int eventsBefore) throws Exception {
        List<String> events = Servers.events(chat(Backend.SGLANG, 4, 9, Fault.badJson(afterTokens)));
        // The role event comes first.
        assertThat(events.get(1 + eventsBefore)).endsWith("\"content\":\"");
        events = new ArrayList<>(events);
        events.remove(1 + eventsBefore);
        assertThat(sizes(events.stream().map(StreamIntervalTest::text).toList()).replace(" ", ""))
                .as("all 9 tokens")
                .satisfies(sizes ->
                        assertThat(sizes.chars().map(size -> size - '0').sum()).isEqualTo(9));
    }

    private String chat(Backend backend, int interval, int tokens, Fault fault) throws InterruptedException {
        served.clear();
        try (SimulatedServer server = Servers.instant()
                .backend(backend)
                .streamInterval(interval)
                .faults(request -> fault)
                .listener(served::add)
                .start()) {
            return Servers.post(server, Servers.CHAT, Servers.streamed("Hello", tokens))
                    .body();
        }
    }

    private static List<JsonNode> generate(Backend backend, int interval) throws IOException {
        try (SimulatedServer server =
                Servers.instant().backend(backend).streamInterval(interval).start()) {
            String body = backend == Backend.SGLANG
                    ? "{\"text\":\"Hello\",\"stream\":true,"
                            + "\"sampling_params\":{\"max_new_tokens\":8,\"ignore_eos\":true}}"
                    : "{\"prompt\":\"Hello\",\"stream\":true,\"max_tokens\":8,\"ignore_eos\":true}";
            List<JsonNode> events = new ArrayList<>();
            for (String event :
                    Servers.events(Servers.post(server, "/generate", body).body())) {
                if (!event.equals("[DONE]")) {
                    events.add(JSON.readTree(event));
                }
            }
            return events;
        }
    }

    private static int completionTokens(JsonNode event) {
        return event.at("/meta_info/completion_tokens").asInt();
    }

    private static List<Integer> ids(List<JsonNode> events) {
        List<Integer> ids = new ArrayList<>();
        events.forEach(event -> event.path("output_ids").forEach(id -> ids.add(id.asInt())));
        return ids;
    }

    private static List<String> texts(String stream) {
        return Servers.events(stream).stream()
                .map(StreamIntervalTest::text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String text(String event) {
        try {
            return event.equals("[DONE]")
                    ? ""
                    : JSON.readTree(event).at("/choices/0/delta/content").asText("");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(event, e);
        }
    }

    private static List<String> withoutTexts(String stream) {
        return Servers.events(stream).stream()
                .filter(event -> text(event).isEmpty())
                .toList();
    }

    /** Tokens of each text; those of an answer are words. */
    private static String sizes(List<String> texts) {
        return String.join(
                " ",
                texts.stream()
                        .filter(text -> !text.isEmpty())
                        .map(text -> String.valueOf(text.strip().split(" ").length))
                        .toList());
    }
}
