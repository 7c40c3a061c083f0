package volley.calibration;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers at the start of conversations, by which the server knows them apart even where their texts are the same. */
public final class Tags {
    private static final Pattern TAG = Pattern.compile("^\\[c(\\d{1,9})] ");

    private Tags() {}

    /** What to put before the first message of the conversation. */
    public static String before(int conversation) {
        return "[c" + conversation + "] ";
    }

    /** The conversation whose first message this is; none for a message without a number, such as a warm-up's. */
    static OptionalInt of(String firstMessage) {
        Matcher tag = TAG.matcher(firstMessage);
        return tag.find() ? OptionalInt.of(Integer.parseInt(tag.group(1))) : OptionalInt.empty();
    }
}
