package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.client.Replay.generate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import volley.client.Replay.Seen;

/** SGLang's {@code /generate}: each event has the whole text so far, or the new piece of it. */
class GenerateStreamTest {
    private static String object(String text, String finishReason, int completion) {
        return "{\"text\":\"" + text + "\",\"meta_info\":{\"id\":\"1\",\"finish_reason\":" + finishReason
                + ",\"prompt_tokens\":21,\"weight_version\":\"default\",\"completion_tokens\":" + completion
                + ",\"cached_tokens\":16,\"cached_tokens_details\":{\"device\":12,\"host\":4},\"e2e_latency\":0.07},"
                + "\"output_ids\":[1,2]}";
    }

    private static String event(String text, String finishReason, int completion) {
        return "data: " + object(text, finishReason, completion) + "\n\n";
    }

    private static final Usage USAGE = new Usage(21, 3, 16, 12, 4, Usage.ABSENT);
    private static final String LENGTH = "{\"type\":\"length\",\"length\":3}";

    @Test
    void cumulativeText() {
        assertThat(generate(event("Hel", "null", 1)
                        + event("Hello", "null", 2)
                        + event("Hello \\ud83d\\ude0a", LENGTH, 3)
                        + "data: [DONE]\n\n"))
                .isEqualTo(new Seen(
                        "CONTENT=1 CONTENT=2 CONTENT=3 FINISH=3 DONE",
                        "Hello \ud83d\ude0a",
                        USAGE,
                        "length",
                        Outcome.OK,
                        null));
    }

    private static String piece(String text, String ids, String finishReason, int completion) {
        return "data: {\"text\":\"" + text + "\",\"output_ids\":[" + ids
                + "],\"meta_info\":{\"id\":\"1\",\"finish_reason\":"
                + finishReason + ",\"prompt_tokens\":21,\"completion_tokens\":" + completion
                + ",\"cached_tokens\":16}}\n\n";
    }

    /** As SGLang sends it with --incremental-streaming-output: text and ids are pieces, counts are not. */
    @Test
    void textInPieces() {
        assertThat(generate(piece("Hel", "7", "null", 1)
                        + piece("lo", "8,9", "null", 3)
                        + piece("", "10", "null", 4)
                        + piece(" \ud83d\ude0a a", "11,12,13", LENGTH, 7)
                        + "data: [DONE]\n\n"))
                .isEqualTo(new Seen(
                        "CONTENT=1 CONTENT=3 EMPTY=4 CONTENT=7 FINISH=7 DONE",
                        "Hello \ud83d\ude0a a",
                        new Usage(21, 7, 16),
                        "length",
                        Outcome.OK,
                        null));
    }

    /** A piece may be the same text as the one before, and the last event may have none. */
    @Test
    void equalPiecesAreBothOfTheAnswer() {
        Seen seen = generate(piece("no ", "7", "null", 1)
                + piece("no ", "7", "null", 2)
                + piece("", "", "{\"type\":\"stop\",\"matched\":2}", 2)
                + "data: [DONE]\n\n");
        assertThat(seen.answer()).isEqualTo("no no ");
        assertThat(seen.events()).isEqualTo("CONTENT=1 CONTENT=2 FINISH=2 DONE");
    }

    /** As SGLang sends it without: every event has all ids. */
    @Test
    void wholeTextsWithAllIdsReplaceOneAnother() {
        Seen seen = generate(piece("no ", "7", "null", 1)
                + piece("no no ", "7,7", "null", 2)
                + piece("no no ", "7,7", "{\"type\":\"stop\",\"matched\":2}", 2)
                + "data: [DONE]\n\n");
        assertThat(seen.answer()).isEqualTo("no no ");
        assertThat(seen.events()).isEqualTo("CONTENT=1 CONTENT=2 FINISH=2 DONE");
    }

    @Test
    void aTokenThatAddsNoTextIsEmpty() {
        assertThat(generate(event("", "null", 1) + event("a", "null", 2) + event("a", LENGTH, 3))
                        .events())
                .isEqualTo("EMPTY=1 CONTENT=2 FINISH=3");
    }

    @Test
    void theLastTextCountsEvenIfAStopWordWasTakenAway() {
        Seen seen = generate(event("one</s", "null", 2) + event("one", "{\"type\":\"stop\",\"matched\":\"</s>\"}", 3));
        assertThat(seen.answer()).isEqualTo("one");
        assertThat(seen.finishReason()).isEqualTo("stop");
    }

    @Test
    void piecesThatCouldHaveBeenWholeTextsAtFirst() {
        Exchange seen = play(
                event("ha", 1, ""), event("ha", 2, ""), event("hah", 3, ""), event("", 3, ""), finish(" no", 4, ""));
        assertThat(new String(seen.answer(), StandardCharsets.UTF_8)).isEqualTo("hahahah no");
    }

    @Test
    void aTextWhoseLastCharacterBecomesWholeIsNoPiece() {
        for (String begin : List.of("one two", "")) {
            Exchange seen = play(event(begin + "\ufffd", 1, ""), finish(begin + "\u4e2d", 3, ""));
            assertThat(new String(seen.answer(), StandardCharsets.UTF_8)).isEqualTo(begin + "\u4e2d");
        }
    }

