package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.client.ChatEvents.DONE;
import static volley.client.ChatEvents.HELLO;
import static volley.client.ChatEvents.ROLE;
import static volley.client.ChatEvents.STOP;
import static volley.client.ChatEvents.THERE;
import static volley.client.ChatEvents.counts;
import static volley.client.ChatEvents.event;
import static volley.client.ChatEvents.ok;
import static volley.client.Replay.chat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import volley.client.Replay.Seen;

/** What a chat stream can look like. Each is played in many cuts, which must not change what is seen. */
class StreamShapesTest {
    /** Longer than the JSON parser takes by default. */
    @Test
    void aVeryLongPieceOfText() {
        String text = "a".repeat(21_000_000);
        String body = event("{\"content\":\"" + text + "\"}", "null") + STOP + DONE;
        // as it comes, not cut in every place
        Exchange seen = Replay.play(WireFormat.CHAT, body.getBytes(StandardCharsets.UTF_8));
        assertThat(seen.outcome()).isEqualTo(Outcome.OK);
        assertThat(seen.answer()).hasSize(text.length());
    }

    @Test
    void plainStream() {
        assertThat(chat(ROLE + HELLO + THERE + STOP + DONE))
                .isEqualTo(ok("ROLE CONTENT CONTENT FINISH DONE", "Hello there", "stop"));
    }

