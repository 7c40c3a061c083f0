package volley.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.BadInputException;

/**
 * Words of a tokenizer's vocabulary of which each is one token wherever it stands after another: a text of n of them
 * has n tokens, and two texts with the same beginning share its tokens. Decoding arbitrary ids gives no such text: 3 to
 * 5 % more tokens come out when it is encoded again.
 */
public final class PlainWords {
    /** Enough for blocks that have nothing in common, few enough to be found in a fraction of a second. */
    private static final int MOST_WORDS = 2048;

    private static final int IDS_TRIED = 1 << 16;
    private static final int FEWEST_WORDS = 16;
    /** Some vocabularies drop the blank before the first word of a text, so a word is looked at in second place. */
    private static final Pattern TWICE = Pattern.compile(" ?([A-Za-z]{2,}) \\1");

    private PlainWords() {}

    /**
     * The words, each with the blank before it, in the order of their ids.
     *
     * @throws BadInputException if the tokenizer has too few
     */
    public static List<String> of(Tokenizer tokenizer) {
        List<String> words = new ArrayList<>();
        for (int id = 0; id < IDS_TRIED && words.size() < MOST_WORDS; id++) {
            Matcher decoded = TWICE.matcher(tokenizer.decode(new int[] {id, id}));
            if (decoded.matches()) {
                String word = " " + decoded.group(1);
                if (tokenizer.count(word + word) == 2) {
                    words.add(word);
                }
            }
        }
        if (words.size() < FEWEST_WORDS) {
            throw new BadInputException("the tokenizer " + tokenizer.name()
                    + " has no plain words that are one token each, which texts of exact length are made of;"
                    + " give another with volley.tokenizer");
        }
        return List.copyOf(words);
    }
}
