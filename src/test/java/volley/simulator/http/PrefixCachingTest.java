package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import volley.simulator.SimulatedTiming;

/** cached_tokens as a client sees it, over conversations that carry the server's own answers. */
class PrefixCachingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OUTPUT_TOKENS = 5;
    /** {@code <|im_end|>} and a line end, in {@link volley.simulator.WordTokenizer}'s tokens: < | im _ end | >. */
    private static final int END_OF_MESSAGE = 7;

    @Test
    void aGrowingConversationHitsAllButTheLastTokenOfTheAnswer() throws JsonProcessingException {
        try (SimulatedServer server = Servers.instant().start()) {
            Chat chat = new Chat(server);
            JsonNode first = chat.ask("one two three");
            JsonNode second = chat.ask("and four");
            JsonNode third = chat.ask("and five");

            assertThat(cached(first)).isZero();
            assertThat(cached(second)).isEqualTo(prompt(first) + OUTPUT_TOKENS - 1);
            assertThat(cached(third)).isEqualTo(prompt(second) + OUTPUT_TOKENS - 1);
            assertThat(prompt(second)).isGreaterThan(prompt(first) + OUTPUT_TOKENS + END_OF_MESSAGE);
        }
    }

    @Test
    void theSamePromptAgainHitsAllButOneToken() throws JsonProcessingException {
        try (SimulatedServer server = Servers.instant().start()) {
            new Chat(server).ask("one two three");
            JsonNode again = new Chat(server).ask("one two three");

            assertThat(cached(again)).isEqualTo(prompt(again) - 1);
        }
    }

    @Test
    void aFullCacheForgetsTheConversationThatRestedLongest() throws JsonProcessingException {
        // A first turn takes 29 tokens with its answer, 8 of which (the opening) all conversations share:
        // two take 50, three would take 71.
        try (SimulatedServer server =
                Servers.with(new SimulatedTiming(0, 1e9, 0, 60)).start()) {
            Chat a = new Chat(server);
            Chat b = new Chat(server);
            Chat c = new Chat(server);
            assertThat(prompt(a.ask("alpha a"))).isEqualTo(29 - OUTPUT_TOKENS + 1);
            int promptOfB = prompt(b.ask("beta b"));
            c.ask("gamma c");

            assertThat(cached(b.ask("more"))).isEqualTo(promptOfB + OUTPUT_TOKENS - 1);
            assertThat(cached(a.ask("more")))
                    .as("only what A shares with the others")
                    .isEqualTo(8);
        }
    }

    @Test
    void aFlushForgetsEverything() throws JsonProcessingException {
        try (SimulatedServer server = Servers.instant().start()) {
            Chat chat = new Chat(server);
            chat.ask("one");
            assertThat(Servers.post(server, "/flush_cache", "").statusCode()).isEqualTo(200);

            assertThat(cached(chat.ask("two"))).isZero();
        }
    }

    @Test
    void withoutCapacityNothingIsCached() throws JsonProcessingException {
        try (SimulatedServer server =
                Servers.with(new SimulatedTiming(0, 1e9, 0, 0)).start()) {
            Chat chat = new Chat(server);
            chat.ask("one");

            assertThat(cached(chat.ask("two"))).isZero();
        }
    }

    @Test
    void generateTellsCachedTokensForTextAndForIds() throws JsonProcessingException {
        try (SimulatedServer server = Servers.instant().cacheReport(false).start()) {
            String body = "{\"input_ids\":[7,8,9,10],\"sampling_params\":{\"max_new_tokens\":2}}";
            List<Integer> cached = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                cached.add(JSON.readTree(Servers.post(server, "/generate", body).body())
                        .at("/meta_info/cached_tokens")
                        .intValue());
            }
            assertThat(cached).containsExactly(0, 3);

            String text = "one two three";
            String answer = JSON.readTree(
                            Servers.post(server, "/generate", generate(text)).body())
                    .get("text")
                    .textValue();
            JsonNode next = JSON.readTree(Servers.post(server, "/generate", generate(text + answer + " four"))
                    .body());
            assertThat(next.at("/meta_info/cached_tokens").intValue()).isEqualTo(3 + OUTPUT_TOKENS - 1);
        }
    }

    @Test
    void answersDifferBetweenConversationsAndRepeatForTheSame() throws JsonProcessingException {
        try (SimulatedServer server = Servers.instant().start();
                SimulatedServer otherSeed = Servers.instant().seed(2).start()) {
            String one = content(new Chat(server).ask("one"));

            assertThat(content(new Chat(server).ask("one"))).isEqualTo(one);
            assertThat(content(new Chat(server).ask("two"))).isNotEqualTo(one);
            assertThat(content(new Chat(otherSeed).ask("one"))).isNotEqualTo(one);
        }
    }

    private static String generate(String text) {
        return "{\"text\":\"" + text + "\",\"sampling_params\":{\"max_new_tokens\":" + OUTPUT_TOKENS + "}}";
    }

    private static int prompt(JsonNode answer) {
        return answer.at("/usage/prompt_tokens").intValue();
    }

    private static int cached(JsonNode answer) {
        JsonNode cached = answer.at("/usage/prompt_tokens_details/cached_tokens");
        assertThat(cached.isInt()).isTrue();
        return cached.intValue();
    }

    private static String content(JsonNode answer) {
        return answer.at("/choices/0/message/content").textValue();
    }

    /** A conversation that sends the server's answers back, as a real client does. */
    private static final class Chat {
        private final SimulatedServer server;
        private final ArrayNode messages = JSON.createArrayNode();

        private Chat(SimulatedServer server) {
            this.server = server;
        }

        JsonNode ask(String question) throws JsonProcessingException {
            messages.addObject().put("role", "user").put("content", question);
            ObjectNode body = JSON.createObjectNode()
                    .put("max_tokens", OUTPUT_TOKENS)
                    .put("ignore_eos", true)
                    .set("messages", messages);
            JsonNode answer = JSON.readTree(
                    Servers.post(server, Servers.CHAT, body.toString()).body());
            messages.addObject().put("role", "assistant").put("content", content(answer));
            return answer;
        }
    }
}
