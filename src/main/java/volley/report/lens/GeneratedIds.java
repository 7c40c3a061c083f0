package volley.report.lens;

import java.util.Arrays;

/**
 * Ids of what a server generated for one prompt, as far as can be told from its text.
 *
 * @param text of the thoughts and the answer, with the markup between them
 * @param end of the token with which the model ends an answer; empty if it is not known
 * @param byServer whether the server told them itself: then they are all there were
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of ids; never compared
public record GeneratedIds(int[] text, int[] end, boolean byServer) {
    /** Ids of a text, of which it is not known how it ends. */
    public static GeneratedIds of(int[] text) {
        return new GeneratedIds(text, new int[0], false);
    }

    /**
     * All tokens that were generated. Those without text are unknown: each is a negative id of its own, which equals no
     * other.
     *
     * @param count tokens by the server, or less than {@code text} has: then there are no more than these
     * @param more what the tokens are that are more than those of the text
     * @param unknown ids so far given to unknown tokens, one element; counted up
     */
    int[] all(int count, More more, int[] unknown) {
        if (byServer || count <= text.length) {
            return text;
        }
        int[] all = Arrays.copyOf(text, count);
        // Where nobody knows what they are, the text may have been more tokens than it is here: its last one is not
        // counted on.
        for (int i = more == More.UNKNOWN ? Math.max(0, text.length - 1) : text.length; i < count; i++) {
            boolean ends = more == More.END && i == text.length && end.length > 0;
            all[i] = ends ? end[0] : -2 - unknown[0]++;
        }
        return all;
    }

    /** What tokens there are beyond those of the text. */
    enum More {
        /** The one with which the model ended the answer. */
        END,
        /** Some without text behind it. */
        TEXTLESS,
        UNKNOWN
    }
}
