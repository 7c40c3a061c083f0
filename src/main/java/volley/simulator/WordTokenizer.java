package volley.simulator;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Token ids without a vocabulary: one token for each run of letters and digits, one for every other visible character;
 * the id is the piece's hash. Close enough to count and to find common prefixes where no real tokenizer is at hand.
 */
public final class WordTokenizer implements Function<String, int[]> {
    @Override
    public int[] apply(String text) {
        int[] ids = new int[Math.max(text.length() / 4, 8)];
        int count = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int id = c;
            int end = at + 1;
            if (Character.isLetterOrDigit(c)) {
                while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                    id = 31 * id + text.charAt(end++);
                }
            }
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, count * 2);
            }
            ids[count++] = id & Integer.MAX_VALUE;
            at = end;
        }
        return Arrays.copyOf(ids, count);
    }
}
