package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.client.Replay.chat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.Replay.Seen;

/** Events that servers and gateways send beside those of the interface. Each is played in many cuts. */
class OddEventsTest {
    private static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"x\",\"object\":\"ping\"}",
                "{}",
                "{\"type\":\"keepalive\",\"at\":NaN}",
                "{\"type\":\"ping\",\"message\":\"still here\"}",
                "{\"error\":null}"
            })
    void anObjectThatIsNoAnswerIsPassedOver(String ping) {
        String event = "data: " + ping + "\n\n";
        assertThat(chat(event + HELLO + event + STOP + DONE))
                .isEqualTo(new Seen("CONTENT FINISH DONE", "Hello", Usage.NONE, "stop", Outcome.OK, null));
    }

    @Test
    void aStreamOfNothingElseIsNoAnswer() {
        Seen seen = chat("data: {\"a\":1}\n\ndata: {\"b\":1}\n\n" + DONE);
        assertThat(seen.outcome()).isEqualTo(Outcome.BAD_JSON);
        assertThat(seen.error()).isEqualTo("a JSON object that is no answer: {\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: error\ndata: {\"message\":\"boom\",\"code\":500}\n\n",
                "error: {\"message\":\"boom\",\"code\":500}\n\n",
            })
    void errorsByAnotherName(String error) {
        assertThat(chat(HELLO + error + DONE))
                .isEqualTo(
                        new Seen("CONTENT ERROR DONE", "Hello", Usage.NONE, null, Outcome.IN_BAND_ERROR, "boom (500)"));
        assertThat(chat(error).outcome()).isEqualTo(Outcome.IN_BAND_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "{}",
                "false",
                "[]",
                "{\"message\":\"\",\"type\":\"\",\"param\":\"\",\"code\":null}",
                "{\"message\":null,\"code\":0}"
            })
    void anErrorThatSaysNothingIsNone(String error) {
        String event = HELLO.replace("{\"choices\"", "{\"error\":" + error + ",\"choices\"");
        assertThat(chat(event + event + STOP + DONE))
                .isEqualTo(new Seen("CONTENT CONTENT FINISH DONE", "HelloHello", Usage.NONE, "stop", Outcome.OK, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"boom\"", "{\"message\":\"boom\"}", "{\"message\":\"boom\",\"code\":null}", "[\"boom\"]"})
    void anErrorBesideTextIsOne(String error) {
        Seen seen = chat(HELLO.replace("{\"choices\"", "{\"error\":" + error + ",\"choices\"") + STOP + DONE);
        assertThat(seen.outcome()).isEqualTo(Outcome.IN_BAND_ERROR);
        assertThat(seen.error()).contains("boom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "error"})
    void theServerGaveUp(String reason) {
        Seen seen = chat(HELLO + STOP.replace("stop", reason) + DONE);
        assertThat(seen.outcome()).isEqualTo(Outcome.IN_BAND_ERROR);
        assertThat(seen.error()).isEqualTo("aborted by the server");
    }

    @Test
    void errorsInWords() {
        assertThat(chat(HELLO + "event: error\ndata: Internal Server Error\n\n").error())
                .isEqualTo("Internal Server Error");
        assertThat(chat(HELLO + "event: error\n\n").error()).isEqualTo("an error without a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
    void whatIsNoNumberIsReadAndIsNoCount(String number) {
        String event = HELLO.replace("}]}", "}],\"score\":" + number + "}");
        String usage =
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":1}}\n\n";
        assertThat(chat(event + event + STOP + usage + DONE))
                .isEqualTo(new Seen(
                        "CONTENT CONTENT FINISH USAGE=1 DONE",
                        "HelloHello",
                        new Usage(Usage.ABSENT, 1, Usage.ABSENT),
                        "stop",
                        Outcome.OK,
                        null));
    }

    @ParameterizedTest
    @CsvSource({
        "20, 1, 5, 20, 1, 5",
        "20, 1, 20, 20, 1, 20",
        "0, 0, 0, -1, -1, 0",
        "20, 0, 5, 20, -1, 5",
        "20, 1, 21, 20, 1, -1",
        "-5, -1, -3, -1, -1, -1",
        "1000000000000000000, 1000000000000000000000000000000, 5, -1, -1, 5",
    })
    void countsThatCannotBeTrueAreNotReported(
            String prompt, String completion, String cached, int promptSeen, int completionSeen, int cachedSeen) {
        String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":"
                + completion + ",\"prompt_tokens_details\":{\"cached_tokens\":" + cached + "}}}\n\n";
        Seen seen = chat(HELLO + STOP + usage + DONE);
        assertThat(seen.outcome()).isEqualTo(Outcome.OK);
        assertThat(seen.usage()).isEqualTo(new Usage(promptSeen, completionSeen, cachedSeen));
    }

    /** A run says how many answers had such counts. */
    @ParameterizedTest
    @CsvSource({"20, false", "null, false", "0, true", "-1, true", "1000000000000000000, true", "NaN, false"})
    void numbersThatAreNoCountsAreTold(String prompt, boolean told) {
        ResponseLog log = new ResponseLog(4);
        byte[] event = ("{\"choices\":[],\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":1}}")
                .getBytes(StandardCharsets.UTF_8);
        new ChatEventParser(log, 8).onData(event, 0, event.length, 0, true);
        assertThat(log.usage.toUsage(true).completionTokens()).isEqualTo(1);
        assertThat(log.usage.isUnbelieved()).isEqualTo(told);
    }
}
