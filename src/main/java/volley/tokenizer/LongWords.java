package volley.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Cuts texts that have a word longer than any language or encoding makes, such as a server's line without an end. What a
 * tokenizer does with one word takes more than its share of time: minutes and gigabytes for 50 million characters. In pieces
 * it takes seconds, and one token more or less for each of them.
 */
final class LongWords {
    /** A picture in base64 is shorter: it is tokenized as it is. */
    static final int LONGEST_CHARS = 1 << 18;

    private static final int PIECE_CHARS = 1 << 12;

    private LongWords() {}

    /**
     * The sum over all pieces. What a broken model repeats without an end is counted once.
     *
     * @param tokens of a piece
     */
    static int count(String text, ToIntFunction<String> tokens) {
        int sum = 0;
        int last = 0;
        String before = "";
        for (String piece : pieces(text)) {
            last = piece.equals(before) ? last : tokens.applyAsInt(piece);
            before = piece;
            sum += last;
        }
        return sum;
    }

    /**
     * The ids of all pieces, one behind the other.
     *
     * @param tokenizer of a piece
     */
    static int[] encode(String text, Function<String, int[]> tokenizer) {
        List<int[]> all = new ArrayList<>();
        String before = "";
        for (String piece : pieces(text)) {
            all.add(piece.equals(before) ? all.get(all.size() - 1) : tokenizer.apply(piece));
            before = piece;
        }
        int[] ids = new int[all.stream().mapToInt(each -> each.length).sum()];
        int at = 0;
        for (int[] each : all) {
            System.arraycopy(each, 0, ids, at, each.length);
            at += each.length;
        }
        return ids;
    }

    /** The text, in one piece unless it has such a word. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int word = 0; text.length() - word > LONGEST_CHARS; ) {
            int end = word;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (end - word > LONGEST_CHARS) {
                add(pieces, text, from, word);
                for (from = word; end - from > PIECE_CHARS; ) {
                    int cut = from + PIECE_CHARS;
                    cut -= Character.isLowSurrogate(text.charAt(cut)) ? 1 : 0;
                    add(pieces, text, from, cut);
                    from = cut;
                }
            }
            word = end + 1;
        }
        add(pieces, text, from, text.length());
        return pieces;
    }

    private static void add(List<String> pieces, String text, int from, int to) {
        if (from < to) {
            pieces.add(text.substring(from, to));
        }
    }
}