    @Test
    void anEventCutOffByTheBodysEndDoesNotCount() {
        String second = event("one two", "null", 2);
        Seen seen = generate(event("one", "null", 1) + second.substring(0, second.indexOf("output_ids")));
        assertThat(seen.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(seen.answer()).isEqualTo("one");
        assertThat(seen.events()).isEqualTo("CONTENT=1");
    }

    @Test
    void eachEventSaysHowLongTheTextIs() {
        String body = event("Hel", "null", 1) + event("Hello \\n", "null", 2) + event("Hello \\n\u4e2d", LENGTH, 3);
        EventLog events = Replay.play(WireFormat.GENERATE, body.getBytes(StandardCharsets.UTF_8))
                .events();
        assertThat(IntStream.range(0, events.size()).map(events::textBytes))
                .containsExactly(3, 8, 11, EventLog.TEXT_UNKNOWN);
    }

    private static String event(String text, int completion, String ids) {
        return "data: {\"text\":\"" + text + "\",\"output_ids\":[" + ids + "],\"meta_info\":{\"finish_reason\":null,"
                + "\"completion_tokens\":" + completion + "}}\n\n";
    }

    private static String finish(String text, int completion, String ids) {
        return event(text, completion, ids).replace("null", LENGTH);
    }

    private static Exchange play(String... events) {
        return Replay.play(WireFormat.GENERATE, String.join("", events).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertAnswer(Exchange exchange, String answer, int... ids) {
        assertThat(exchange.outcome()).isEqualTo(Outcome.OK);
        assertThat(new String(exchange.answer(), StandardCharsets.UTF_8)).isEqualTo(answer);
        assertThat(exchange.ids().output()).containsExactly(ids);
    }

    @Test
    void idsTellWholeTextsFromPieces() {
        assertAnswer(
                play(event(" a", 1, "5"), event(" a a", 2, "5,5"), finish(" a a a", 3, "5,5,5")), " a a a", 5, 5, 5);
        // Each piece begins with the one before it, as whole texts would.
        assertAnswer(
                play(event(" a", 1, "5"), event(" an", 2, "6"), finish(" ant", 4, "7,8")), " a an ant", 5, 6, 7, 8);
        assertAnswer(play(event("x", 1, "5"), event("x", 2, "5"), finish("", 3, "2")), "xx", 5, 5, 2);
    }

    @Test
    void withoutIdsTheTextsTell() {
        assertAnswer(play(event("one", 1, ""), event(" two", 2, ""), finish(" three", 4, "")), "one two three");
        assertAnswer(play(event("one", 1, ""), event("one two", 2, ""), finish("one two 3", 4, "")), "one two 3");
        // Only the fourth shows that they were pieces.
        Exchange late =
                play(event("1", 1, ""), event("12", 3, ""), event("12", 5, ""), event("\\n", 6, ""), finish("", 6, ""));
        assertAnswer(late, "11212\\n");
        assertThat(IntStream.range(0, 4).map(late.events()::textBytes)).containsExactly(1, 3, 5, 7);
        assertThat(IntStream.range(0, 4).mapToObj(late.events()::kind)).containsOnly(EventKind.CONTENT);
    }

    @Test
    void anEndWithoutTextTakesNothingAway() {
        assertAnswer(play(event("one", 1, ""), finish("", 1, "")), "one");
        assertAnswer(play(event("one", 1, "5"), event(" two", 2, "6"), finish("", 2, "")), "one two", 5, 6);
    }

    @Test
    void whatIsNeitherIsRefused() {
        // The count does not grow with what would be a piece.
        Exchange noGrowth = play(event("one", 2, ""), event("two", 2, ""), finish("", 3, ""));
        assertThat(noGrowth.outcome()).isEqualTo(Outcome.BAD_JSON);
        assertThat(noGrowth.error()).contains("neither all of the answer so far nor a piece");
        // By its ids it is whole, by its text it is not.
        Exchange torn = play(event("one", 1, "5"), event("two", 2, "5,6"), finish("", 3, "5,6,7"));
        assertThat(torn.outcome()).isEqualTo(Outcome.BAD_JSON);
    }

    @Test
    void bodyWithoutStreaming() {
        assertThat(generate(object("Hello", LENGTH, 3)))
                .isEqualTo(new Seen("CONTENT=3 FINISH=3", "Hello", USAGE, "length", Outcome.OK, null));
    }

    @Test
    void errorsAndAborts() {
        assertThat(generate("data: {\"error\":{\"message\":\"too long\"}}\n\ndata: [DONE]\n\n"))
                .isEqualTo(new Seen("ERROR DONE", "", Usage.NONE, null, Outcome.IN_BAND_ERROR, "too long"));
        Seen aborted = generate(event(
                "", "{\"type\":\"abort\",\"message\":\"out of memory\",\"status_code\":500,\"err_type\":null}", 3));
        assertThat(aborted)
                .isEqualTo(new Seen(
                        "FINISH=3", "", USAGE, "abort", Outcome.IN_BAND_ERROR, "aborted by the server: out of memory"));
    }
}