    /** lmdeploy from 0.14 on: no null but usage, the role in every delta, and usage in an event of its own. */
    @Test
    void lmdeploysNewestForm() {
        String start = "data: {\"id\":\"chatcmpl-1\",\"choices\":[";
        String delta = start + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"";
        String stream = delta + "Hello\"}}],\"usage\":null}\n\n" + delta + " there\"}}],\"usage\":null}\n\n" + delta
                + "\"},\"finish_reason\":\"length\"}],\"usage\":null}\n\n" + start
                + "],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":2,\"total_tokens\":23,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":16}}}\n\n" + DONE;
        assertThat(chat(stream))
                .isEqualTo(new Seen(
                        "CONTENT CONTENT FINISH USAGE=2 DONE",
                        "Hello there",
                        new Usage(21, 2, 16),
                        "length",
                        Outcome.OK,
                        null));
    }

    @Test
    void lineEndsOfAllKinds() {
        Seen expected = ok("ROLE CONTENT CONTENT FINISH DONE", "Hello there", "stop");
        assertThat(chat((ROLE + HELLO + THERE + STOP + DONE).replace("\n", "\r\n")))
                .isEqualTo(expected);
        assertThat(chat((ROLE + HELLO + THERE + STOP + DONE).replace("\n", "\r")))
                .isEqualTo(expected);
    }

    @Test
    void dataWithoutASpace() {
        assertThat(chat((HELLO + STOP + DONE).replace("data: ", "data:")))
                .isEqualTo(ok("CONTENT FINISH DONE", "Hello", "stop"));
    }

    @Test
    void oneObjectInSeveralDataLines() {
        String pretty = "data: {\"choices\":[\ndata:   {\"delta\":\ndata: {\"content\":\"Hello\"}}]}\n\n";
        assertThat(chat(pretty + STOP)).isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void severalObjectsInOneEventWhereBlankLinesWereDropped() {
        assertThat(chat((ROLE + HELLO + STOP + DONE).replace("\n\n", "\n") + "\n"))
                .isEqualTo(ok("ROLE CONTENT FINISH DONE", "Hello", "stop"));
    }

    @Test
    void charactersOfSeveralBytesAndEscapes() {
        String text = "\u00e9\u4e2d\ud83d\ude0a";
        String escaped = "\\u00e9\\n\\\"\\\\\\/\\ud83d\\ude0a\\u0001\\t";
        assertThat(chat(event("{\"content\":\"" + text + "\"}", "null")
                        + event("{\"content\":\"" + escaped + "\"}", "null")
                        + STOP))
                .isEqualTo(ok("CONTENT CONTENT FINISH", text + "\u00e9\\n\\\"\\\\/\ud83d\ude0a\\u0001\\t", "stop"));
    }

    @Test
    void surrogatePairSplitOverEvents() {
        assertThat(chat(event("{\"content\":\"a\\ud83d\"}", "null")
                        + event("{\"reasoning\":\"r\"}", "null")
                        + event("{\"content\":\"\\ude0ab\"}", "null")
                        + event("{\"content\":\"\\ud83d\"}", "null")
                        + event("{\"content\":\"c\\ude0a\\ud83d\"}", "null")
                        + STOP))
                .isEqualTo(ok(
                        "CONTENT REASONING CONTENT CONTENT CONTENT FINISH",
                        "a\ud83d\ude0ab\\ud83dc\\ude0a\\ud83d",
                        "stop"));
    }

    /** vLLM's return_token_ids: the tokens of each event are known without usage, thoughts and special tokens too. */
    @Test
    void tokenIdsCountTheTokensOfEachEvent() {
        String events = String.join(
                "\n\n",
                "data: {\"prompt_token_ids\":[7,8],\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
                "data: {\"choices\":[{\"delta\":{\"reasoning\":\"hm\"},\"token_ids\":[1,2]}]}",
                "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"token_ids\":[3]}]}",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"token_ids\":[4]}]}",
                "");
        assertThat(chat(events).events()).isEqualTo("ROLE REASONING=2 CONTENT=3 FINISH=4");
        Exchange exchange = Replay.play(WireFormat.CHAT, events.getBytes(StandardCharsets.UTF_8));
        assertThat(exchange.ids().prompt()).containsExactly(7, 8);
        assertThat(exchange.ids().output()).containsExactly(1, 2, 3, 4);
        assertThat(exchange.reasoning().field()).isEqualTo("reasoning");
        assertThat(new String(exchange.reasoning().escaped(), StandardCharsets.UTF_8))
                .isEqualTo("hm");
    }

    @Test
    void keepAlives() {
        assertThat(chat(": ping\n\n" + HELLO + "data: ping\n\n:\n\ndata:\n\ndata: Keep-Alive\n\n" + STOP + DONE))
                .isEqualTo(ok("COMMENT CONTENT COMMENT COMMENT COMMENT COMMENT FINISH DONE", "Hello", "stop"));
    }

    @Test
    void otherFieldsOfAnEvent() {
        assertThat(chat("event: message\nid: 1\n" + HELLO + "retry: 100\n\nevent: end\n" + STOP))
                .isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void byteOrderMark() {
        assertThat(chat("\ufeff" + HELLO + STOP)).isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void usageNull() {
        assertThat(chat(event("{\"content\":\"Hello\"}", "null", "null") + event("{}", "\"stop\"", "null")))
                .isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void usageInEveryEvent() {
        assertThat(chat(event("{\"role\":\"assistant\",\"content\":\"\"}", "null", counts(21, 0))
                        + event("{\"content\":\"Hello\"}", "null", counts(21, 1))
                        + event("{\"content\":\" there you\"}", "null", counts(21, 3))
                        + event("{\"content\":\"\"}", "\"length\"", counts(21, 3))))
                .isEqualTo(new Seen(
                        "ROLE=0 CONTENT=1 CONTENT=3 FINISH=3",
                        "Hello there you",
                        new Usage(21, 3, Usage.ABSENT),
                        "length",
                        Outcome.OK,
                        null));
    }

    @Test
    void usageAloneWithCachedTokensAndTiers() {
        String usage = "{\"prompt_tokens\":21,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":16,"
                + "\"audio_tokens\":null,\"cached_tokens_details\":{\"device\":10,\"host\":4,\"storage\":2,"
                + "\"storage_backend\":\"file\"}},\"completion_tokens_details\":{\"reasoning_tokens\":7}}";
        assertThat(chat(HELLO + STOP + "data: {\"choices\":[],\"usage\":" + usage + "}\n\n" + DONE))
                .isEqualTo(new Seen(
                        "CONTENT FINISH USAGE=1 DONE",
                        "Hello",
                        new Usage(21, 1, 16, 10, 4, 2),
                        "stop",
                        Outcome.OK,
                        null));
    }

    @Test
    void tiersInAnEventOfSglangsExtensions() {
        String extension =
                "{\"choices\":[],\"sglext\":{\"cached_tokens_details\":{\"device\":4,\"host\":1,\"storage\":2,"
                        + "\"storage_backend\":\"disk\"},\"routed_experts\":[[1]]}}";
        Seen seen = chat(HELLO + STOP + "data: " + extension + "\n\n" + DONE);
        assertThat(seen.usage()).isEqualTo(new Usage(Usage.ABSENT, Usage.ABSENT, Usage.ABSENT, 4, 1, 2));
        assertThat(seen.events()).isEqualTo("CONTENT FINISH EMPTY DONE");
    }

    @Test
    void cachedTokensZeroIsNotAbsent() {
        String none = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"prompt_tokens_details\":null}}\n\n";
        String zero = "data: {\"choices\":[],\"usage\":{\"prompt_tokens_details\":{\"cached_tokens\":0}}}\n\n";
        assertThat(chat(HELLO + STOP + none).usage()).isEqualTo(new Usage(5, Usage.ABSENT, Usage.ABSENT));
        assertThat(chat(HELLO + STOP + zero).usage()).isEqualTo(new Usage(Usage.ABSENT, Usage.ABSENT, 0));
    }

    @Test
    void emptyDeltas() {
        assertThat(chat(ROLE
                        + event("{}", "null")
                        + event("{\"content\":null}", "\"\"")
                        + HELLO
                        + event("{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[]}", "null")
                        + "data: {\"choices\":[]}\n\n"
                        + STOP))
                .isEqualTo(ok("ROLE EMPTY EMPTY CONTENT EMPTY EMPTY FINISH", "Hello", "stop"));
    }

    @Test
    void reasoningOfBothNamesIsNoPartOfTheAnswer() {
        assertThat(chat(event("{\"reasoning_content\":\"hm\",\"content\":null}", "null")
                        + event("{\"reasoning\":\"so\"}", "null")
                        + event("{\"reasoning\":\"so\",\"reasoning_content\":\"so\",\"content\":\"Hello\"}", "null")
                        + STOP))
                .isEqualTo(ok("REASONING REASONING REASONING CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void reasoningOnlyAnswerHasTokens() {
        assertThat(chat(event("{\"reasoning\":\"hm\"}", "\"length\"") + DONE))
                .isEqualTo(ok("REASONING FINISH DONE", "", "length"));
    }

    @Test
    void toolCalls() {
        assertThat(chat(event("{\"tool_calls\":null}", "null")
                        + event("{\"tool_calls\":[]}", "null")
                        + event(
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                                "null")
                        + event("{\"tool_calls\":[{\"index\":0},{\"index\":1}]}", "\"tool_calls\"")))
                .isEqualTo(ok("EMPTY EMPTY TOOL TOOL FINISH", "", "tool_calls"));
    }

    @Test
    void numbersThatAreNoTokenCountsMayBeOfAnySize() {
        String usage = "{\"prompt_tokens\":3,\"cost\":123456789012345678901234567890,\"cached_tokens\":1.5,"
                + "\"cached_tokens_details\":{\"device\":2,\"at\":99999999999}}";
        assertThat(chat(event("{\"content\":\"a\"}", "\"stop\"", usage)).usage())
                .isEqualTo(new Usage(3, Usage.ABSENT, Usage.ABSENT, 2, Usage.ABSENT, Usage.ABSENT));
    }

    @Test
    void linesOverSeveralMebibytes() {
        String large = "y".repeat(3 << 20);
        String body = HELLO + event("{\"content\":\"" + large + "\"}", "null") + STOP;
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        int[] reads =
                IntStream.iterate(1, at -> at < bytes.length, at -> at + 65_536).toArray();
        assertThat(Seen.of(Replay.play(WireFormat.CHAT, bytes, reads)))
                .isEqualTo(ok("CONTENT CONTENT FINISH", "Hello" + large, "stop"));
    }

    @Test
    void jsonBodyInsteadOfAStream() {
        String body = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"O\\nK\","
                + "\"reasoning_content\":\"hm\",\"tool_calls\":null},\"finish_reason\":\"stop\"}],\"usage\":"
                + counts(59, 24) + "}";
        Seen expected = new Seen(
                "REASONING=24 CONTENT=24 FINISH=24",
                "O\\nK",
                new Usage(59, 24, Usage.ABSENT),
                "stop",
                Outcome.OK,
                null);
        assertThat(chat(body)).isEqualTo(expected);
        assertThat(chat("\ufeff\r\n " + body + "\n")).isEqualTo(expected);
        assertThat(chat(body.substring(0, 60)).outcome()).isEqualTo(Outcome.BAD_JSON);
        assertThat(chat("{\"error\":\"busy\"}").error()).isEqualTo("busy");
    }
}
