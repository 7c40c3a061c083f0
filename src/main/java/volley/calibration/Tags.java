package volley.calibration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.simulator.http.RequestSeen;

/**
 * Numbers of conversations, by which the server knows them apart even where their texts are the same. In a chat it stands
 * behind the first message, so that conversations go on sharing what their texts begin with, and may stand behind images;
 * in a prompt of one text, which goes on with the answer, before it; and before the token ids of one of ids.
 */
public final class Tags {
    private static final Pattern BEFORE = Pattern.compile("^\\[c(\\d{1,9})] ");
    private static final Pattern BEHIND = Pattern.compile(" \\[c(\\d{1,9})]$");
    private static final int LONGEST_CHARS = " [c123456789]".length();

    /** Id of no word: what follows is a conversation's number. */
    private static final int NUMBER_FOLLOWS = Integer.MAX_VALUE;

    private Tags() {}

    /** What to put before the first text of the conversation. */
    public static String before(int conversation) {
        return "[c" + conversation + "] ";
    }

    /** What to put behind the first message of the conversation. */
    public static String behind(int conversation) {
        return " [c" + conversation + "]";
    }

    /** What to put before the token ids of the conversation. */
    public static int[] ids(int conversation) {
        return new int[] {NUMBER_FOLLOWS, conversation};
    }

    /** The conversation that a text with a number before it begins. */
    public static OptionalInt ofText(String text) {
        return number(BEFORE.matcher(text));
    }

    /** The conversation of a request; none for one without a number, such as a warm-up's. */
    static OptionalInt of(RequestSeen request) {
        // /generate has ids in a field of their own, /v1/completions in that of the text
        JsonNode body = request.body();
        JsonNode ids = body.has("input_ids") ? body.path("input_ids") : body.path("prompt");
        if (ids.isArray()) {
            return ids.path(0).asInt() == NUMBER_FOLLOWS
                    ? OptionalInt.of(ids.path(1).asInt())
                    : OptionalInt.empty();
        }
        String first = request.firstUserMessage();
        return request.body().has("messages") ? ofMessage(first) : ofText(first);
    }

    /** Looks at its end alone: a message may be a book, and this is an event loop. */
    private static OptionalInt ofMessage(String message) {
        return number(BEHIND.matcher(message.substring(Math.max(0, message.length() - LONGEST_CHARS))));
    }

    private static OptionalInt number(Matcher tag) {
        return tag.find() ? OptionalInt.of(Integer.parseInt(tag.group(1))) : OptionalInt.empty();
    }
}
