package volley.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The bytes of one streamed answer in the form of SGLang's chat completions, each event an HTTP chunk. All tokens but the first
 * are of the same length, so that their events are one array with four digits changed.
 */
final class EventText {
    private static final byte[] HEAD = ascii(String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "server: uvicorn",
            "content-type: text/event-stream; charset=utf-8",
            "transfer-encoding: chunked",
            "",
            ""));
    private static final byte[] END = ascii(chunk("data: [DONE]\n\n") + "0\r\n\r\n");
    private static final String TOKEN = " t0000";
    private static final int DIGITS = 4;

    private final String frame;
    private final long number;
    private final byte[] token;
    private final int digitsAt;

    /** @param number of the request, in the answer's id and its first token */
    EventText(long number, long createdSeconds) {
        this.number = number;
        this.frame = String.format(
                Locale.ROOT,
                "data: {\"id\":\"%032x\",\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":\"measuring\",",
                number,
                createdSeconds);
        String event = chunk(event("null", TOKEN, "null"));
        this.token = ascii(event);
        this.digitsAt = event.indexOf(TOKEN) + TOKEN.length() - DIGITS;
    }

    /** The answer's head and the event that opens it, which has a role and no text. */
    void open(ByteBuf out) {
        out.writeBytes(HEAD);
        out.writeBytes(ascii(chunk(event("\"assistant\"", "", "null"))));
    }

    /**
     * A token's event.
     *
     * @param place of the token in the answer, from 0
     * @param last whether it is the last, which has the reason of the end
     */
    void token(ByteBuf out, int place, boolean last) {
        if (place > 0 && !last) {
            int from = out.writerIndex();
            out.writeBytes(token);
            int rest = place;
            for (int digit = DIGITS - 1; digit >= 0; digit--) {
                out.setByte(from + digitsAt + digit, '0' + rest % 10);
                rest /= 10;
            }
            return;
        }
        String text = place == 0
                ? String.format(Locale.ROOT, "[%d]", number)
                : String.format(Locale.ROOT, " t%04d", place % 10_000);
        out.writeBytes(ascii(chunk(event("null", text, last ? "\"length\"" : "null"))));
    }

    /** The event with the counts, where it was asked for, and the end. */
    void close(ByteBuf out, boolean usage, int promptTokens, int outputTokens) {
        if (usage) {
            out.writeBytes(ascii(chunk(String.format(
                    Locale.ROOT,
                    "%s\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d}}\n\n",
                    frame,
                    promptTokens,
                    promptTokens + outputTokens,
                    outputTokens))));
        }
        out.writeBytes(END);
    }

    private String event(String role, String text, String finishReason) {
        return frame + "\"choices\":[{\"index\":0,\"delta\":{\"role\":" + role + ",\"content\":\"" + text
                + "\",\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":"
                + finishReason
                + ",\"matched_stop\":null}],\"usage\":null}\n\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
