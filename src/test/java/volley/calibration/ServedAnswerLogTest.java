package volley.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import volley.simulator.http.ChatMessage;
import volley.simulator.http.Fault;
import volley.simulator.http.RequestSeen;
import volley.simulator.http.ServedRequest;

/** Which answer is whose, in each form in which a server is asked. */
class ServedAnswerLogTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ServedAnswerLog log = new ServedAnswerLog();

    @Test
    void numbersAreFoundAgainInEachForm() throws IOException {
        log.accept(answered(chat("A document." + Tags.behind(0)), 1));
        log.accept(answered(chat("<video_url:12ab>[c7] What is it? [c8]" + Tags.behind(123_456_789)), 1));
        log.accept(answered(text(Tags.before(3) + "[c7] A text [c8]"), 1));
        log.accept(answered(ids(IntStream.concat(IntStream.of(Tags.ids(4)), IntStream.of(7, 8))), 1));
        log.accept(answered(completion(IntStream.concat(IntStream.of(Tags.ids(5)), IntStream.of(7, 8))), 1));

        assertThat(tagsAndTurns()).containsExactly("0/0", "123456789/0", "3/0", "4/0", "5/0");
    }

    @Test
    void whatHasNoNumberIsAWarmUps() throws IOException {
        log.accept(answered(chat("[c7] warm [c7] "), 1));
        log.accept(answered(chat(""), 1));
        log.accept(answered(text("warm up [c7]"), 1));
        log.accept(answered(ids(IntStream.of(4, 7)), 1));
        log.accept(answered(ids(IntStream.empty()), 1));

        assertThat(tagsAndTurns()).isEmpty();
    }

    @Test
    void aConversationsAnswersAreThoseToItsTurnsInTheirOrder() throws IOException {
        RequestSeen one = text(Tags.before(1) + "text that grows");
        RequestSeen other = text(Tags.before(2) + "text that grows");
        log.accept(answered(one, 3));
        log.accept(answered(other, 3));
        log.accept(answered(one, 0)); // refused, and asked again
        log.accept(answered(one, 3));
        log.accept(answered(one, 3));
        log.accept(answered(other, 3));

        assertThat(tagsAndTurns()).containsExactly("1/0", "2/0", "1/1", "1/2", "2/1");
    }

    private List<String> tagsAndTurns() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        log.write(new DataOutputStream(written));
        List<String> found = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
        while (in.available() > 0) {
            ServedTimes times = ServedTimes.read(in);
            found.add(times.tag() + "/" + times.turn());
        }
        return found;
    }

    private static RequestSeen chat(String first) {
        ObjectNode body = JSON.objectNode();
        body.putArray("messages");
        return seen(
                body,
                new ChatMessage("user", first),
                new ChatMessage("assistant", "yes" + Tags.behind(5)),
                new ChatMessage("user", "and?" + Tags.behind(6)));
    }

    private static RequestSeen text(String text) {
        return seen(JSON.objectNode().put("text", text), new ChatMessage("user", text));
    }

    private static RequestSeen ids(IntStream ids) {
        ObjectNode body = JSON.objectNode();
        ids.forEach(body.putArray("input_ids")::add);
        return seen(body, new ChatMessage("user", ""));
    }

    private static RequestSeen completion(IntStream ids) {
        ObjectNode body = JSON.objectNode();
        ids.forEach(body.putArray("prompt")::add);
        return seen(body, new ChatMessage("user", ""));
    }

    private static RequestSeen seen(JsonNode body, ChatMessage... messages) {
        return new RequestSeen(1, "/any", Stream.of(messages).toList(), body);
    }

    private static ServedRequest answered(RequestSeen request, int tokens) {
        return ServedRequest.builder()
                .request(request)
                .fault(Fault.none())
                .httpStatus(200)
                .promptTokens(9)
                .receivedNs(1)
                .tokenSentNs(new long[tokens])
                .endNs(2)
                .complete(true)
                .build();
    }
}
