package volley.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a connection's streamed answers in the form of SGLang's chat completions, each event an HTTP chunk. Numbers have
 * a fixed width, so that an event is an array in which some digits are changed.
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
    private static final String NUMBER = "00000000";
    private static final String PLACE = "0000";
    private static final String ID = "chatcmpl-";
    private static final String FRAME = "data: {\"id\":\"" + ID + NUMBER
            + "\",\"object\":\"chat.completion.chunk\",\"created\":" + System.currentTimeMillis() / 1000
            + ",\"model\":\"measuring\",";
    private static final String COUNT = "       0";
    private static final String USAGE = FRAME + "\"choices\":[],\"usage\":{\"prompt_tokens\":" + COUNT
            + ",\"total_tokens\":" + COUNT + ",\"completion_tokens\":" + COUNT + "}}\n\n";

    private final byte[] open = ascii(chunk(event("{\"role\":\"assistant\",\"content\":\"\"}", "null")));
    private final byte[] first = ascii(chunk(token("[" + NUMBER + "]", "null")));
    private final byte[] only = ascii(chunk(token("[" + NUMBER + "]", "\"length\"")));
    private final byte[] token = ascii(chunk(token(" t" + PLACE, "null")));
    private final byte[] last = ascii(chunk(token(" t" + PLACE, "\"length\"")));
    private final byte[] usage = ascii(chunk(USAGE));
    private final byte[][] events = {open, first, only, token, last, usage};
    private final int[] idsAt = Arrays.stream(events).mapToInt(EventText::idAt).toArray();
    private final int textAt = chunk(token("[" + NUMBER + "]", "null")).lastIndexOf(NUMBER);
    private final int placeAt = chunk(token(" t" + PLACE, "null")).indexOf("t" + PLACE + "\"") + 1;
    private final int[] countsAt = countsAt();

    /** @param number of the request, in the answer's id and its first token */
    void begin(long number) {
        for (int i = 0; i < events.length; i++) {
            digits(events[i], idsAt[i], NUMBER.length(), number, '0');
        }
        digits(first, textAt, NUMBER.length(), number, '0');
        digits(only, textAt, NUMBER.length(), number, '0');
    }

    /** The answer's head and the event that opens it, which has a role and no text. */
    void open(ByteBuf out) {
        out.writeBytes(HEAD).writeBytes(open);
    }

    /**
     * A token's event.
     *
     * @param place of the token in the answer, from 0
     * @param isLast whether it is the last, which has the reason of the end
     */
    void token(ByteBuf out, int place, boolean isLast) {
        if (place == 0) {
            out.writeBytes(isLast ? only : first);
        } else {
            byte[] event = isLast ? last : token;
            digits(event, placeAt, PLACE.length(), place, '0');
            out.writeBytes(event);
        }
    }

    /** The event with the counts. */
    void counts(ByteBuf out, int promptTokens, int outputTokens) {
        digits(usage, countsAt[0], COUNT.length(), promptTokens, ' ');
        digits(usage, countsAt[1], COUNT.length(), promptTokens + outputTokens, ' ');
        digits(usage, countsAt[2], COUNT.length(), outputTokens, ' ');
        out.writeBytes(usage);
    }

    /** The end. */
    void close(ByteBuf out) {
        out.writeBytes(END);
    }

    private static String token(String text, String finishReason) {
        return event(
                "{\"role\":null,\"content\":\"" + text + "\",\"reasoning_content\":null,\"tool_calls\":null}",
                finishReason);
    }

    /** An answer's event that is not one of a token, as a chunk. */
    static byte[] other(String delta, String finishReason) {
        return ascii(chunk(event(delta, finishReason)));
    }

    private static String event(String delta, String finishReason) {
        return FRAME + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":"
                + finishReason + ",\"matched_stop\":null}],\"usage\":null}\n\n";
    }

    private static int idAt(byte[] event) {
        return new String(event, StandardCharsets.US_ASCII).indexOf(ID) + ID.length();
    }

    private static int[] countsAt() {
        String text = chunk(USAGE);
        int prompt = text.indexOf(COUNT);
        int total = text.indexOf(COUNT, prompt + 1);
        return new int[] {prompt, total, text.indexOf(COUNT, total + 1)};
    }

    private static void digits(byte[] event, int from, int width, long number, char filler) {
        long rest = number;
        for (int at = from + width - 1; at >= from; at--) {
            event[at] = (byte) (rest == 0 && at < from + width - 1 ? filler : '0' + rest % 10);
            rest /= 10;
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
