package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.client.ChatEvents.DONE;
import static volley.client.ChatEvents.HELLO;
import static volley.client.ChatEvents.ROLE;
import static volley.client.ChatEvents.STOP;
import static volley.client.ChatEvents.THERE;
import static volley.client.ChatEvents.event;
import static volley.client.ChatEvents.ok;
import static volley.client.Replay.chat;

import org.junit.jupiter.api.Test;
import volley.client.Replay.Seen;

/** How a chat stream can end, well or not. Each is played in many cuts, which must not change what is seen. */
class StreamEndsTest {
    @Test
    void blanksAroundTheEndAreNoPartOfIt() {
        for (String done : new String[] {"data:  [DONE]\n\n", "data:   [DONE]  \n\n", "data:\t[DONE]\n\n"}) {
            assertThat(chat(HELLO + STOP + done)).as(done).isEqualTo(ok("CONTENT FINISH DONE", "Hello", "stop"));
        }
    }

    @Test
    void whatIsTooDeepToBeReadSaysSo() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        Seen seen = chat("data: {\"choices\":" + deep + "}\n\n" + HELLO + STOP + DONE);
        assertThat(seen.outcome()).isEqualTo(Outcome.BAD_JSON);
        assertThat(seen.error()).startsWith("an event whose JSON is nested too deep");
    }

    @Test
    void finishReasonWithText() {
        assertThat(chat(HELLO + event("{\"content\":\"!\"}", "\"length\"") + DONE))
                .isEqualTo(ok("CONTENT CONTENT FINISH DONE", "Hello!", "length"));
    }

    @Test
    void textAfterFinishReasonIsKept() {
        assertThat(chat(HELLO + STOP + THERE + DONE))
                .isEqualTo(ok("CONTENT FINISH CONTENT DONE", "Hello there", "stop"));
    }

    @Test
    void emptyFinishReasonIsNone() {
        assertThat(chat(event("{\"content\":\"Hello\"}", "\"\"")).outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void noDone() {
        assertThat(chat(HELLO + STOP)).isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void doneWithoutFinishReason() {
        assertThat(chat(HELLO + DONE)).isEqualTo(ok("CONTENT DONE", "Hello", null));
    }

    @Test
    void neitherDoneNorFinishReason() {
        Seen seen = chat(ROLE + HELLO);
        assertThat(seen.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(seen.error()).isEqualTo("broke off after 2 events, without finish reason or [DONE]");
        assertThat(seen.answer()).isEqualTo("Hello");
    }

    @Test
    void anEventCutOffByTheBodysEndDoesNotCount() {
        String cut = THERE.substring(0, THERE.indexOf("logprobs"));
        assertThat(chat(HELLO + cut)).satisfies(seen -> {
            assertThat(seen.outcome()).isEqualTo(Outcome.TRUNCATED);
            assertThat(seen.events()).isEqualTo("CONTENT");
            assertThat(seen.answer()).isEqualTo("Hello");
        });
        assertThat(chat(HELLO + STOP + "data: [DON")).isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
    }

    @Test
    void theLastEventNeedsNoBlankLine() {
        assertThat(chat(HELLO + STOP.strip())).isEqualTo(ok("CONTENT FINISH", "Hello", "stop"));
        assertThat(chat(HELLO + DONE.strip())).isEqualTo(ok("CONTENT DONE", "Hello", null));
    }

    @Test
    void aFinishReasonInACutOffEventDoesNotCount() {
        String cut = STOP.substring(0, STOP.indexOf("}]}"));
        assertThat(chat(HELLO + cut)).satisfies(seen -> {
            assertThat(seen.outcome()).isEqualTo(Outcome.TRUNCATED);
            assertThat(seen.finishReason()).isNull();
        });
    }

    @Test
    void anAbortIsAnError() {
        assertThat(chat(HELLO + event("{}", "\"abort\"")))
                .isEqualTo(new Seen(
                        "CONTENT FINISH",
                        "Hello",
                        Usage.NONE,
                        "abort",
                        Outcome.IN_BAND_ERROR,
                        "aborted by the server"));
    }

    @Test
    void finishedWithoutAToken() {
        assertThat(chat(ROLE + STOP + DONE))
                .isEqualTo(
                        new Seen("ROLE FINISH DONE", "", Usage.NONE, "stop", Outcome.EMPTY, "the answer has no token"));
    }

    @Test
    void errorsInTheStream() {
        String object = "data: {\"error\":{\"message\":\"too\\nlong\",\"type\":\"BadRequestError\",\"code\":400}}\n\n";
        String text = "data: {\"error\":\"too long\"}\n\n";
        String flat =
                "data: {\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"param\":null,"
                        + "\"code\":400}\n\n";
        assertThat(chat(ROLE + HELLO + object + DONE))
                .isEqualTo(new Seen(
                        "ROLE CONTENT ERROR DONE",
                        "Hello",
                        Usage.NONE,
                        null,
                        Outcome.IN_BAND_ERROR,
                        "too long (BadRequestError, 400)"));
        assertThat(chat(ROLE + text).error()).isEqualTo("too long");
        assertThat(chat(flat))
                .isEqualTo(new Seen(
                        "ERROR", "", Usage.NONE, null, Outcome.IN_BAND_ERROR, "too long (BadRequestError, 400)"));
        assertThat(chat(event("{\"content\":\"a\"}", "\"stop\"").replace("{\"id\"", "{\"error\":null,\"id\""))
                        .outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void whatIsNotJson() {
        assertThat(chat(HELLO + "data: {\"choices\":[}\n\n" + THERE + STOP)).satisfies(seen -> {
            assertThat(seen.outcome()).isEqualTo(Outcome.BAD_JSON);
            assertThat(seen.events()).isEqualTo("CONTENT");
            assertThat(seen.error())
                    .isEqualTo(
                            "an event that is not JSON (Unexpected close marker '}': expected ']'): {\"choices\":[}");
        });
        assertThat(chat(HELLO + "data: Internal Server Error\n\n").outcome()).isEqualTo(Outcome.BAD_JSON);
        assertThat(chat(HELLO + "data: [1]\n\n").error()).isEqualTo("an event that is not a JSON object: [1]");
        assertThat(chat("data: {\"choices\":[\n\n" + HELLO).error())
                .isEqualTo("an event that ends inside of its JSON: {\"choices\":[");
        assertThat(chat("data: {\"status\":\"ok\"}\n\n").error())
                .isEqualTo("a JSON object that is no answer: {\"status\":\"ok\"}");
    }

    @Test
    void bodiesOfNeitherForm() {
        assertThat(chat("<html><title>Gateway\nlogin</title></html>"))
                .isEqualTo(new Seen(
                        "",
                        "",
                        Usage.NONE,
                        null,
                        Outcome.BAD_JSON,
                        "a body that is neither an event stream nor JSON: Gateway"));
        assertThat(chat(""))
                .isEqualTo(new Seen("", "", Usage.NONE, null, Outcome.EMPTY, "HTTP 200 with an empty body"));
    }
}
