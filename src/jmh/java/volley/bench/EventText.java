package volley.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of a connection's streamed answers in the form of SGLang's completions, each event an HTTP chunk. Numbers have a fixed
 * width, so that an event is an array in which some digits are changed.
 */
final class EventText {
    /** Which form the events have. */
    enum Api {
        CHAT("/v1/chat/completions", "chat.completion.chunk"),
        COMPLETIONS("/v1/completions", "text_completion");

        private final String requestLine;
        private final String object;

        Api(String path, String object) {
            this.requestLine = "POST " + path + " ";
            this.object = object;
        }

        /** The one that a request's line asks for. */
        static Optional<Api> of(String line) {
            return Arrays.stream(values())
                    .filter(api -> line.startsWith(api.requestLine))
                    .findFirst();
        }
    }

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
    private static final String ID = "cmpl-";
    private static final long CREATED = System.currentTimeMillis() / 1000;
    private static final String COUNT = "       0";

    private final Api api;
    private final byte[] open;
    private final byte[] first;
    private final byte[] only;
    private final byte[] token;
    private final byte[] last;
    private final byte[] usage;
    private final byte[][] events;
    private final int[] idsAt;
    private final int textAt;
    private final int placeAt;
    private final int[] countsAt;

    EventText(Api api) {
        this.api = api;
        open = ascii(chunk(event("{\"role\":\"assistant\",\"content\":\"\"}", "null")));
        String firstText = chunk(token("[" + NUMBER + "]", "null"));
        first = ascii(firstText);
        only = ascii(chunk(token("[" + NUMBER + "]", "\"length\"")));
        String tokenText = chunk(token(" t" + PLACE, "null"));
        token = ascii(tokenText);
        last = ascii(chunk(token(" t" + PLACE, "\"length\"")));
        String usageText = chunk(frame() + "\"choices\":[],\"usage\":{\"prompt_tokens\":" + COUNT + ",\"total_tokens\":"
                + COUNT + ",\"completion_tokens\":" + COUNT + "}}\n\n");
        usage = ascii(usageText);
        events = new byte[][] {open, first, only, token, last, usage};
        idsAt = Arrays.stream(events).mapToInt(EventText::idAt).toArray();
        textAt = firstText.lastIndexOf(NUMBER);
        placeAt = tokenText.indexOf("t" + PLACE + "\"") + 1;
        countsAt = countsAt(usageText);
    }

    Api api() {
        return api;
    }

    /** @param number of the request, in the answer's id and its first token */
    void begin(long number) {
        for (int i = 0; i < events.length; i++) {
            digits(events[i], idsAt[i], NUMBER.length(), number, '0');
        }
        digits(first, textAt, NUMBER.length(), number, '0');
        digits(only, textAt, NUMBER.length(), number, '0');
    }

    /** The answer's head and, of a chat's, the event that opens it, which has a role and no text. */
    void open(ByteBuf out) {
        out.writeBytes(HEAD);
        if (api == Api.CHAT) {
            out.writeBytes(open);
        }
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

    private String token(String text, String finishReason) {
        return api == Api.CHAT
                ? event(
                        "{\"role\":null,\"content\":\"" + text + "\",\"reasoning_content\":null,\"tool_calls\":null}",
                        finishReason)
                : choice("\"text\":\"" + text + "\"", finishReason);
    }

    /** An event of a chat's answer that is not one of a token, as a chunk. */
    byte[] other(String delta, String finishReason) {
        return ascii(chunk(event(delta, finishReason)));
    }

    /** An event that brings no token, but may tell why the answer ends, as a chunk. */
    byte[] empty(String finishReason) {
        return ascii(chunk(
                api == Api.CHAT ? event("{\"content\":\"\"}", finishReason) : choice("\"text\":\"\"", finishReason)));
    }

    private String event(String delta, String finishReason) {
        return choice("\"delta\":" + delta, finishReason);
    }

    private String choice(String content, String finishReason) {
        return frame() + "\"choices\":[{\"index\":0," + content + ",\"logprobs\":null,\"finish_reason\":" + finishReason
                + ",\"matched_stop\":null}],\"usage\":null}\n\n";
    }

    private String frame() {
        return "data: {\"id\":\"" + (api == Api.CHAT ? "chat" : "") + ID + NUMBER + "\",\"object\":\"" + api.object
                + "\",\"created\":" + CREATED + ",\"model\":\"measuring\",";
    }

    private static int idAt(byte[] event) {
        return new String(event, StandardCharsets.US_ASCII).indexOf(ID) + ID.length();
    }

    private static int[] countsAt(String text) {
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
